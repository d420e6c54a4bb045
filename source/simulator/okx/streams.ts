import {createBookStream} from '../kit/book-stream.js';
import type {Catalogue} from '../kit/catalogue.js';
import {createLevelTexts} from '../kit/levels.js';
import {createStreams, type Stream} from '../kit/streams.js';
import {createTradeStream, type PrintedFill} from '../kit/trade-stream.js';
import type {Rung} from '../ladder.js';
import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import type {Ids} from './ids.js';

/** Price, size, nothing, and how many orders there are. */
export const createOkxLevels = (market: RunningMarket) => {
	const print = createLevelTexts('okx', market.books.okx.scale);
	return (rungs: readonly Rung[]) =>
		print(rungs).map(([price, size], index) => {
			const lots = rungs[index]?.[1] ?? 0;
			return [price, size, '0', lots === 0 ? '0' : String(1 + (lots % 4))];
		});
};

const argOf = (channel: string, market: RunningMarket) => ({
	channel,
	instId: toSymbol('okx', market.listing),
});

const createBooks = (market: RunningMarket, ids: Ids, hasFirst: () => boolean): Stream => {
	const print = createOkxLevels(market);
	const arg = argOf('books', market);
	const message = (action: string, levels: object, time: number, idText: object) =>
		JSON.stringify({arg, action, data: [{...levels, ts: String(time), checksum: 0, ...idText}]});
	return createBookStream('okx', market, {
		levels: 400,
		print: ({step: {time, sequence}, before, changes: {bids, asks}}) =>
			message('update', {asks: print(asks), bids: print(bids)}, time, {
				prevSeqId: ids.of(before),
				seqId: ids.of(sequence),
			}),
		idle: {
			steps: 600,
			print: ({time, sequence}) =>
				message('update', {asks: [], bids: []}, time, {
					prevSeqId: ids.of(sequence),
					seqId: ids.of(sequence),
				}),
		},
		whole: ({rungs: {bids, asks}, time, sequence}) =>
			hasFirst()
				? message('snapshot', {asks: print(asks), bids: print(bids)}, time, {
						prevSeqId: -1,
						seqId: ids.of(sequence),
					})
				: null,
	});
};

export const toOkxTrade = (
	instId: string,
	{id, price: px, size: sz, taker: side, time}: PrintedFill,
) => ({instId, tradeId: String(id), px, sz, side, ts: String(time)});

const createTrades = (market: RunningMarket): Stream => {
	const arg = argOf('trades', market);
	const message = (fills: readonly PrintedFill[]) => {
		const data = fills.map(fill => toOkxTrade(arg.instId, fill));
		return JSON.stringify({arg, data});
	};
	return createTradeStream('okx', market, {
		print: fills => fills.map(fill => message([fill])),
		first: fills => (fills.length > 0 ? message(fills) : null),
		most: 1,
	});
};

export type OkxStreamOptions = {
	readonly catalogue: Catalogue;
	idsOf(market: RunningMarket): Ids;
	/** Whether a subscription to `books` begins with the whole book. */
	hasFirst(): boolean;
};

export const createOkxStreams = ({catalogue, idsOf, hasFirst}: OkxStreamOptions) =>
	createStreams(catalogue, {
		books: market => createBooks(market, idsOf(market), hasFirst),
		trades: createTrades,
	});
