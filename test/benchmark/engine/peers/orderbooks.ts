import {gunzipSync} from 'node:zlib';
import {readLevels, sink, type Contender} from '../contender.js';
import {loadPeer} from './load.js';

type Level = [symbol: string, price: number, side: 'Buy' | 'Sell', size: number];
type Store = {
	handleSnapshot(symbol: string, levels: readonly Level[]): void;
	handleDelta(symbol: string, gone: readonly Level[], set: readonly Level[], fresh: []): void;
	/** Highest price first, both sides in one list. */
	getBook(symbol: string): {readonly book: readonly Level[]; getBookState(): readonly Level[]};
};
type OrderBooks = {
	readonly OrderBooksStore: new (options: {readonly maxDepth: number}) => Store;
	OrderBookLevel(symbol: string, price: number, side: 'Buy' | 'Sell', size: number): Level;
};

type RawPairs = readonly (readonly [price: unknown, size: unknown])[];
type Message = {
	readonly data?: {readonly b: RawPairs; readonly a: RawPairs};
	readonly tick?: {readonly bids: RawPairs; readonly asks: RawPairs};
};

/** It gives its whole book away, as a copy. */
const read = (levels: readonly Level[]) => {
	const from = levels.findIndex(([, , side]) => side === 'Buy');
	for (const [, price, , size] of levels.slice(Math.max(0, from - readLevels), from + readLevels))
		sink.sum += price + size;
};

export const loadOrderbooks = async (): Promise<Contender | null> => {
	const found = await loadPeer<OrderBooks>('orderbooks');
	if (!found) return null;
	const {OrderBooksStore, OrderBookLevel} = found;
	return {
		name: 'orderbooks',
		refuses: ({levels}) => (levels > 10_000 ? 'takes minutes' : null),
		start({kind, symbol, snapshot}, isRead) {
			const store = new OrderBooksStore({maxDepth: 1e9});
			const toLevels = (bids: RawPairs, asks: RawPairs) => [
				...bids.map(([price, size]) => OrderBookLevel(symbol, Number(price), 'Buy', Number(size))),
				...asks.map(([price, size]) => OrderBookLevel(symbol, Number(price), 'Sell', Number(size))),
			];
			store.handleSnapshot(symbol, toLevels(snapshot.bids, snapshot.asks));
			const rowsOf = (side: 'Buy' | 'Sell') =>
				store
					.getBook(symbol)
					.book.flatMap(([, price, of, size]) => (of === side ? [[price, size] as const] : []));
			return {
				feed(bytes) {
					const text = (kind === 'depth' ? bytes : gunzipSync(bytes)).toString();
					const {data, tick} = JSON.parse(text) as Message;
					const levels = toLevels(data?.b ?? tick?.bids ?? [], data?.a ?? tick?.asks ?? []);
					if (kind === 'step0') store.handleSnapshot(symbol, levels);
					else {
						const gone = levels.filter(([, , , size]) => size === 0);
						const set = levels.filter(([, , , size]) => size > 0);
						store.handleDelta(symbol, gone, set, []);
					}
					if (isRead) read(store.getBook(symbol).getBookState());
				},
				rows: () => ({bids: rowsOf('Buy'), asks: rowsOf('Sell').toReversed()}),
			};
		},
	};
};
