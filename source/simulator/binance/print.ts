import {divideDecimals, formatDecimal, fromUnits, roundDecimal} from '../../book/fixed-point.js';
import type {Rung} from '../ladder.js';
import type {MarketScale} from '../market-scale.js';
import {levelText} from '../number-text.js';

/** On this exchange all prices and sizes have so many decimals. */
const decimals = 8;

const print = (units: number | bigint, ofDecimals: number): string =>
	formatDecimal(roundDecimal(fromUnits(units, ofDecimals), decimals), decimals);

/** How the numbers of one market are written. */
export const createPrinter = (scale: MarketScale) => {
	const {priceDecimals, sizeDecimals} = scale;
	const quoteDecimals = priceDecimals + sizeDecimals;
	return {
		price: (ticks: number) => print(ticks, priceDecimals),
		size: (lots: number | bigint) => print(lots, sizeDecimals),
		/** Of lots times ticks. */
		quote: (product: bigint) => print(product, quoteDecimals),
		/** The mean price of so much; 0 where there is nothing. */
		mean: (product: bigint, lots: bigint) =>
			lots === 0n
				? print(0, 0)
				: formatDecimal(
						divideDecimals(
							fromUnits(product, quoteDecimals),
							fromUnits(lots, sizeDecimals),
							decimals,
						),
						decimals,
					),
		/** `[price, size]` of a level. */
		level(rung: Rung): [string, string] {
			const {price, size} = levelText('binance', scale, rung);
			return [price.wire, size.wire];
		},
	};
};

/** Three decimals, as of a change in percent. */
export const percentText = (from: number, to: number): string =>
	from === 0 ? '0.000' : ((100 * (to - from)) / from).toFixed(3);

/** Makes microseconds of all times in a text: here whatever is 13 digits long is epoch milliseconds. */
export const toMicroseconds = (text: string): string =>
	text.replace(/(?<=[:[,])(\d{10})(\d{3})(?=[,}\]])/g, (_, seconds: string, rest: string) =>
		// The last of a stretch ends with the last microsecond.
		rest === '999' ? `${seconds}999999` : `${seconds}${rest}000`,
	);
