import type {Clock} from '../clock.js';
import {emptySequence} from './binance/market-data.js';
import {startBinanceServer} from './binance/server.js';
import {createFaultSite} from './fault-site.js';
import type {FaultName} from './faults.js';
import {createInject, type Aim} from './faults/inject.js';
import {startHuobiServer} from './huobi/server.js';
import {shownLevels} from './huobi/text.js';
import {createLevelPrinter, type PrintedLevel} from './level-printer.js';
import {startLoopbackServer, type Listen} from './loopback-server.js';
import {createMarketList, indexBySymbol, type ExchangeId, type Listing} from './market-list.js';
import {createMarketRunner} from './market-runner.js';
import {createSnapshots} from './market-snapshots.js';
import {realHabits, type SnapshotHabits} from './snapshot-habits.js';

type Endpoint = {readonly ws: string; readonly rest: string};

/** Best first, as plain decimal text without padding: `['0.1642', '677.3']`. */
export type SimulatedBook = {
	readonly sequence: number;
	readonly bids: readonly PrintedLevel[];
	readonly asks: readonly PrintedLevel[];
};

export type Simulator = {
	/** Base addresses to hand to the ordinary transport; clients append the paths. */
	readonly endpoints: Readonly<Record<ExchangeId, Endpoint>>;
	/**
	 * The simulator's own book right now: what a client in sync equals at that sequence. Of Huobi,
	 * the 150 levels a side that it shows. Throws for a market the exchange does not list.
	 */
	book(exchange: ExchangeId, market: string): SimulatedBook;
	/** What the book is at right now. Throws as `book` does. */
	sequence(exchange: ExchangeId, market: string): number;
	/** The book at a sequence, or one drawn ahead; null where it is at none of the last 200 changes. */
	bookAt(exchange: ExchangeId, market: string, sequence: number): SimulatedBook | null;
	/**
	 * Makes something go wrong, as `faults.ts` tells, on each exchange that it can strike or on one.
	 * The books stay the truth. Throws for an exchange that it cannot strike.
	 */
	inject(name: FaultName, aim?: Aim): void;
	stop(): Promise<void>;
};

export type SimulatorOptions = {
	/** The same seed gives the same markets. */
	readonly seed: number;
	readonly clock: Clock;
	/** `STEEM/USDT` forms, listed besides the default list. */
	readonly markets?: readonly string[];
	/** How old or new snapshots are. @default as those of the real exchanges */
	readonly snapshots?: SnapshotHabits;
	/** Where clients reach the exchanges. @default free ports of this machine */
	readonly listen?: Listen;
};

/** Starts both exchanges. */
export const startSimulator = async (options: SimulatorOptions): Promise<Simulator> => {
	const {seed, clock, markets = [], listen = startLoopbackServer} = options;
	const {snapshots = realHabits} = options;
	const list = createMarketList(markets);
	const sites = {
		binance: createFaultSite('binance', clock),
		huobi: createFaultSite('huobi', clock),
	};
	const time = {binance: sites.binance.time, huobi: sites.huobi.time};
	const runner = createMarketRunner(seed, clock, time);
	const symbols = {
		binance: indexBySymbol('binance', list),
		huobi: indexBySymbol('huobi', list),
	};
	const of = (exchange: ExchangeId) => ({
		site: sites[exchange],
		listen,
		runner,
		takeSnapshot: createSnapshots({
			seed,
			exchange,
			habits: snapshots,
			takeMoment: sites[exchange].takeSnapshot,
		}),
		symbols: symbols[exchange],
	});
	const [binance, huobi] = await Promise.all([
		startBinanceServer(of('binance')),
		startHuobiServer(of('huobi')),
	]);

	const listingOf = (exchange: ExchangeId, market: string): Listing => {
		const listing = list.get(market);
		if (listing?.isListed[exchange]) return listing;
		throw new RangeError(`${market} is not listed on ${exchange}`);
	};

	const printers = new Map<string, ReturnType<typeof createLevelPrinter>>();

	const bookAt = (exchange: ExchangeId, market: string, wanted?: number): SimulatedBook | null => {
		const listing = listingOf(exchange, market);
		if (listing.special === 'break on binance')
			return {sequence: emptySequence, bids: [], asks: []};
		const book = runner.use(listing).books[exchange];
		const sequence = wanted ?? book.sequence;
		const rungs = book.rungsAt(sequence, exchange === 'huobi' ? shownLevels : undefined);
		if (!rungs) return null;
		const key = `${exchange} ${market}`;
		const print = printers.get(key) ?? createLevelPrinter(exchange, book.scale);
		printers.set(key, print);
		return {sequence, bids: rungs.bids.map(print), asks: rungs.asks.map(print)};
	};

	return {
		endpoints: {
			binance: {ws: `ws://${binance.host}`, rest: `http://${binance.host}`},
			huobi: {ws: `ws://${huobi.host}`, rest: `http://${huobi.host}`},
		},
		book(exchange, market) {
			const book = bookAt(exchange, market);
			if (!book) throw new RangeError(`no book of ${market} on ${exchange}`);
			return book;
		},
		sequence(exchange, market) {
			const listing = listingOf(exchange, market);
			if (listing.special === 'break on binance') return emptySequence;
			return runner.use(listing).books[exchange].sequence;
		},
		bookAt,
		inject: createInject({sites, servers: {binance, huobi}, runner, symbols}),
		async stop() {
			runner.stop();
			sites.binance.stop();
			sites.huobi.stop();
			await Promise.all([binance.stop(), huobi.stop()]);
		},
	};
};
