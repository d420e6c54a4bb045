import {readLevels, sink, type Contender} from '../contender.js';
import type {Pairs, Workload} from '../workload.js';
import {loadPeer} from './load.js';

type Side = readonly (readonly [price: number, size: number])[];
type Book = {
	readonly bids: Side;
	readonly asks: Side;
	reset(snapshot: {
		readonly bids: Side;
		readonly asks: Side;
		readonly nonce: number;
		readonly symbol: string;
	}): void;
};
type Pro = {
	readonly orderbooks: Record<string, Book>;
	setMarkets(markets: readonly object[]): unknown;
	orderBook(snapshot: object, depth: number): Book;
	client(url: string): {onMessage(event: {readonly data: Buffer}): void};
};
type Ccxt = {readonly pro: {readonly binance: new () => Pro; readonly htx: new () => Pro}};

const symbol = 'STEEM/USDT';

const toMarket = (id: string) => ({
	...{id, symbol, base: 'STEEM', quote: 'USDT', baseId: 'STEEM', quoteId: 'USDT'},
	...{type: 'spot', spot: true, active: true, contract: false},
	...{precision: {price: 1e-8, amount: 1e-8}, limits: {}, info: {}},
});

const urls = {
	depth: 'wss://stream.binance.com:9443/stream',
	mbp: 'wss://api.huobi.pro/feed',
	step0: '',
};

const numbers = (pairs: Pairs) =>
	pairs.map(([price, size]) => [Number(price), Number(size)] as [number, number]);

const read = (side: Side) => {
	for (let rank = 0; rank < Math.min(readLevels, side.length); rank++) {
		const [price = 0, size = 0] = side[rank] ?? [];
		sink.sum += price + size;
	}
};

const start = ({pro}: Ccxt, workload: Workload, isRead: boolean) => {
	const exchange = workload.kind === 'depth' ? new pro.binance() : new pro.htx();
	exchange.setMarkets([toMarket(workload.symbol)]);
	const book = exchange.orderBook({}, 1e6);
	const {id: nonce, bids, asks} = workload.snapshot;
	book.reset({nonce, symbol, bids: numbers(bids), asks: numbers(asks)});
	exchange.orderbooks[symbol] = book;
	const client = exchange.client(urls[workload.kind]);
	return {
		feed(data: Buffer) {
			client.onMessage({data});
			if (!isRead) return;
			read(book.bids);
			read(book.asks);
		},
		rows: () => ({
			bids: book.bids.map(([price, size]) => [price, size] as const),
			asks: book.asks.map(([price, size]) => [price, size] as const),
		}),
	};
};

export const loadCcxt = async (): Promise<Contender | null> => {
	const ccxt = await loadPeer<Ccxt>('ccxt');
	if (!ccxt) return null;
	return {
		name: 'ccxt',
		refuses({kind, levels}) {
			if (kind === 'step0') return 'does not know the channel';
			return levels > 10_000 ? 'takes minutes to begin' : null;
		},
		start: (workload, isRead) => start(ccxt, workload, isRead),
	};
};
