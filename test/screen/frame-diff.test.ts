import assert from 'node:assert/strict';
import {test} from 'node:test';
import {between, createRandom, type Random} from '../../source/random.js';
import {createCellPen, wholeRow} from '../../source/screen/cell-pen.js';
import {
	cellStyleOf,
	createCellRoom,
	repaintedRow,
	screenText,
	type CellRow,
	type PaintedLine,
	type ScreenLine,
} from '../../source/screen/cell-row.js';
import {createFrameDiff} from '../../source/screen/frame-diff.js';
import {frameOf} from '../helpers/cells.js';
import {createTerminal} from '../helpers/terminal.js';

const fullWidth = 24;
const rows = 6;

const styles = [
	'0',
	'',
	'1',
	'2',
	'3;4',
	'7',
	'9',
	'22',
	'23',
	'24;27',
	'29',
	'31',
	'97;44',
	'39',
	'49',
	'101',
	'38;5;208',
	'48;5;17',
	'38;2;228;98;111',
	'1;38;2;1;2;3;48;2;80;40;40',
	'0;32',
];

/** Texts of so many cells that the writer knows cell by cell, and others that it does not. */
const usual = ['a', '7', ' ', '  ', '0.1642', '█', '▏', '▴', '─', 'é'];
const others = ['深', '深度', 'e\u0301', '👍', '\u001B]8;;http://x\u0007link\u001B]8;;\u0007'];
const cellsOf: Readonly<Record<string, number>> = {深: 2, 深度: 4, 'e\u0301': 1, '👍': 2};
const widthOfText = (text: string) =>
	cellsOf[text] ?? (text.startsWith('\u001B') ? 4 : text.length);

const pick = <T>(random: Random, from: readonly T[]): T =>
	from[between(random, 0, from.length - 1)] as T;

/** A line of exactly so many cells in colours that come and go, some left open and some closed twice. */
const randomLine = (random: Random, columns = fullWidth): string => {
	const texts = random() < 0.15 ? [...usual, ...others] : usual;
	let line = '';
	for (let width = 0; width < columns;) {
		if (random() < 0.4) line += `\u001B[${pick(random, styles)}m`;
		const text = pick(random, texts);
		if (width + widthOfText(text) > columns) continue;
		line += text;
		width += widthOfText(text);
	}
	return random() < 0.1 ? line : `${line}\u001B[0m`;
};

/** The same line but for a stretch of another. */
const mixLines = (random: Random, line: string, other: string): string => {
	const isPlain = (text: string) => /^[ -~█▏▴─é]*$/.test(text);
	if (!isPlain(line) || !isPlain(other)) return random() < 0.5 ? line : other;
	const from = between(random, 0, fullWidth);
	const to = between(random, from, fullWidth);
	return line.slice(0, from) + other.slice(from, to) + line.slice(to);
};

const plainLine = (random: Random): string =>
	Array.from({length: fullWidth}, () => pick(random, ['a', '7', ' ', '█', '▴', 'é'])).join('');

const nextLine = (random: Random, line: string): string => {
	const chance = random();
	if (chance < 0.3) return line;
	if (chance < 0.6) return mixLines(random, line, plainLine(random));
	return randomLine(random);
};

/** Paints lines of a text, a row of cells in a room of its own that is used again and again, and another text. */
const createMixedLines = () => {
	const pen = createCellPen();
	const width = 8;
	const rooms = Array.from({length: rows}, () => createCellRoom(width));
	const looks = styles.slice(11).map(style => cellStyleOf(`\u001B[${style}m`));
	const paint = (random: Random, row: number) => {
		const room = rooms[row] ?? createCellRoom(width);
		pen.begin(room, 0, width);
		while (pen.left() > 0) pen.text(pick(random, ['a', '7', ' ', '█']), pick(random, looks));
		return wholeRow(room);
	};
	return (random: Random, before: ScreenLine | undefined, row: number): ScreenLine => {
		if (random() < 0.2) return randomLine(random);
		const [left = '', cells, right = ''] = typeof before === 'object' ? before : [];
		const text = (last: PaintedLine) =>
			typeof last === 'string' && last !== '' && random() < 0.7 ? last : randomLine(random, width);
		return [text(left), random() < 0.4 && cells ? cells : paint(random, row), text(right)];
	};
};

