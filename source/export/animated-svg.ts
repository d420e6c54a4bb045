import {cellHeight, cellWidth} from './box-shapes.js';
import type {Cell, Frame} from './cells.js';
import {drawCells, type Brush} from './draw-cells.js';
import {usualPalette, type Palette} from './palette.js';
import {toWindow} from './svg.js';

export type AnimationOptions = {
	/** In the bar of the window. */
	readonly title: string;
	readonly palette?: Palette;
	/** Pauses longer than that are cut to it. */
	readonly idleMs: number;
	/** How long the last picture stands before the first comes again. */
	readonly holdMs: number;
	/** Bytes that the pictures may take. */
	readonly maxBytes: number;
};

/** A picture, and when in the recording it comes. */
export type Filmed = {
	/** Since the start, never falling. */
	readonly ms: number;
	readonly frame: Frame;
};

/** Columns that change together: a strip each costs something, and so does what stands still in one. */
const stripColumns = 16;

const blank: Cell = {
	char: ' ',
	width: 1,
	fg: undefined,
	bg: undefined,
	bold: false,
	dim: false,
	italic: false,
	underline: false,
	inverse: false,
	strike: false,
	hidden: false,
};

/** Short names of styles, and the rules that give them their meaning. */
const createClasses = () => {
	const names = new Map<string, string>();
	const nameOf = (rule: string): string => {
		const known = names.get(rule);
		if (known !== undefined) return known;
		const name = `s${names.size.toString(36)}`;
		names.set(rule, name);
		return name;
	};
	const toClass = (rule: string) => `class="${nameOf(rule)}"`;
	const brush: Brush = {
		area: color => toClass(`fill:${color}`),
		stroke: color => toClass(`fill:none;stroke:${color}`),
		text: ({color, isBold, isItalic}) =>
			toClass(
				`fill:${color}${isBold ? ';font-weight:bold' : ''}${isItalic ? ';font-style:italic' : ''}`,
			),
	};
	return {brush, rules: () => Array.from(names, ([rule, name]) => `.${name}{${rule}}`)};
};

const keyOf = (cells: readonly Cell[]): string =>
	cells
		.map(({char, fg = '', bg = '', ...cell}) => {
			const flags = [cell.bold, cell.dim, cell.italic, cell.underline, cell.inverse, cell.strike];
			return `${char}${fg}${bg}${cell.width}${[...flags, cell.hidden].map(Number).join('')}`;
		})
		.join('|');

/** All that has been seen in some columns of a row, one below the other, and when each was. */
const createStrip = (draw: (cells: readonly Cell[]) => string) => {
	const states = new Map<string, number>();
	const pictures: string[] = [];
	const changes: {readonly picture: number; readonly state: number}[] = [];
	let first: readonly Cell[] = [];
	return {
		/** Bytes that it came to cost. */
		take(cells: readonly Cell[], picture: number): number {
			const key = keyOf(cells);
			let state = states.get(key);
			let bytes = 0;
			if (state === undefined) {
				state = states.size;
				states.set(key, state);
				const drawn = draw(cells);
				if (state === 0) first = cells;
				pictures.push(drawn);
				bytes = drawn.length + 30;
			}
			if (changes.at(-1)?.state === state) return bytes;
			changes.push({picture, state});
			return bytes + 40;
		},
		first: () => first,
		pictures: () => pictures,
		changes: () => changes,
	};
};

type Strip = ReturnType<typeof createStrip>;

/** When each picture is shown, its pauses cut, and how long all of it takes. */
const toTimes = (times: readonly number[], idleMs: number, holdMs: number) => {
	const shown: number[] = [];
	let end = 0;
	for (const [at, ms] of times.entries()) {
		end += Math.min(idleMs, ms - (times[at - 1] ?? ms));
		shown.push(end);
	}
	return {shown, totalMs: end + holdMs};
};

const share = (ms: number, totalMs: number) => String(Number(((ms / totalMs) * 100).toFixed(3)));

