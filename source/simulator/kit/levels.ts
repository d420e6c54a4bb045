import type {Rung} from '../ladder.js';
import type {SimulatedId} from '../market-list.js';
import type {MarketScale} from '../market-scale.js';
import {levelText} from '../number-text.js';

/** Levels as most exchanges write them: `["0.1642","677.3"]` each. */
export const createLevelTexts =
	(exchange: SimulatedId, scale: MarketScale) =>
	(rungs: readonly Rung[]): [price: string, size: string][] =>
		rungs.map(rung => {
			const {price, size} = levelText(exchange, scale, rung);
			return [price.wire, size.wire];
		});

/** The step of so many decimals: `0.001`. */
export const stepText = (decimals: number): string =>
	decimals === 0 ? '1' : `0.${'0'.repeat(decimals - 1)}1`;
