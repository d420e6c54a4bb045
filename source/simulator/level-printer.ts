import type {Rung} from './ladder.js';
import type {SimulatedId} from './market-list.js';
import type {MarketScale} from './market-scale.js';
import {levelText} from './number-text.js';

/** Price and size as plain decimal text without padding. */
export type PrintedLevel = [price: string, size: string];

const mostKept = 5000;

/** Prints levels; one that did not change is the same pair as before, as long as it is kept. */
export const createLevelPrinter = (exchange: SimulatedId, scale: MarketScale) => {
	const kept = new Map<number, {readonly lots: number; readonly level: PrintedLevel}>();
	return (rung: Rung): PrintedLevel => {
		const [tick, lots] = rung;
		const before = kept.get(tick);
		if (before?.lots === lots) return before.level;
		const {price, size} = levelText(exchange, scale, rung);
		const level: PrintedLevel = [price.plain, size.plain];
		if (kept.size >= mostKept) kept.clear();
		kept.set(tick, {lots, level});
		return level;
	};
};
