import assert from 'node:assert/strict';
import {followBook} from '../../source/relay/follow-book.js';
import {createPublishedBook} from '../../source/relay/published-book.js';
import {busStreams, keyOf, type BookName} from '../../source/relay/subjects.js';
import {createAttention} from '../../source/relay/attention.js';
import type {LogEvent} from '../../source/relay/book-log.js';
import type {WaitingWrites} from '../../source/relay/outgoing.js';
import {createPace} from '../../source/relay/pace.js';
import {startRelay} from '../../source/relay/relay.js';
import type {RelayEvent} from '../../source/relay/shelf.js';
import {createBookStore, type BookStore} from '../../source/store/book-store.js';
import type {BookKey, BookStatus} from '../../source/store/market-view.js';
import {formatPair} from '../../source/market-name.js';
import {relayedTable} from '../../source/store/status-table.js';
import {createVirtualClock} from '../soak/virtual-clock.js';
import {columns} from './columns.js';
import {connectMemoryBus, createMemoryServer, type MemoryServer} from './memory-bus.js';
import {createFakeProcess} from './fake-process.js';

export const stageBook: BookName = {exchange: 'binance', base: 'STEEM', quote: 'USDT'};
export const stageKey = keyOf(stageBook);
const facts = {key: stageKey, exchange: 'binance', title: 'Binance', market: 'STEEM/USDT'};
const startTime = Date.UTC(2026, 10, 29, 12, 4, 31);

type Level = readonly [string, string];

/** A relay's book that is written by hand, with a bus of its own. */
const createStageRelay = (
	world: ReturnType<typeof createVirtualClock>,
	server: MemoryServer,
	name: string,
	aheadMs = 0,
	waiting = {most: 100_000, count: 0},
) => {
	const process = createFakeProcess(world, aheadMs);
	const {clock} = process;
	const bus = connectMemoryBus({server, clock, deliver: process.deliver});
	const events: LogEvent[] = [];
	const troubles: string[] = [];
	const way = {isEntitled: true};
	const pace = createPace(clock);
	const published = createPublishedBook({
		...{bus, book: stageBook, run: `${name}~1`, clock},
		...{attention: createAttention(clock), isComparable: true, pace, waiting},
		isEntitled: () => way.isEntitled,
		onTrouble: words => troubles.push(words),
		onEvent: event => events.push(event),
	});
	const {store} = published;
	store.add({...facts, tickSize: null});
	const stopTicks = clock.every(1000, published.tick);
	let sequence = 0;
	let fillId = 0;
	const say = (status: BookStatus['status'], reason: string | null = null) => {
		store.setStatus(stageKey, {status, reason, retryAt: null}, clock.now());
	};
	return {
		...{process, bus, published, pace, store, events, troubles, way, say},
		/** The book as a snapshot makes it, live from then on. */
		snapshot(at: number, bids: readonly Level[], asks: readonly Level[] = [['0.2', '1']]) {
			sequence = at;
			say(store.getView().books[0]?.status === 'live' ? 'resyncing' : 'syncing');
			const sides = {bids: columns(...bids), asks: columns(...asks)};
			store.apply(
				stageKey,
				{type: 'snapshot', ...sides, sequence, exchangeTime: null},
				clock.now(),
			);
			say('live');
		},
		/** Of bids. */
		levels: (): number => store.getView().books[0]?.bids.length ?? 0,
		/** The next change, of one bid. */
		bid(...level: Level) {
			const sides = {bids: columns(level), asks: columns()};
			const change = {type: 'update', ...sides, sequence: ++sequence, exchangeTime: null} as const;
			store.apply(stageKey, change, clock.now());
		},
		/** So many fills, numbered from 1 on. */
		trade(count: number) {
			const one = {units: 1, decimals: 0};
			const fills = Array.from({length: count}, () => {
				fillId++;
				return {id: `${fillId}`, price: one, size: one, side: 'buy', time: fillId} as const;
			});
			store.addTrades(stageKey, fills, clock.now());
		},
		kill() {
			process.kill();
			stopTicks();
			published.stop();
			void bus.close();
		},
	};
};

/**
 * A whole relay that follows books by itself, each session of which is live at once with the same book, unless its
 * exchange does not serve it.
 */
