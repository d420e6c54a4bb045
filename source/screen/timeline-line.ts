import {clip, fitCells, widthOf} from './cells.js';
import {cleanText} from './clean-text.js';
import {formatElapsed} from './format.js';
import {glyphs, type Role, type Theme} from './theme.js';
import type {ReplayState, TimelineMark} from './timeline.js';

const markGlyphs: Record<TimelineMark['kind'], readonly [glyph: string, role: Role]> = {
	gap: [glyphs.down, 'bad'],
	reconnect: [glyphs.waiting, 'warn'],
	marker: [glyphs.bid, 'accent'],
};

const minBar = 10;

/** How long a mark's words stay when it is played past. */
const toldForMs = 3000;

/** The marks by the cell they lie in; the first of several in one cell is shown. */
const placeMarks = ({marks, length}: ReplayState, cells: number) => {
	const placed = new Map<number, TimelineMark>();
	for (const mark of marks) {
		const cell = Math.min(cells - 1, Math.floor((mark.at / Math.max(1, length)) * cells));
		if (!placed.has(cell)) placed.set(cell, mark);
	}
	return placed;
};

const paintBar = (theme: Theme, state: ReplayState, cells: number): string => {
	const {position, length} = state;
	const here = Math.min(cells - 1, Math.floor((position / Math.max(1, length)) * cells));
	const placed = placeMarks(state, cells);
	return Array.from({length: cells}, (_, cell) => {
		if (cell === here) return theme.paint('strong', glyphs.live);
		const mark = placed.get(cell);
		if (!mark)
			return theme.paint(cell < here ? 'label' : 'faint', cell < here ? glyphs.share : glyphs.rule);
		const [glyph, role] = markGlyphs[mark.kind];
		return theme.paint(role, glyph);
	}).join('');
};

/** How far reading has come at the most while it goes on. */
const mostTold = 0.99;

/** What there is to say besides while not all is read: where to, how much is. */
const toWords = ({seekingTo, indexing, length}: ReplayState): string => {
	if (seekingTo !== null) return `reading up to ${formatElapsed(seekingTo, length)}`;
	// Of the last that was read nobody knows how much is played: of a small file that is all there is.
	return indexing < mostTold ? `reading ${Math.floor(indexing * 100)} %` : '';
};

/** What there is to say that has no place in the line, whose marks stay where they are: the mark that was gone to. */
export const remarkOf = ({notice, marks, position}: ReplayState): string | null => {
	if (notice !== null) return cleanText(notice, 200);
	const near = marks.findLast(({at}) => at <= position && position - at < toldForMs);
	return near ? cleanText(near.label, 100) : null;
};

/** What the line is made of, and where its bar is. */
const planLine = (state: ReplayState, width: number) => {
	const {position, length, isPaused, speed} = state;
	const speedText = `${speed}×`.padStart(5);
	const mode = isPaused ? 'paused ' : `${glyphs.cursor} play `;
	const start = formatElapsed(position, length);
	const end = formatElapsed(length, length);
	const left = 1 + widthOf(mode) + widthOf(speedText) + 2 + widthOf(start) + 1;
	const used = left + 1 + widthOf(end) + 1;
	const words = toWords(state);
	const room = width - used - minBar - 2;
	const shown = words === '' || room < 8 ? '' : clip(words, room);
	const cells = Math.max(minBar, width - used - (shown === '' ? 0 : widthOf(shown) + 2));
	return {mode, speedText, start, end, shown, left, cells};
};

/** The moment that the bar shows in that column; null beside the bar. */
export const momentAt = (state: ReplayState, width: number, x: number): number | null => {
	const {left, cells} = planLine(state, width);
	const cell = x - left;
	if (cell < 0 || cell >= cells) return null;
	return Math.ceil((cell / cells) * state.length);
};

/** One line: paused or how fast, where, the capture as a bar with its marks, how long it is. */
export const timelineLine = (theme: Theme, state: ReplayState, width: number): string => {
	const {mode, speedText, start, end, shown, cells} = planLine(state, width);
	const line = [
		` ${theme.paint(state.isPaused ? 'accent' : 'label', mode)}${theme.paint('label', speedText)}  `,
		`${theme.paint('strong', start)} ${paintBar(theme, state, cells)} ${theme.paint('label', end)}`,
		shown === '' ? ' ' : `  ${theme.paint('accent', shown)} `,
	];
	return fitCells(line.join(''), width);
};