/** Paints lines of rows of cells alone, which end now here, now there; now and then in a style that has no number. */
const createRowLines = () => {
	const pen = createCellPen();
	/** Of each line: three of those stand in it, the one of 8 cells now here, now there. */
	const widths = [4, 8, 12, 12, 4];
	const rooms = Array.from({length: 5 * rows}, (_, at) => createCellRoom(widths[at % 5] ?? 0));
	const looks = styles.slice(11).map(style => cellStyleOf(`\u001B[${style}m`));
	const unknown = cellStyleOf('\u001B[5m');
	const painted: CellRow[] = [];
	const paint = (random: Random, at: number) => {
		const before = painted[at];
		const room = before ?? rooms[at] ?? createCellRoom(0);
		const width = room.codes.length;
		const isOdd = random() < 0.05;
		const isPart = before !== undefined && random() < 0.7;
		const news: number[] = [];
		for (let from = isPart ? between(random, 0, 3) : 0; from < width;) {
			const to = isPart ? Math.min(width, from + between(random, 1, 3)) : width;
			pen.begin(room, from, to);
			while (pen.left() > 0)
				pen.text(pick(random, ['a', '7', ' ', '█']), isOdd ? unknown : pick(random, looks));
			news.push(from, to);
			from = to + between(random, 0, 3);
		}
		return (painted[at] = repaintedRow(room, isPart ? news : null));
	};
	return (random: Random, before: ScreenLine | undefined, row: number): ScreenLine => {
		if (random() < 0.05) return randomLine(random);
		const places = (random() < 0.8 ? [0, 1, 2] : [3, 1, 4]).map(at => 5 * row + at);
		return places.map((at, place) => {
			const known = typeof before === 'object' ? before[place] : undefined;
			const isFit = typeof known === 'object' && known.codes === rooms[at]?.codes;
			if (isFit && random() < 0.4) return known;
			// One that nobody was shown in between.
			if (random() < 0.2) paint(random, at);
			return paint(random, at);
		});
	};
};

for (const [name, createLines] of [
	['between texts', createMixedLines],
	['side by side', createRowLines],
] as const)
	test(`rows of cells ${name} come to what a full repaint shows`, async () => {
		for (let run = 0; run < 10; run++) {
			const random = createRandom(`cells ${run}`);
			const next = createLines();
			const diff = createFrameDiff();
			const written: string[] = [];
			let lines: readonly ScreenLine[] = Array.from({length: rows}, () => randomLine(random));
			let texts: readonly string[] = [];
			let all = '';
			for (let frame = 0; frame < 25; frame++) {
				written.push(diff.changeTo(lines));
				texts = lines.map(screenText);
				all = diff.all();
				if (random() < 0.1) diff.forget();
				else lines = lines.map((line, row) => next(random, line, row));
			}
			const whole = await shownAfter(createFrameDiff().changeTo(texts));
			assert.deepEqual(await shownAfter(...written), whole, `run ${run}`);
			assert.deepEqual(await shownAfter(all), whole, `all of run ${run}`);
		}
	});

const shownAfter = async (...texts: readonly string[]) => {
	const terminal = createTerminal(fullWidth, rows);
	for (const text of [`\u001B[?7l`, ...texts]) terminal.stdout.write(text);
	await terminal.flush();
	return frameOf(terminal.term);
};

