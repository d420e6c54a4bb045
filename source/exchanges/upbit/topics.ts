import type {Market} from '../exchange.js';
import {headOf} from '../sharing.js';

/** Levels a side, the most there are. */
export const bookLevels = 30;

export const bookTopic = ({symbol}: Market): string => `orderbook ${symbol}`;

export const tradesTopic = ({symbol}: Market): string => `trade ${symbol}`;

/** A code as it is asked for may say how many levels: `KRW-STEEM.30`. */
export const toSymbol = (code: string): string => code.replace(/\.\d+$/, '');

/** The topic that a message is of; null where it is something else. Fields have long names or short ones. */
export const topicOf = (data: string | Buffer): string | null => {
	const head = headOf(data);
	const type = /"(?:type|ty)"\s*:\s*"(orderbook|trade)"/.exec(head)?.[1];
	const code = /"(?:code|cd)"\s*:\s*"([^"]{1,100})"/.exec(head)?.[1];
	return type === undefined || code === undefined ? null : `${type} ${toSymbol(code)}`;
};