const createStageDesk = (
	world: ReturnType<typeof createVirtualClock>,
	server: MemoryServer,
	name: string,
	{
		runId = '1',
		standby = 1,
		aheadMs = 0,
		books = [stageBook] as readonly BookName[],
		isServed = true,
	} = {},
) => {
	const process = createFakeProcess(world, aheadMs);
	const {clock} = process;
	const bus = connectMemoryBus({server, clock, deliver: process.deliver});
	const events: RelayEvent[] = [];
	/** Each with the key of its book. */
	const stores = new Map<BookStore, BookKey>();
	const say = (store: BookStore, status: BookStatus['status'], reason: string | null = null) => {
		const key = stores.get(store) ?? stageKey;
		store.setStatus(key, {status, reason, retryAt: null}, clock.now());
	};
	const serve = (store: BookStore) => {
		const sides = {bids: columns(['0.1', '1']), asks: columns(['0.2', '1'])};
		const change = {type: 'snapshot', ...sides, sequence: 10, exchangeTime: null} as const;
		say(store, store.getView().books[0]?.status === 'live' ? 'resyncing' : 'syncing');
		store.apply(stores.get(store) ?? stageKey, change, clock.now());
		say(store, 'live');
	};
	const relay = startRelay({
		...{bus, name, runId, version: '1', clock, standby, books},
		...{isComparable: () => true, onEvent: (event: RelayEvent) => void events.push(event)},
		startBook(book, store) {
			const key = keyOf(book);
			stores.set(store, key);
			store.add({...facts, key, market: formatPair(book), tickSize: null});
			if (isServed) serve(store);
			return {stop: () => void stores.delete(store)};
		},
	});
	return {
		...{process, bus, events, relay},
		role: () => relay.books()[0]?.role,
		/** Its exchange sends the book again. */
		serve() {
			for (const store of stores.keys()) serve(store);
		},
		/** Where the book stands with it, from now on. */
		say(status: BookStatus['status'], reason: string | null = null) {
			for (const store of stores.keys()) say(store, status, reason);
		},
		kill() {
			process.kill();
			void bus.close();
			relay.end();
		},
	};
};

/** A viewer of the book that is looked at ten times a second. */
export const createStageViewer = (
	world: ReturnType<typeof createVirtualClock>,
	server: MemoryServer,
	aheadMs = 5_000,
) => {
	const process = createFakeProcess(world, aheadMs);
	const {clock} = process;
	const bus = connectMemoryBus({server, clock, deliver: process.deliver});
	const store = createBookStore(undefined, relayedTable);
	store.add({...facts, tickSize: null});
	const rejoins: string[] = [];
	const told: string[] = [];
	store.followStatus(({status, reason}) => told.push(`${status}: ${reason}`));
	const following = followBook({
		...{bus, book: stageBook, key: stageKey, store, clock, random: () => 0.5},
		near: async () => ['STEEM/USDC'],
		onEvent(event) {
			if (event.type === 'rejoin') rejoins.push(event.reason);
		},
	});
	clock.every(100, () => {
		following.judge();
		store.publish();
	});
	const view = () => {
		const [book] = store.getView().books;
		assert.ok(book);
		return book;
	};
	return {
		...{process, bus, store, following, rejoins, told, view},
		/** As it was published last: `live`, or `stale: no word …`. */
		status: (): string => {
			const {status, reason} = view();
			return reason === null ? status : `${status}: ${reason}`;
		},
		levels: (): number => view().bids.length,
	};
};

/** A server, a clock, and what is needed to put relays and viewers on it. */
export const createStage = (maxBytes?: number) => {
	const clock = createVirtualClock(startTime);
	const streams = busStreams({keepMs: 3_600_000, keepWireMs: 3_600_000, maxBytes: null});
	const latencyMs = () => 1;
	/** Also what waits for no timer has its turn. */
	const run = async (ms: number) => {
		for (let turn = 0; turn < 24; turn++) await null;
		await clock.run(ms);
	};
	const server = createMemoryServer({clock, streams, latencyMs, ...(maxBytes ? {maxBytes} : {})});
	return {
		...{clock, server, run, latencyMs},
		relay: (name: string, aheadMs?: number) => createStageRelay(clock, server, name, aheadMs),
		desk: (name: string, more?: Parameters<typeof createStageDesk>[3]) =>
			createStageDesk(clock, server, name, more),
		viewer: (aheadMs?: number) => createStageViewer(clock, server, aheadMs),
		/** A relay that owns the book already. */
		async owner(name: string, aheadMs?: number, waiting?: WaitingWrites) {
			const relay = createStageRelay(clock, server, name, aheadMs, waiting);
			relay.snapshot(10, [['0.1', '1']]);
			void relay.published.claim();
			await run(50);
			assert.ok(relay.published.isOwner());
			return relay;
		},
	};
};
