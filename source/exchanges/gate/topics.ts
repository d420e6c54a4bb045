import type {Market} from '../exchange.js';
import {headOf} from '../sharing.js';

/** Levels a side of the pushed book, and of the one that is laid on an answer of the REST interface. */
export const pushedLevels = 400;
export const updatedLevels = 100;

/** A channel and what of it, by the exchange's names. */
export type Topic = {readonly channel: string; readonly payload: readonly string[]};

export const obuTopic = ({symbol}: Market): Topic => ({
	channel: 'spot.obu',
	payload: [`ob.${symbol}.${pushedLevels}`],
});

export const updatesTopic = ({symbol}: Market): Topic => ({
	channel: 'spot.order_book_update',
	payload: [symbol, '100ms'],
});

export const tradesTopic = ({symbol}: Market): Topic => ({
	channel: 'spot.trades',
	payload: [symbol],
});

export const nameOf = ({channel, payload}: Topic): string => `${channel} ${payload[0] ?? ''}`;

const named = /"(?:s|currency_pair)"\s*:\s*"([^"]{1,100})"/;

/** The name of the topic that a message is news of; null where it is something else. */
export const topicOf = (data: string | Buffer): string | null => {
	const head = headOf(data);
	const channel = /"channel"\s*:\s*"(spot\.(?:obu|order_book_update|trades))"/.exec(head)?.[1];
	if (channel === undefined || /"event"\s*:\s*"(un)?subscribe"/.test(head)) return null;
	// A fill is short, and names its market far back.
	const name = named.exec(channel === 'spot.trades' ? data.toString() : head)?.[1];
	return name === undefined ? null : `${channel} ${name}`;
};
