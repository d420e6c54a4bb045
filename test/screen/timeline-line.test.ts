import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createTheme} from '../../source/screen/theme.js';
import {timelineLine} from '../../source/screen/timeline-line.js';

const theme = createTheme(1);

const lineAt = (indexing: number, seekingTo: number | null = null): string =>
	timelineLine(
		theme,
		{
			...{position: 0, length: 60_000, isPaused: false, speed: 1, indexing, seekingTo},
			...{marks: [], jumps: 0, notice: null},
		},
		100,
	);

test('tells how much of a capture is read, where that is known', () => {
	assert.match(lineAt(0.42), /reading 42 %/);
	// All of a small file is read at once; how much of that is played nobody knows.
	for (const indexing of [0.99, 1]) assert.doesNotMatch(lineAt(indexing), /reading/);
	assert.match(lineAt(0.99, 30_000), /reading up to 00:30/);
});