test('random frames come to what a full repaint shows', async () => {
	for (let run = 0; run < 20; run++) {
		const random = createRandom(`frames ${run}`);
		const diff = createFrameDiff();
		const written: string[] = [];
		let lines: readonly string[] = Array.from({length: rows}, () => randomLine(random));
		for (let frame = 0; frame < 25; frame++) {
			written.push(diff.changeTo(lines));
			// Now and then the screen is resized, or asked to be painted anew.
			if (random() < 0.05) diff.forget();
			else if (frame < 24) lines = lines.map(line => nextLine(random, line));
		}
		written.push(diff.changeTo(lines));
		const whole = createFrameDiff();
		assert.deepEqual(
			await shownAfter(...written),
			await shownAfter(whole.changeTo(lines)),
			`run ${run}`,
		);
	}
});

test('styles beyond number are forgotten, and met anew', async () => {
	const diff = createFrameDiff();
	const lineOf = (frame: number, row: number) =>
		Array.from(
			{length: fullWidth},
			(_, column) => `\u001B[0;38;2;${frame};${row};${column}m${frame % 10}`,
		).join('') + '\u001B[0m';
	const frame = (at: number) => Array.from({length: rows}, (_, row) => lineOf(at, row));
	const written = Array.from({length: 40}, (_, at) => diff.changeTo(frame(at)));
	const whole = createFrameDiff();
	assert.deepEqual(await shownAfter(...written), await shownAfter(whole.changeTo(frame(39))));
});

const table = (size: (row: number) => string) =>
	Array.from(
		{length: rows},
		(_, row) =>
			`\u001B[38;2;228;98;111m▴ 0.1642\u001B[0m \u001B[1m${size(row).padStart(6)}\u001B[0m \u001B[38;2;9;9;9m███\u001B[0m`,
	);

test('writes the cells that changed, each style once', () => {
	const diff = createFrameDiff();
	diff.changeTo(table(row => `${row}.00`));
	assert.equal(diff.changeTo(table(row => `${row}.00`)), '');
	const changes = diff.changeTo(table(row => `${row}.${row}1`));
	assert.equal(
		changes,
		'\u001B[1m\u001B[1;15H1' +
			[1, 2, 3, 4, 5].map(row => `\u001B[${row + 1};14H${row}1`).join('') +
			'\u001B[0m',
	);
});

test('what a row tells of the one before it says nothing of a row in another room', () => {
	const pen = createCellPen();
	const painted = (text: string, times: number): CellRow => {
		let row: CellRow = wholeRow(createCellRoom(text.length));
		for (let time = 0; time < times; time++) {
			pen.begin(row, 0, text.length);
			pen.text(text, 0);
			row = repaintedRow(row, [0, 1]);
		}
		return row;
	};
	const diff = createFrameDiff();
	diff.changeTo([[painted('abc', 2)]]);
	assert.equal(diff.changeTo([[painted('xyz', 3)]]), '\u001B[1Hxyz');
});

test('thousands of cells that changed one by one all come', () => {
	const [columns, count] = [180, 60];
	const lineOf = (sign: string, row: number) =>
		Array.from({length: columns}, (_, at) => (at % 6 === row % 6 ? sign : '.')).join('');
	const diff = createFrameDiff();
	diff.changeTo(Array.from({length: count}, (_, row) => lineOf('a', row)));
	const changes = diff.changeTo(Array.from({length: count}, (_, row) => lineOf('b', row)));
	assert.equal(changes.replaceAll(/[^b]/g, '').length, (columns / 6) * count);
	assert.match(changes, /\u001B\[5Cb$/);
});

test('a few cells between two that changed are written again', () => {
	const diff = createFrameDiff();
	diff.changeTo(['a.bc.d..........e']);
	assert.equal(diff.changeTo(['A.bC.D..........E']), '\u001B[1HA.bC.D\u001B[10CE');
});

test('a line with something unknown in it is written whole', () => {
	const diff = createFrameDiff();
	const link = '\u001B]8;;http://x\u0007link\u001B]8;;\u0007';
	diff.changeTo([`${link} 1`, 'plain']);
	assert.equal(diff.changeTo([`${link} 2`, 'plain']), `\u001B[1H\u001B[K${link} 2\u001B[0m`);
	assert.equal(diff.changeTo(['link 2', 'plain']), '\u001B[1Hlink 2');
});
