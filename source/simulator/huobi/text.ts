import {gzipSync} from 'node:zlib';
import type {Rung} from '../ladder.js';
import type {MarketScale} from '../market-scale.js';
import {levelText} from '../number-text.js';
import type {Rungs} from '../running-book.js';

/** Levels a side that Huobi shows. */
export const shownLevels = 150;

/** One gzip member a message. */
export const encodeHuobi = (text: string): Buffer => gzipSync(text);

/** One side, as JSON. Written by hand for Java's numbers. */
export const sideText = (rungs: readonly Rung[], scale: MarketScale): string => {
	const levels = rungs.map(rung => {
		const {price, size} = levelText('huobi', scale, rung);
		return `[${price.wire},${size.wire}]`;
	});
	return `[${levels.join(',')}]`;
};

/** The two fields of a book or an update, without braces. */
export const rungsText = ({bids, asks}: Rungs, scale: MarketScale): string =>
	`"bids":${sideText(bids, scale)},"asks":${sideText(asks, scale)}`;

/** An object whose values are JSON already. */
export const objectText = (fields: Readonly<Record<string, string | number>>): string =>
	`{${Object.entries(fields)
		.map(([name, value]) => `"${name}":${String(value)}`)
		.join(',')}}`;
