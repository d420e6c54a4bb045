import {between, createRandom, type Random} from '../../../source/random.js';
import {followBook} from '../../../source/relay/follow-book.js';
import {startRelay} from '../../../source/relay/relay.js';
import {busStreams, keyOf, type BookName} from '../../../source/relay/subjects.js';
import {createBookStore} from '../../../source/store/book-store.js';
import {relayedTable} from '../../../source/store/status-table.js';
import {createFakeProcess} from '../../helpers/fake-process.js';
import {connectMemoryBus, createMemoryServer, type Weather} from '../../helpers/memory-bus.js';
import {createVirtualClock, type VirtualClock} from '../virtual-clock.js';
import {mostWayMs, startMarketSession} from './market-session.js';
import {createTrueMarket, type TrueMarket} from './true-market.js';

export const book: BookName = {exchange: 'binance', base: 'A', quote: 'B'};
export const key = keyOf(book);

/** What is shown live is no later than that: the limit, and the way from the exchange, which nobody can see. */
const mostLateMs = 3000 + mostWayMs;

type Parts = {
	readonly clock: VirtualClock;
	readonly random: Random;
	readonly market: TrueMarket;
	readonly server: ReturnType<typeof createMemoryServer>;
};

/** One start of a relay: a process of its own. It ends where its name is taken. */
const startRunning = (parts: Parts, name: string, onEnd: () => void) => {
	const {clock, random, market, server} = parts;
	const process = createFakeProcess(clock, between(random, -1e6, 1e6));
	const bus = connectMemoryBus({server, clock: process.clock, deliver: process.deliver});
	const sessions = new Set<ReturnType<typeof startMarketSession>>();
	const relay = startRelay({
		...{bus, name, runId: String(between(random, 1e6, 9e6)), version: '1', clock: process.clock},
		...{books: [book], standby: 1, isComparable: () => true},
		onEvent({type}) {
			if (type !== 'name-taken') return;
			onEnd();
			void relay.leave().then(() => bus.close());
		},
		startBook(_, store) {
			const after = (ms: number, callback: () => void) => void clock.after(ms, callback);
			const session = startMarketSession({market, process, random, key, store, after});
			sessions.add(session);
			return {
				stop() {
					sessions.delete(session);
					session.stop();
				},
			};
		},
	});
	return {process, bus, relay, sessions};
};

type Running = ReturnType<typeof startRunning>;

/** One relay after another under one name, or beside another for a while. */
const createRelayPlace = (parts: Parts, name: string) => {
	const all = new Set<Running>();
	const running = (): Running | null => [...all][0] ?? null;
	const start = () => {
		const started: Running = startRunning(parts, name, () => all.delete(started));
		all.add(started);
	};
	start();
	return {
		name,
		running,
		start() {
			if (all.size === 0) start();
		},
		/** Starts another one, though there is one already. */
		double: start,
		kill() {
			const killed = running();
			if (!killed) return;
			all.delete(killed);
			killed.process.kill();
			void killed.bus.close();
			killed.relay.end();
		},
		/** As a signal does it. */
		leave() {
			const left = running();
			if (!left) return;
			all.delete(left);
			void left.relay.leave().then(() => left.bus.close());
		},
	};
};

/** A viewer that is looked at ten times a second, and what was wrong with what it showed. */
const createViewer = ({clock, random, market, server}: Parts) => {
	const process = createFakeProcess(clock, between(random, -1e6, 1e6));
	const bus = connectMemoryBus({server, clock: process.clock, deliver: process.deliver});
	const store = createBookStore(undefined, relayedTable);
	const wrong: string[] = [];
	let liveViews = 0;
	let differences = 0;
	store.add({key, exchange: 'binance', title: 'Binance', market: 'A/B', tickSize: null});
	const following = followBook({
		...{bus, book, key, store, clock: process.clock, random},
		onEvent(event) {
			if (event.type === 'rejoin' && event.reason.includes('differs')) differences++;
		},
	});
	const view = () => store.getView().books[0];
	let isRight = false;
	process.clock.every(100, () => {
		following.judge();
		store.publish();
		const shown = view();
		isRight = false;
		if (shown?.status !== 'live') return;
		liveViews++;
		const at = `at ${clock.now()}, sequence ${shown.sequence}`;
		if (store.sumOf(key) !== market.sumAt(shown.sequence)) wrong.push(`live and wrong ${at}`);
		const lateMs = market.ageOf(shown.sequence ?? 0);
		if (lateMs > mostLateMs) wrong.push(`live and ${Math.round(lateMs)} ms late ${at}`);
		isRight = lateMs < 1000;
	});
	return {
		process,
		bus,
		view,
		resync: following.resync,
		wrong,
		liveViews: () => liveViews,
		differences: () => differences,
		/** Whether it was live and soon at the last look. */
		isRight: () => isRight,
	};
};

/** Three relays and a viewer of one book, on a bus in memory. */
export const createRelayWorld = (seed: number) => {
	const random = createRandom(`relays ${seed}`);
	const clock = createVirtualClock(1_760_000_000_000);
	const market = createTrueMarket(clock, random, random() < 0.2 ? 40 : 300);
	const good: Weather = {latencyMs: () => 0.2 + random() * 3};
	const streams = busStreams({keepMs: 3_600_000, keepWireMs: 3_600_000, maxBytes: null});
	const server = createMemoryServer({
		clock,
		streams,
		maxBytes: random() < 0.2 ? 700 : 1e6,
		...good,
	});
	const parts = {clock, random, market, server};
	const relays = ['one', 'two', 'three'].map(name => createRelayPlace(parts, name));
	return {...parts, good, relays, viewer: createViewer(parts)};
};

export type RelayWorld = ReturnType<typeof createRelayWorld>;
