import {cellHeight, cellWidth, lineRects} from './box-shapes.js';
import type {Rect} from './rects.js';

/** How a character is drawn without a font, in pixels from the cell's corner. */
export type Shape = {
	readonly rects: readonly Rect[];
	/** A line, not a block. */
	readonly isLine: boolean;
	/** How much of the text's colour is in it, from 0 to 1. */
	readonly share: number;
	/** Where a line of one pixel begins, and how it goes on, as in the `d` of a path. */
	readonly strokes: readonly {readonly from: readonly [number, number]; readonly path: string}[];
};

const fullCell: Rect = [0, 0, cellWidth, cellHeight];
const bottom = cellHeight;
const right = cellWidth;

const downward = [4.5, bottom] as const;
const upward = [4.5, 0] as const;
const rising = {from: [0, bottom], path: `l${right}-${bottom}`} as const;
const falling = {from: [0, 0], path: `l${right} ${bottom}`} as const;

/** U+256D to U+2573: round corners and diagonals. */
const curves: readonly Shape['strokes'][] = [
	[{from: downward, path: 'v-4q0-3.5 3.5-3.5'}],
	[{from: downward, path: 'v-4q0-3.5-3.5-3.5h-1'}],
	[{from: upward, path: 'v5q0 3.5-3.5 3.5h-1'}],
	[{from: upward, path: 'v5q0 3.5 3.5 3.5'}],
	[rising],
	[falling],
	[rising, falling],
];

const halfWidth = cellWidth / 2;
const halfHeight = cellHeight / 2;
const quarters: readonly Rect[] = [
	[0, 0, halfWidth, halfHeight],
	[halfWidth, 0, halfWidth, halfHeight],
	[0, halfHeight, halfWidth, halfHeight],
	[halfWidth, halfHeight, halfWidth, halfHeight],
];

/** U+2596 to U+259F: which quarters are set, upper left first. */
const quarterSets = [
	[2],
	[3],
	[0],
	[0, 2, 3],
	[0, 3],
	[0, 1, 2],
	[0, 1, 3],
	[1],
	[1, 2],
	[1, 2, 3],
];

const blockRects = (offset: number): readonly Rect[] => {
	if (offset === 0x00) return [[0, 0, cellWidth, halfHeight]];
	if (offset <= 0x08) return [[0, bottom - offset * 2, cellWidth, offset * 2]];
	if (offset <= 0x0f) return [[0, 0, 0x10 - offset, cellHeight]];
	if (offset === 0x10) return [[halfWidth, 0, halfWidth, cellHeight]];
	if (offset <= 0x13) return [fullCell];
	if (offset === 0x14) return [[0, 0, cellWidth, 2]];
	if (offset === 0x15) return [[cellWidth - 1, 0, 1, cellHeight]];
	const set = quarterSets[offset - 0x16] ?? [];
	return quarters.filter((_, at) => set.includes(at));
};

const draw = (code: number): Shape => {
	if (code >= 0x2580) {
		const offset = code - 0x2580;
		const share = offset >= 0x11 && offset <= 0x13 ? (offset - 0x10) / 4 : 1;
		return {rects: blockRects(offset), isLine: false, share, strokes: []};
	}
	const strokes = curves[code - 0x256d] ?? [];
	return {rects: lineRects(code - 0x2500), isLine: true, share: 1, strokes};
};

const drawn = new Map<number, Shape>();

/** The shape of a box or block character, U+2500 to U+259F: whatever the font, they join. Null for others. */
export const shapeOf = (char: string): Shape | null => {
	const code = char.codePointAt(0) ?? 0;
	if (code < 0x2500 || code > 0x259f) return null;
	const shape = drawn.get(code) ?? draw(code);
	drawn.set(code, shape);
	return shape;
};
