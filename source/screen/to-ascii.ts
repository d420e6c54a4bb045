import {screenText, type ScreenLine} from './cell-row.js';
import {widthOf} from './cells.js';
import {segmentsOf} from './segments.js';

const pairs = (from: string, to: string): readonly (readonly [string, string])[] =>
	[...from].map((character, index) => [character, to[index] ?? '?']);

/** What stands for the glyphs of the screen where there is nothing but ASCII; one cell for one cell. */
const table: ReadonlyMap<string, string> = new Map([
	// Asks and bids, and where nobody vouches for the level.
	...pairs('▴▾▵▿▲▼', "^v',AV"),
	// Live, waiting, down; the cursor; what was clipped.
	...pairs('●◐○▸◂»', '*~o><>'),
	...pairs('◆', '!'),
	...pairs('·−→←↑↓…×⇧⌫', '.-><^v~x^<'),
	...pairs('–—‘’“”≈≤≥±', '--\'\'""~<>~'),
	...pairs('─━│┃┄┆╌═║', '-=||-|-=|'),
	...pairs('╱▀', '/"'),
	...pairs('╭╮╰╯┌┐└┘├┤┬┴┼╞╡╪', '++++++++++++++++'),
	// Left eighths of a cell: a bar ends in what is nearest.
	...pairs('▏▎▍▌▋▊▉█', '...--==#'),
	// Lower eighths: a line of heights rises through these.
	...pairs('▁▂▃▄▅▆▇', '_.-=+*%'),
	...pairs('▔', "'"),
	...pairs('▐▓▒░', '-%+:'),
]);

/** Anything but printable ASCII and what begins an escape sequence. */
const foreign = /[^\u0020-\u007E\u001B]+/g;

const replace = (character: string): string => {
	const known = table.get(character);
	if (known !== undefined) return known;
	const width = widthOf(character);
	const bare = character.normalize('NFKD').replace(/\p{M}/gu, '');
	return /^[ -~]+$/.test(bare) && bare.length === width ? bare : '?'.repeat(width);
};

/** A painted line in ASCII alone, of the same width. Colours stay; letters lose their accents, others become `?`. */
export const toAscii = (line: string): string =>
	line.replace(foreign, run => Array.from(segmentsOf(run), ({text}) => replace(text)).join(''));

/** Turns whole screens into ASCII, one after the other; works a line out only where it changed. */
export const createAsciiScreen = (): ((lines: readonly ScreenLine[]) => readonly string[]) => {
	let from: readonly string[] = [];
	let to: readonly string[] = [];
	return screen => {
		const lines = screen.map(screenText);
		const before = to;
		to = lines.map((line, row) => {
			const known = line === from[row] ? before[row] : undefined;
			return known ?? toAscii(line);
		});
		from = lines;
		return to;
	};
};
