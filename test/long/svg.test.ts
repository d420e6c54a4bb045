import assert from 'node:assert/strict';
import {test} from 'node:test';
import {cellHeight, cellWidth} from '../../source/export/box-shapes.js';
import type {Cell, Frame} from '../../source/export/cells.js';
import {lookOf} from '../../source/export/look.js';
import {usualPalette} from '../../source/export/palette.js';
import {frameOfPicture} from '../../source/export/play-cast.js';
import {shapeOf} from '../../source/export/shapes.js';
import {screenPadding, screenTop, toSvg} from '../../source/export/svg.js';
import {openPage, skipWithoutChromium} from '../helpers/chromium.js';
import {paintSvg, placeText, type Raster} from '../helpers/rendered.js';
import {startTestApp} from '../helpers/start-test-app.js';
import {frameOf} from '../helpers/cells.js';

const scale = 3;

/** Every attribute, both kinds of colour, wide and strange characters, and names that could be markup. */
const sample =
	'\u001B[1mbold\u001B[0m \u001B[2mdim\u001B[0m \u001B[3mitalic\u001B[0m \u001B[4munder line\u001B[0m \u001B[9mstruck\u001B[0m\r\n' +
	'\u001B[7minverse\u001B[0m \u001B[31mred\u001B[0m \u001B[92mgreen\u001B[0m \u001B[38;5;208morange\u001B[0m \u001B[38;2;1;200;250mtrue\u001B[0m \u001B[8mhidden\u001B[0m\r\n' +
	'\u001B[48;2;40;50;60m on a \u001B[2m background \u001B[0m漢字\u001B[44m漢\u001B[0m <&">\r\n' +
	'▴▾▵▿●◐○▸·−→»é\r\n';

const boxes =
	'╭──┬─╮ ┏━┳━┓ ╔═╦═╗ ▁▂▃▄▅▆▇█\r\n│  │ │ ┃ ┃ ┃ ║ ║ ║ ▏▎▍▌▋▊▉█\r\n' +
	'├──┼─┤ ┣━╋━┫ ╠═╬═╣ ░▒▓▀▐▔▕▚\r\n╰──┴─╯ ┗━┻━┛ ╚═╩═╝ ██▄▄▟▙▞▖\r\n';

const frames: readonly {name: string; create: () => Promise<Frame>}[] = [
	{name: 'every attribute', create: () => frameOfPicture(sample, 50, 5)},
	{name: 'boxes and blocks', create: () => frameOfPicture(boxes, 30, 5)},
	{
		name: 'the app',
		async create() {
			const {app, terminal} = await startTestApp({columns: 120, rows: 40});
			await terminal.press('up', 'up');
			const frame = frameOf(terminal.term);
			app.stop();
			return frame;
		},
	},
];

const isText = ({char, width, hidden}: Cell) =>
	width > 0 && !hidden && char !== ' ' && shapeOf(char) === null;

/** `column row width character` of each cell that holds text. */
const expectedText = ({cells}: Frame) =>
	cells.flatMap((line, row) =>
		line.flatMap((cell, column) =>
			isText(cell) ? [`${column} ${row} ${cell.width} ${cell.char}`] : [],
		),
	);

const colorsOf = (
	raster: Raster,
	column: number,
	row: number,
	width: number,
): Map<string, number> => {
	const colors = new Map<string, number>();
	const left = (screenPadding + column * cellWidth) * scale;
	const top = (screenTop + row * cellHeight) * scale;
	for (let y = top; y < top + cellHeight * scale; y++) {
		for (let x = left; x < left + width * cellWidth * scale; x++) {
			const color = raster.pixel(x, y);
			colors.set(color, (colors.get(color) ?? 0) + 1);
		}
	}
	return colors;
};

const distance = (one: string, other: string) =>
	Math.max(
		...[1, 3, 5].map(at =>
			Math.abs(
				Number.parseInt(one.slice(at, at + 2), 16) - Number.parseInt(other.slice(at, at + 2), 16),
			),
		),
	);

/** What is wrong with a cell as it was painted; null for nothing. */
const findFault = (cell: Cell, colors: ReadonlyMap<string, number>): string | null => {
	const {color, background} = lookOf(cell, usualPalette);
	const all = cellWidth * cell.width * cellHeight * scale * scale;
	const ink = shapeOf(cell.char) !== null || cell.underline || cell.strike || isText(cell);
	if (!ink) return colors.get(background) === all ? null : 'is not blank';
	const shape = shapeOf(cell.char);
	if (shape && shape.strokes.length === 0 && !cell.underline) {
		// Sharp to the pixel: a bar of three eighths covers three eighths.
		const inked = shape.rects.reduce((sum, [, , width, height]) => sum + width * height, 0);
		return (colors.get(background) ?? 0) === all - inked * scale * scale
			? null
			: `has ${colors.get(background)} of ${all} pixels blank`;
	}
	if (!colors.has(background)) return 'lost its background';
	return [...colors.keys()].some(seen => distance(seen, color) < 40) ? null : `lacks ${color}`;
};

for (const {name, create} of frames) {
	test(`draws ${name} cell by cell`, {skip: skipWithoutChromium}, async () => {
		const frame = await create();
		const svg = toSvg(frame, {title: 'a <title> & more'});
		const page = await openPage(1200, 900);

		const placed = await placeText(page, svg);
		const texts = placed.map(({char, x, end, y}) => {
			const column = Math.round((x - screenPadding) / cellWidth);
			const row = Math.floor((y - screenTop) / cellHeight);
			const off = Math.abs(x - screenPadding - column * cellWidth);
			assert.ok(off < 0.5, `${char} is ${off} pixels off its cell`);
			return `${column} ${row} ${Math.round((end - x) / cellWidth)} ${char}`;
		});
		assert.deepEqual(texts.sort(), expectedText(frame).sort());

		const raster = await paintSvg(page, svg, scale);
		const faults = frame.cells.flatMap((line, row) =>
			line.flatMap((cell, column) => {
				if (cell.width === 0) return [];
				const fault = findFault(cell, colorsOf(raster, column, row, cell.width));
				return fault === null ? [] : [`${cell.char} at ${column},${row} ${fault}`];
			}),
		);
		assert.deepEqual(faults, []);
		await page.close();
	});
}

test('joins boxes across cells without a gap', {skip: skipWithoutChromium}, async () => {
	const frame = await frameOfPicture('╭──╮ ┏━━┓ ╔══╗\r\n│  │ ┃  ┃ ║  ║\r\n╰──╯ ┗━━┛ ╚══╝', 20, 3);
	const page = await openPage(600, 300);
	const raster = await paintSvg(page, toSvg(frame, {title: 'boxes'}), scale);
	const isInk = (x: number, y: number) =>
		raster.pixel(Math.floor((screenPadding + x) * scale), Math.floor((screenTop + y) * scale)) ===
		usualPalette.foreground;
	const line = (from: number, to: number, at: (along: number) => [number, number]) => {
		for (let along = from; along < to; along += 1 / scale)
			assert.ok(isInk(...at(along)), `a gap at ${at(along).join()}`);
	};
	for (const [left, offset] of [
		[0, 0],
		[5, 0],
		[10, 1],
		[10, -1],
	] as const) {
		const x = left * cellWidth;
		// From the middle of the outer cells, past the bend of the round corners.
		for (const y of [8.5 + offset, 40.5 + offset])
			line(x + cellWidth, x + 3 * cellWidth, along => [along, y]);
		for (const column of [4.5 + offset, 28.5 + offset])
			line(cellHeight, 2 * cellHeight, along => [x + column, along]);
	}
	await page.close();
});
