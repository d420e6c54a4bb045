import '../helpers/strict-statuses.js';
import {exchanges} from '../../source/exchanges/index.js';
import {parseWantedMarket} from '../../source/market-name.js';
import {startSession} from '../../source/session/session.js';
import type {SimulatedId} from '../../source/simulator/market-list.js';
import {createRandom} from '../../source/random.js';
import {startSimulator} from '../../source/simulator/simulator.js';
import type {BookView} from '../../source/store/market-view.js';
import type {Transport} from '../../source/transport/transport.js';
import {createBehindJudge, mostBehindMs} from './left-behind.js';
import {createNetwork} from './network/network.js';
import {findDifference, hasOwnIds, truthOf} from './truth.js';
import {createVirtualClock} from './virtual-clock.js';

const startTime = 1_700_000_000_000;
/** In which, after the end, all that was on its way has come. */
const aftermathMs = 120_000;

export type WorldOptions = {
	readonly seed: number;
	readonly market: string;
	readonly exchanges: readonly SimulatedId[];
	/** Books are compared so often at the most. @default each view */
	readonly compareEveryMs?: number;
	/** Comes between the session and the network. */
	wrap?(transport: Transport): Transport;
};

/**
 * The session against the simulator, in one process and on one virtual clock. Each view published
 * is compared with the exchanges' own books, all levels of every book that is live, and every second
 * it is judged whether the exchange has left one behind.
 */
export const createWorld = async (options: WorldOptions) => {
	const {seed, market, exchanges: ids, compareEveryMs = 0} = options;
	const {wrap = (transport: Transport) => transport} = options;
	const clock = createVirtualClock(startTime);
	const name = `${seed} ${market} ${ids.join()}`;
	const network = createNetwork(clock, createRandom(`${name} network`));
	const simulator = await startSimulator({seed, clock, exchanges: ids, listen: network.listen});
	const wanted = parseWantedMarket(market);
	if (!wanted) throw new RangeError(`no market: ${market}`);
	const session = startSession({
		wanted,
		venues: exchanges.flatMap(exchange => {
			const id = ids.find(wantedId => wantedId === exchange.id);
			return id ? [{exchange, endpoints: simulator.endpoints[id]}] : [];
		}),
		transport: wrap(network.transport),
		clock,
		random: createRandom(`${name} session`),
		hasDay: true,
	});
	session.fetchTrades();
	const {store} = session;
	const checked = new Map<string, BookView>();
	const wrong: string[] = [];
	let compared = 0;
	let comparedAt = -Infinity;
	let mayHaveLost = false;

	const tell = (key: string, text: string) => {
		wrong.push(`${((clock.now() - startTime) / 1000).toFixed(1)} s: ${key}: ${text}`);
	};

	const check = (book: BookView) => {
		const {key, status, sequence, bids, asks} = book;
		if (status !== 'live') return;
		const before = checked.get(key);
		if (before?.sequence === sequence && before.bids === bids && before.asks === asks) return;
		checked.set(key, book);
		compared++;
		const difference = findDifference(simulator, book, mayHaveLost);
		if (difference !== null) tell(key, `at ${sequence}, ${difference}`);
		const last = before?.sequence ?? 0;
		if (hasOwnIds(book.exchange) && sequence !== null && sequence < last)
			tell(key, `at ${sequence} after ${last}`);
	};

	/** What the exchange itself is at where it has this book. */
	const sequenceOf = (book: BookView): number | null =>
		hasOwnIds(book.exchange) ? book.sequence : (truthOf(simulator, book)?.sequence ?? null);

	const judges = new Map(ids.map(id => [id, createBehindJudge(mostBehindMs(id))]));
	const told = new Set<string>();

	/** A book that was right is wrong when the market has long moved on without it. */
	const checkAge = (book: BookView) => {
		const {key, exchange, status} = book;
		const sequence = sequenceOf(book);
		const behindMs = judges.get(exchange as SimulatedId)?.judge(clock.now(), sequence ?? 0) ?? null;
		const name = `${key} ${sequence}`;
		if (status !== 'live' || behindMs === null || told.has(name)) return;
		told.add(name);
		tell(key, `at ${sequence}, which the exchange left ${Math.round(behindMs / 1000)} s ago`);
	};

	const stopAging = clock.every(1000, () => {
		for (const [id, judge] of judges) judge.see(clock.now(), simulator.sequence(id, market));
		for (const book of store.getView().books) checkAge(book);
	});

	store.subscribe(() => {
		if (clock.now() - comparedAt < compareEveryMs) return;
		comparedAt = clock.now();
		for (const book of store.getView().books) check(book);
	});

	const books = () => store.getView().books;

	/** Whether all books are live and hold what the exchanges' did at these sequences, or newer. */
	const isAt = (sequences: ReadonlyMap<string, number>) =>
		books().every(
			book =>
				book.status === 'live' &&
				(sequenceOf(book) ?? 0) >= (sequences.get(book.exchange) ?? Infinity),
		);

	return {
		clock,
		simulator,
		session,
		books,
		/** A fault of the simulator: from now on messages may be lost. */
		inject(...fault: Parameters<typeof simulator.inject>) {
			mayHaveLost = true;
			simulator.inject(...fault);
		},
		/** What was wrong with books shown as live, in words. */
		wrong,
		/** How many books were compared so far. */
		compared: () => compared,
		seconds: () => (clock.now() - startTime) / 1000,
		/** Runs until all books are live and as new as the exchanges' are now; false where they never are. */
		async untilLive(mostMs: number): Promise<boolean> {
			const sequences = new Map(ids.map(id => [id, simulator.sequence(id, market)]));
			for (let ms = 0; ms < mostMs && !isAt(sequences); ms += 500) await clock.run(500);
			return isAt(sequences);
		},
		/** Ends everything. Returns timers, connections and requests that are left behind. */
		async stop(): Promise<number> {
			stopAging();
			session.stop();
			await simulator.stop();
			await clock.run(aftermathMs);
			return clock.size() + network.openCount();
		},
	};
};

export type World = Awaited<ReturnType<typeof createWorld>>;
