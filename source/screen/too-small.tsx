import {Box} from 'ink';
import {fitCells} from './cells.js';
import {wrapWords} from './clean-text.js';
import {minSize} from './layout.js';
import {LiveRegion} from './live-region.js';
import type {Screen, Size} from './screen.js';

type Props = {readonly screen: Screen; readonly size: Size};

/** What a terminal shows that is too small for anything else. */
export const TooSmall = ({screen, size: {columns, rows}}: Props) => {
	const text = `needs ${minSize.columns}×${minSize.rows}, has ${columns}×${rows}`;
	const wrapped = wrapWords(text, columns);
	const lines = Array.from({length: rows}, (_, row) => fitCells(wrapped[row] ?? '', columns));
	const paint = () => ({lines, repaintAt: null});
	return (
		<Box position="absolute">
			<LiveRegion screen={screen} id="too-small" paint={paint} width={columns} height={rows} />
		</Box>
	);
};
