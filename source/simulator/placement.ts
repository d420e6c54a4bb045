import type {SideName} from './ladder.js';
import type {MarketScale} from './market-scale.js';
import {exponential, normal, type Random} from '../random.js';

/** How the orders of one book are spread out. */
export type Placement = {
	/** The usual distance between levels near the touch, in ticks. */
	readonly grain: number;
	/** A price in ticks on the given side of `fair`. May be on the wrong side of the touch. */
	tick(side: SideName, fair: number): number;
	/** Lots of an order at a price. */
	lots(side: SideName, tick: number, fair: number): number;
};

/** One tick of STEEM/USDT, three dollars of BTC/USDT. */
export const grainOf = ({startTicks}: MarketScale): number =>
	Math.max(1, Math.round(startTicks * 5e-5));

/** The largest power of ten that is not above the value, which is at least 1. */
const powerBelow = (value: number) => 10 ** Math.floor(Math.log10(value));

/** People like round prices: multiples of 5 or 10 of the digit that matters at such a distance. */
const roundOff = (random: Random, tick: number, distance: number): number => {
	const unit = powerBelow(Math.max(1, distance)) * (random() < 0.5 ? 0.5 : 1);
	return unit < 2 ? tick : Math.round(tick / unit) * unit;
};

export const createPlacement = (scale: MarketScale, random: Random): Placement => {
	const grain = grainOf(scale);

	const distance = (side: SideName, fair: number): number => {
		const kind = random();
		if (kind < 0.62) return grain * (0.5 + exponential(random, 12));
		if (kind < 0.9) return fair * exponential(random, 0.16);
		if (side === 'bids') return fair * (1 - 10 ** (-3 * random() ** 2));
		// Absurd asks: up to some thousand times the price.
		return fair * 10 ** (3.5 * random() ** 3);
	};

	return {
		grain,
		tick(side, fair) {
			const away = distance(side, fair);
			const tick = Math.round(side === 'bids' ? fair - away : fair + away);
			const isRound = random() < 0.4;
			return Math.max(1, isRound ? Math.round(roundOff(random, tick, away)) : tick);
		},
		lots(side, tick, fair) {
			const away = Math.abs(tick - fair);
			const isNear = away < 4 * grain;
			// Next to nothing is paid at the bottom of a book, so large sizes are cheap to leave there.
			const isAbsurd = side === 'bids' && tick < fair * 0.2 && random() < 0.3;
			const factor = (isNear ? 0.35 : 1) * (isAbsurd ? 1000 : 1);
			const spread = Math.min(4.8, Math.max(-4.3, normal(random) * 1.5));
			const lots = Math.max(1, Math.round(scale.usualLots * factor * Math.exp(spread)));
			const unit = powerBelow(lots);
			return random() < 0.35 ? Math.max(1, Math.round(lots / unit)) * unit : lots;
		},
	};
};