/** Columns `from` and on of a row; blank where the screen was smaller. */
const cut = ({cells}: Frame, row: number, from: number, columns: number): readonly Cell[] =>
	Array.from({length: columns}, (_, at) => cells[row]?.[from + at] ?? blank);

/** Some columns of a row, and what was seen in them. */
type Slot = {
	readonly row: number;
	/** Columns from the left, and how many. */
	readonly left: number;
	readonly width: number;
	readonly strip: Strip;
};

const isStill = ({strip}: Slot) => strip.changes().length < 2;

const toSlots = (
	columns: number,
	rows: number,
	draw: (cells: readonly Cell[]) => string,
): readonly Slot[] =>
	Array.from({length: rows}, (_, row) =>
		Array.from({length: Math.ceil(columns / stripColumns)}, (_empty, at) => {
			const left = at * stripColumns;
			return {row, left, width: Math.min(stripColumns, columns - left), strip: createStrip(draw)};
		}),
	).flat();

/** The whole picture of what never changed; blank where something did. */
const toStillLines = (columns: number, rows: number, slots: readonly Slot[]) => {
	const lines = Array.from({length: rows}, () => Array.from({length: columns}, () => blank));
	for (const {row, left, strip} of slots.filter(isStill))
		lines[row]?.splice(left, strip.first().length, ...strip.first());
	return lines;
};

/** When a strip is moved on, and how far; `at` numbers those that move. */
const toKeyframes = (
	{strip}: Slot,
	at: number,
	{shown, totalMs}: ReturnType<typeof toTimes>,
): string => {
	const steps = strip
		.changes()
		.map(
			({picture, state}) =>
				`${share(shown[picture] ?? 0, totalMs)}%{transform:translateY(${-state * cellHeight}px)}`,
		);
	return `@keyframes f${at}{${steps.join('')}}`;
};

const toFilm = ({row, left, width, strip}: Slot, at: number): string => {
	const pictures = strip
		.pictures()
		.map((drawn, state) =>
			state === 0 || drawn === ''
				? drawn
				: `<g transform="translate(0 ${state * cellHeight})">${drawn}</g>`,
		);
	return (
		`<svg x="${left * cellWidth}" y="${row * cellHeight}" width="${width * cellWidth}" height="${cellHeight}">` +
		`<g class="f" style="animation-name:f${at}">${pictures.join('')}</g></svg>`
	);
};

/**
 * Puts the pictures of a recording into one that moves, by CSS alone: what changes in a few columns
 * of a row is a strip of film behind a slot, moved on in steps. Null where it takes more bytes than it may.
 */
export const createAnimation = (columns: number, rows: number, options: AnimationOptions) => {
	const {title, palette = usualPalette, idleMs, holdMs, maxBytes} = options;
	const {brush, rules} = createClasses();
	const draw = (cells: readonly Cell[]) => drawCells([cells], palette, brush).join('');
	const slots = toSlots(columns, rows, draw);
	const times: number[] = [];
	let bytes = 0;

	return {
		/** Whether there was room for it. */
		take({ms, frame}: Filmed): boolean {
			const before = bytes;
			for (const {row, left, width, strip} of slots)
				bytes += strip.take(cut(frame, row, left, width), times.length);
			if (bytes > before) times.push(ms);
			return bytes <= maxBytes;
		},
		finish(): string {
			const shownTimes = toTimes(times, idleMs, holdMs);
			const moving = slots.filter(slot => !isStill(slot));
			const style = [
				`.f{animation:${(shownTimes.totalMs / 1000).toFixed(3)}s step-end infinite}`,
				'@media(prefers-reduced-motion:reduce){.f{animation-play-state:paused}}',
				...moving.map((slot, at) => toKeyframes(slot, at, shownTimes)),
			];
			const still = drawCells(toStillLines(columns, rows, slots), palette, brush);
			return toWindow([...still, ...moving.map(toFilm)], {
				title,
				palette,
				columns,
				rows,
				style: [...rules(), ...style].join('\n'),
			});
		},
	};
};
