import type {ClientOutput, SnapshotRequest} from '../exchange.js';
import {updatedLevels, type Topic} from './topics.js';

/** A request's time may be a minute off, in whole seconds. */
const mostSkewMs = 55_000;

/** Signs of life, as the exchange wants them: it does not say how often it pings by itself. */
export const ping = {
	data: (now: number) => JSON.stringify({time: Math.floor(now / 1000), channel: 'spot.ping'}),
	everyMs: 15_000,
};

/** The newest id of the book comes with it: it is of the same ids as the streams. */
export const snapshotRequest = (symbol: string): SnapshotRequest => ({
	type: 'http',
	path: `/api/v4/spot/order_book?currency_pair=${encodeURIComponent(symbol)}&limit=${updatedLevels}&with_id=true`,
	weight: 1,
});

/** What is sent, with the time that each request has to carry: ours at first, then the exchange's own. */
export const createRequests = () => {
	let now = 0;
	let sentAt = 0;

	const send = (event: string, {channel, payload}: Topic): ClientOutput => {
		sentAt = now;
		const data = {time: Math.floor(now / 1000), id: 1, channel, event, payload};
		return {type: 'send', data: JSON.stringify(data)};
	};

	return {
		/** Epoch milliseconds; null where a message does not tell. */
		tell(time: number | null) {
			now = time ?? now;
		},
		subscribe: (topic: Topic) => send('subscribe', topic),
		unsubscribe: (topic: Topic) => send('unsubscribe', topic),
		/** Whether what was sent last may have been refused for its time. */
		wasOff: () => Math.abs(now - sentAt) > mostSkewMs,
	};
};
