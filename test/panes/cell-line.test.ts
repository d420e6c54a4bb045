import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createCellLine} from '../../source/panes/cell-line.js';
import {pressureParts} from '../../source/panes/depth/depth-notes.js';
import {paintParts} from '../../source/panes/pane-frame.js';
import {paintedText} from '../../source/screen/cell-row.js';
import {fitCells} from '../../source/screen/cells.js';
import {createTheme} from '../../source/screen/theme.js';

const theme = createTheme(24);
const bids = {units: 3, decimals: 0};

for (const width of [38, 56, 78])
	test(`a line of ${width} cells reads as the same parts in a text`, () => {
		const paint = createCellLine(theme);
		for (const units of [0, 1, 5, 400]) {
			const parts = pressureParts(theme, {bids, asks: {units, decimals: 0}, levels: 20}, width);
			// The first and the last cell are the frame's.
			const text = paintedText(paint(parts, width)).slice(1, -1);
			assert.equal(text, fitCells(paintParts(theme, parts), width));
		}
	});
