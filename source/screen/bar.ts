import {nthOf} from '../book/nth-of.js';
import type {CellPen} from './cell-pen.js';
import {glyphs, type Role, type Theme} from './theme.js';

/**
 * What a full bar stands for: the largest size shown, but not far beyond what most are, so that one huge
 * far level does not flatten the rest; what is larger is clipped and marked. It moves in steps of about a
 * quarter, or every bar would twitch with each change of the largest.
 */
export const barScale = (sizes: readonly number[]): number => {
	const some = new Float64Array(sizes.length);
	let count = 0;
	let largest = 0;
	for (const size of sizes) {
		if (size <= 0) continue;
		some[count++] = size;
		largest = Math.max(largest, size);
	}
	if (count === 0) return 1;
	const common = nthOf(some, count, Math.floor((count - 1) * 0.8));
	return roundUpScale(Math.min(largest, 3 * common));
};

const ends = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The next round number that is no less: a scale that follows every change would make all bars twitch. */
export const roundUpScale = (value: number): number => {
	const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
	const end = ends.find(step => step * power >= value * (1 - 1e-9)) ?? 10;
	return Number((end * power).toPrecision(3));
};

const eighthsOf = (share: number, width: number): number =>
	share > 0 ? Math.max(1, Math.round(share * width * 8)) : 0;

/** A bar of eighth blocks, exactly `width` cells. Whatever is not nothing shows at least an eighth. */
export const bar = (share: number, width: number): string => {
	if (width <= 0) return '';
	if (share > 1) return glyphs.eighths[7].repeat(width - 1) + glyphs.clipped;
	const eighths = eighthsOf(share, width);
	const full = Math.floor(eighths / 8);
	const rest = eighths % 8 === 0 ? '' : (glyphs.eighths[(eighths % 8) - 1] ?? '');
	return (glyphs.eighths[7].repeat(full) + rest).padEnd(width);
};

const blocks = glyphs.eighths.map(block => block.charCodeAt(0));
const fullBlock = glyphs.eighths[7].charCodeAt(0);
const clippedMark = glyphs.clipped.charCodeAt(0);
const space = 0x20;

/** As `bar`, into cells. */
export const putBar = (pen: CellPen, share: number, width: number, style: number): void => {
	const isClipped = share > 1;
	const eighths = isClipped ? 8 * (width - 1) : eighthsOf(share, width);
	const full = Math.floor(eighths / 8);
	const end = isClipped
		? clippedMark
		: eighths % 8 === 0
			? space
			: (blocks[(eighths % 8) - 1] ?? space);
	for (let cell = 0; cell < width; cell++)
		pen.put(cell < full ? fullBlock : cell === full ? end : space, style);
};

/** A line of `width` cells shared between two roles at `share` of it; each has at least a cell of what is not nothing. */
export const shareBar = (
	theme: Theme,
	share: number,
	width: number,
	[left, right]: readonly [Role, Role],
): readonly (readonly [Role, string])[] => {
	const exact = Math.round(share * width);
	const low = share > 0 ? 1 : 0;
	const high = share < 1 ? width - 1 : width;
	const cells = Math.max(low, Math.min(high, exact));
	const other = theme.depth === 1 ? glyphs.rule : glyphs.share;
	return [
		[left, glyphs.share.repeat(cells)],
		[right, other.repeat(width - cells)],
	];
};
