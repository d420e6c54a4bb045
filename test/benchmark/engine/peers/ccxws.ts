import type {EventEmitter} from 'node:events';
import {readLevels, sink, type Contender} from '../contender.js';
import type {Pairs, Workload} from '../workload.js';
import {loadPeer} from './load.js';

type Point = {readonly price: string; readonly size: string};
type Levels = {readonly bids: readonly Point[]; readonly asks: readonly Point[]};
type Market = {readonly id: string; readonly base: string; readonly quote: string};
type Client = EventEmitter & {
	readonly _level2UpdateSubs: Map<string, Market>;
	readonly _level2SnapshotSubs: Map<string, Market>;
	_onMessage(raw: string | Buffer): void;
};
type Ccxws = {readonly BinanceClient: new () => Client; readonly HuobiClient: new () => Client};
type Kept = {readonly price: number; readonly size: number};
/** Its ordered book of levels: the client itself keeps none. */
type Book = {
	/** Best last. */
	readonly bids: readonly Kept[];
	/** Best last. */
	readonly asks: readonly Kept[];
	update(update: Levels): void;
	snapshot(depth: number): {readonly bids: readonly Kept[]; readonly asks: readonly Kept[]};
};
type BookModule = {readonly KrakenOrderBook: new (snapshot: Levels) => Book};

const toPoints = (pairs: Pairs): readonly Point[] => pairs.map(([price, size]) => ({price, size}));

const read = (book: Book) => {
	const {bids, asks} = book.snapshot(readLevels);
	for (const {price, size} of bids) sink.sum += price + size;
	for (const {price, size} of asks) sink.sum += price + size;
};

const start = (
	{BinanceClient, HuobiClient}: Ccxws,
	{KrakenOrderBook}: BookModule,
	workload: Workload,
	isRead: boolean,
) => {
	const isText = workload.kind === 'depth';
	const client = isText ? new BinanceClient() : new HuobiClient();
	const subs = isText ? client._level2UpdateSubs : client._level2SnapshotSubs;
	subs.set(workload.symbol, {id: workload.symbol, base: 'STEEM', quote: 'USDT'});
	const {bids, asks} = workload.snapshot;
	let book = new KrakenOrderBook({bids: toPoints(bids), asks: toPoints(asks)});
	let left = 0;
	let wake = () => {};
	const done = () => {
		left--;
		if (isRead) read(book);
		if (left === 0) wake();
	};
	client.on('l2update', (update: Levels) => {
		book.update(update);
		done();
	});
	client.on('l2snapshot', (snapshot: Levels) => {
		book = new KrakenOrderBook(snapshot);
		done();
	});
	const toRows = (side: readonly Kept[]) =>
		side.map(({price, size}) => [price, size] as const).reverse();
	return {
		feed(message: Buffer) {
			left++;
			client._onMessage(isText ? message.toString() : message);
		},
		// It unpacks in the background, one message after the other.
		settled: () =>
			new Promise<void>(resolve => {
				wake = resolve;
				if (left === 0) resolve();
			}),
		rows: () => ({bids: toRows(book.bids), asks: toRows(book.asks)}),
	};
};

export const loadCcxws = async (): Promise<Contender | null> => {
	const ccxws = await loadPeer<Ccxws>('ccxws');
	const books = await loadPeer<BookModule>('ccxws', 'ccxws/dist/src/orderbooks/KrakenOrderBook.js');
	if (!ccxws || !books) return null;
	return {
		name: 'ccxws',
		refuses: ({kind}) => (kind === 'mbp' ? 'does not know the channel' : null),
		start: (workload, isRead) => start(ccxws, books, workload, isRead),
	};
};
