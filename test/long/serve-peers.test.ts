/**
 * A served capture, played to clients that are not ours: those of ccxt, where it is installed. They follow the protocol
 * of the exchange by code that shares nothing with what serves it.
 */
import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {systemClock} from '../../source/clock.js';
import {exchanges} from '../../source/exchanges/index.js';
import {serveCapture} from '../../source/serve/serve-capture.js';
import {howToInstall, loadPeer} from '../benchmark/engine/peers/load.js';
import {makeCapture} from '../benchmark/make-capture.js';
import {printCapture, type JsonLine} from '../helpers/replay-run.js';

type Level = readonly [price: number, size: number];
type Addresses = string | {readonly [name: string]: Addresses};
type Client = {
	readonly has: Record<string, unknown>;
	readonly urls: Record<string, unknown> & {readonly api: Addresses};
	setMarkets(markets: readonly object[]): unknown;
	loadHttpProxyAgent(): Promise<unknown>;
	watchOrderBook(
		symbol: string,
		limit?: number,
	): Promise<{readonly bids: readonly Level[]; readonly asks: readonly Level[]}>;
	close(): Promise<unknown>;
};
type Ccxt = {readonly pro: Readonly<Record<string, new (options: object) => Client>>};

const market = 'STEEM/USDT';
const levels = 20;

/** By our names; `limit`: levels that are asked for, where not any number will do. */
const clients: readonly {
	readonly id: string;
	readonly name?: string;
	readonly limit?: number;
	/** Levels that it keeps of a side; all that are compared elsewhere. */
	readonly most?: number;
	/** The exchange's name of the market, where ccxt asks for more lists than were recorded. */
	readonly symbol?: string;
}[] = [
	{id: 'binance', limit: 5000},
	{id: 'huobi', name: 'htx', symbol: 'steemusdt'},
	{id: 'okx'},
	{id: 'bybit', limit: 200},
	{id: 'kraken', limit: 1000},
	{id: 'upbit', most: 15},
	// It asks for as many levels as a channel has, and only this one was recorded.
	{id: 'gate', limit: 400, symbol: 'STEEM_USDT'},
	{id: 'coinbase', symbol: 'STEEM-USDT'},
];

/** Simulated, it is at the path of another: it has a capture of its own. Bitstamp's changes are followed by ccxt, and whole books by us. */
const isAlone = (id: string): boolean => id === 'coinbase';

const toMarket = (id: string) => ({
	...{id, lowercaseId: id, symbol: market, base: 'STEEM', quote: 'USDT'},
	...{baseId: 'STEEM', quoteId: 'USDT', type: 'spot', spot: true, active: true, contract: false},
	...{precision: {price: 1e-8, amount: 1e-8}, limits: {}, info: {}},
});

/** All addresses with another beginning: their paths are the exchange's. */
const lead = (addresses: Addresses, ws: string, rest: string): Addresses =>
	typeof addresses === 'string'
		? addresses.replace(/^wss?:\/\/[^/]+/, ws).replace(/^https?:\/\/[^/]+/, rest)
		: Object.fromEntries(
				Object.entries(addresses).map(([name, own]) => [name, lead(own, ws, rest)]),
			);

const numbers = (side: readonly (readonly [string, string])[], most: number) =>
	side.slice(0, most).map(level => level.map(Number));

/** The best levels as plain arrays: they come in some of their own. */
const best = (side: readonly Level[]) =>
	Array.from(side)
		.slice(0, levels)
		.map(([price, size]) => [price, size]);

const ccxt = await loadPeer<Ccxt>('ccxt');
const skip = ccxt ? false : `ccxt is not installed: ${howToInstall}`;

describe('captures that are served to ccxt', {skip, concurrency: 4}, () => {
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
	const pathOf = (id: string) => join(folder, `${isAlone(id) ? id : 'all'}.jsonl.gz`);
	const books: JsonLine[] = [];
	before(async () => {
		const alone = exchanges.filter(({id}) => isAlone(id));
		const together = exchanges.filter(({id}) => !isAlone(id));
		for (const recorded of [...alone.map(one => [one]), together]) {
			const path = pathOf(recorded[0]?.id ?? '');
			await makeCapture({path, minutes: 0.5, market, exchanges: recorded});
			books.push(...(await printCapture([path], {market})).books);
		}
	});
	after(() => {
		rmSync(folder, {recursive: true});
	});

	for (const {id, name = id, limit, symbol, most = levels} of clients)
		test(`ccxt ends ${id} on the book of the replay`, async () => {
			const expected = books.find(({exchange}) => exchange === id);
			assert.ok(expected?.status === 'live');
			const served = await serveCapture({
				...{paths: [pathOf(id)], speed: 8, clock: systemClock, fromMs: 0, isLooped: false},
				...{host: '127.0.0.1', port: 0},
			});
			const Client = ccxt?.pro[name];
			assert.ok(Client);
			const client = new Client({options: {defaultType: 'spot', fetchMarkets: {types: ['spot']}}});
			const of = (kind: string) =>
				served.environment[`STEEM_TUI_${id.toUpperCase()}_${kind}`] ?? '';
			Object.assign(client.urls, {api: lead(client.urls.api, of('WS'), of('REST'))});
			client.has['fetchCurrencies'] = false;
			if (symbol !== undefined) client.setMarkets([toMarket(symbol)]);
			// What it sends its requests through, in clear as well.
			await client.loadHttpProxyAgent();
			const wanted = {bids: numbers(expected.bids, most), asks: numbers(expected.asks, most)};
			const deadline = AbortSignal.timeout(30_000);
			const isOver = new Promise<null>(resolve => {
				deadline.addEventListener('abort', () => resolve(null));
			});
			let last: unknown = null;
			while (!deadline.aborted) {
				const book = await Promise.race([client.watchOrderBook(market, limit), isOver]);
				if (!book) break;
				last = {bids: best(book.bids), asks: best(book.asks)};
				if (JSON.stringify(last) === JSON.stringify(wanted)) break;
			}
			await client.close();
			await served.stop();
			assert.deepEqual(last, wanted);
		});
});
