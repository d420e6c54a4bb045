import type {Market} from '../exchange.js';
import {headOf} from '../sharing.js';

/** Levels a side that are pushed. */
export const bookLevels = 100;

export const bookTopic = ({symbol}: Market): string => `order_book_${symbol}`;

export const tradesTopic = ({symbol}: Market): string => `live_trades_${symbol}`;

/** Characters at the end of a message in which its topic stands, behind the levels. */
const tailLength = 200;

const tailOf = (data: string | Buffer): string =>
	typeof data === 'string'
		? data.slice(-tailLength)
		: data.toString('utf8', Math.max(0, data.length - tailLength));

/** The topic that a message is of, whatever it says of it; null where it names none. */
export const topicOf = (data: string | Buffer): string | null => {
	const pattern = /"channel"\s*:\s*"([\w-]{1,100})"/;
	return (pattern.exec(tailOf(data)) ?? pattern.exec(headOf(data)))?.[1] ?? null;
};
