import type {Rung, SideName} from '../ladder.js';
import type {MarketScale} from '../market-scale.js';
import {javaText, levelText} from '../number-text.js';
import type {Rungs} from '../running-book.js';

/** Levels a side that merged books have. */
const mostLevels = 20;

/** Prices go away from the other side; sizes are summed as the doubles that they are. */
const merge = (side: SideName, rungs: readonly Rung[], scale: MarketScale, unit: number) => {
	const sizes = new Map<number, number>();
	for (const rung of rungs) {
		const steps = rung[0] / unit;
		const tick = (side === 'bids' ? Math.floor(steps) : Math.ceil(steps)) * unit;
		const size = Number(levelText('huobi', scale, rung).size.wire);
		sizes.set(tick, (sizes.get(tick) ?? 0) + size);
	}
	return sizes;
};

const sideText = (sizes: ReadonlyMap<number, number>, scale: MarketScale, levels: number) => {
	const all = [...sizes].slice(0, levels).map(([tick, size]) => {
		const price = Number(`${String(tick)}e-${String(scale.priceDecimals)}`);
		return `[${javaText(price)},${javaText(size)}]`;
	});
	return `[${all.join(',')}]`;
};

/** The two fields of a book whose prices are merged to multiples of `unit` ticks. */
export const mergedText = (
	rungs: Rungs,
	scale: MarketScale,
	unit: number,
	levels = mostLevels,
): string => {
	const text = (side: SideName) => sideText(merge(side, rungs[side], scale, unit), scale, levels);
	return `"bids":${text('bids')},"asks":${text('asks')}`;
};
