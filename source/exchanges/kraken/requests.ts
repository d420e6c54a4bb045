import type {ClientOutput, Market} from '../exchange.js';

/** Levels a side, of 10, 25, 100, 500 and 1,000: a loss below the tenth is not seen until it comes near, so few. */
export const depth = 25;

const depths = [10, 25, 100, 500, 1000];

/**
 * The depth that a whole book was sent with where no reply tells it, by the levels of its longer side: one that it
 * fills, else ours, or the next that has room for them.
 */
export const depthOf = (levels: number): number =>
	depths.find(one => one === levels || (one >= depth && one > levels)) ?? levels;

/** What is asked, by the last digit of a request's number; before it stands who asks on a shared connection. */
const requests = ['', 'book', 'trade', 'end'];

/** Of what an answer with this number refuses; null where that is not told. */
export const requestOf = (id: number | null): string | null =>
	id === null ? null : (requests[id % 10] ?? null);

const send = (method: string, params: object, request: string): ClientOutput => ({
	type: 'send',
	data: JSON.stringify({method, params, req_id: requests.indexOf(request)}),
});

export const subscribe = (channel: 'book' | 'trade', {symbol}: Market): ClientOutput => {
	const params = {channel, symbol: [symbol], snapshot: true};
	return send('subscribe', channel === 'book' ? {...params, depth} : params, channel);
};

/** Ends the subscription to the book, of the depth that it has. */
export const unsubscribe = ({symbol}: Market, levels: number): ClientOutput =>
	send('unsubscribe', {channel: 'book', symbol: [symbol], depth: levels}, 'end');
