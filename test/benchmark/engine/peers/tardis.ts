import {unzipSync} from 'node:zlib';
import {readLevels, sink, type Contender} from '../contender.js';
import type {Pairs, Workload} from '../workload.js';
import {loadPeer} from './load.js';

type Level = {readonly price: number; readonly amount: number};
type Change = {readonly bids: readonly Level[]; readonly asks: readonly Level[]};
type Tardis = {
	normalizeBookChanges(
		exchange: string,
		since: Date,
	): {map(message: unknown, at: Date): Iterable<Change>};
	readonly OrderBook: new () => {
		update(change: Change): void;
		bids(): Iterable<Level>;
		asks(): Iterable<Level>;
	};
};

const exchanges = {depth: 'binance', mbp: 'huobi', step0: 'huobi-dm'};

const numbers = (pairs: Pairs) => pairs.map(([price, size]) => [Number(price), Number(size)]);

const toSnapshot = ({kind, topic, snapshot: {id, bids, asks}}: Workload) =>
	kind === 'depth'
		? {stream: topic, data: {lastUpdateId: id, bids, asks}}
		: {rep: topic, ts: 1, data: {seqNum: id, bids: numbers(bids), asks: numbers(asks)}};

const readSide = (side: Iterable<Level>) => {
	let count = 0;
	for (const {price, amount} of side) {
		sink.sum += price + amount;
		if (++count === readLevels) break;
	}
};

export const loadTardis = async (): Promise<Contender | null> => {
	const tardis = await loadPeer<Tardis>('tardis-dev');
	if (!tardis) return null;
	return {
		name: 'tardis-dev',
		refuses: () => null,
		start(workload, isRead) {
			const at = new Date(1_767_355_200_000);
			const mapper = tardis.normalizeBookChanges(exchanges[workload.kind], at);
			const book = new tardis.OrderBook();
			const take = (message: unknown) => {
				for (const change of mapper.map(message, at)) book.update(change);
			};
			if (workload.kind !== 'step0') take(toSnapshot(workload));
			const isPacked = workload.kind !== 'depth';
			const toRows = (side: Iterable<Level>) =>
				[...side].map(({price, amount}) => [price, amount] as const);
			return {
				feed(message) {
					take(JSON.parse((isPacked ? unzipSync(message) : message).toString()));
					if (!isRead) return;
					readSide(book.bids());
					readSide(book.asks());
				},
				rows: () => ({bids: toRows(book.bids()), asks: toRows(book.asks())}),
			};
		},
	};
};
