import {readLevels, sink, type Contender} from '../contender.js';
import {loadPeer} from './load.js';

type Cache = {
	readonly bids: Readonly<Record<string, number>>;
	readonly asks: Readonly<Record<string, number>>;
};
type Api = {
	readonly depthCache: Record<string, Cache>;
	readonly depthCacheContext: Record<string, {readonly snapshotUpdateId: number}>;
	depthData(data: object): Cache;
	depthHandler(depth: unknown): void;
	sortBids(symbol: string, max: number): Readonly<Record<string, number>>;
	sortAsks(symbol: string, max: number): Readonly<Record<string, number>>;
};

const read = (side: Readonly<Record<string, number>>) => {
	for (const [price, size] of Object.entries(side)) sink.sum += Number(price) + size;
};

const toRows = (side: Readonly<Record<string, number>>) =>
	Object.entries(side).map(([price, size]) => [Number(price), size] as const);

export const loadNodeBinanceApi = async (): Promise<Contender | null> => {
	const Binance = await loadPeer<new () => Api>('node-binance-api');
	if (!Binance) return null;
	return {
		name: 'node-binance-api',
		refuses({kind, levels}) {
			if (kind !== 'depth') return 'does not know the exchange';
			return levels > 10_000 ? 'takes minutes' : null;
		},
		start({symbol, snapshot}, isRead) {
			const api = new Binance();
			const {id, bids, asks} = snapshot;
			api.depthCache[symbol] = api.depthData({lastUpdateId: id, bids, asks});
			api.depthCacheContext[symbol] = {snapshotUpdateId: id};
			return {
				feed(message) {
					const {data} = JSON.parse(message.toString()) as {readonly data: unknown};
					api.depthHandler(data);
					if (!isRead) return;
					read(api.sortBids(symbol, readLevels));
					read(api.sortAsks(symbol, readLevels));
				},
				rows: () => ({
					bids: toRows(api.sortBids(symbol, Infinity)),
					asks: toRows(api.sortAsks(symbol, Infinity)),
				}),
			};
		},
	};
};
