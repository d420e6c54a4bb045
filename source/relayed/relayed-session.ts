import type {Clock} from '../clock.js';
import type {Exchange} from '../exchanges/exchange.js';
import type {Lookup} from '../feed/find-market.js';
import {formatWanted, isWanted, nearest, formatPair, type WantedMarket} from '../market-name.js';
import {toReason, type FeedFault} from '../faults.js';
import {followBook, type BookFollowing} from '../relay/follow-book.js';
import {describeForeign, findForeign} from '../relay/leases.js';
import {listOffered} from '../relay/offered-books.js';
import type {BookName} from '../relay/subjects.js';
import type {ResyncAnswer} from '../feed/feed.js';
import type {Resolution} from '../session/resolution.js';
import type {Session} from '../session/session.js';
import {createPatience, showStore} from '../session/shown-store.js';
import {createBookStore, type BookStore} from '../store/book-store.js';
import type {BookKey} from '../store/market-view.js';
import {relayedTable} from '../store/status-table.js';
import type {Bus} from '../transport/bus.js';
import {whenConnected} from './when-connected.js';

/** How long it is waited for what relays have before the books are shown without. */
const patienceMs = 1500;

/** How often it is looked again which market a word may be. */
const lookAgainMs = 5000;

export type RelayedSessionOptions = {
	readonly bus: Bus;
	readonly wanted: WantedMarket;
	/** In the order in which they are shown, each with a market of its own where it was named so. */
	readonly exchanges: readonly (Exchange & {readonly wanted?: WantedMarket | undefined})[];
	readonly clock: Clock;
	/** From 0 to 1, as `Math.random`. */
	readonly random: () => number;
	/** Where the books are kept. @default a store of its own */
	readonly store?: BookStore;
};

type BookOptions = Omit<RelayedSessionOptions, 'exchanges' | 'store'> & {
	readonly exchange: Exchange;
	readonly store: BookStore;
};

/** What relays have of an exchange's markets. */
const offeredOf = async (bus: Bus, {id}: Exchange): Promise<readonly BookName[]> =>
	(await listOffered(bus)).filter(({exchange}) => exchange === id);

/** What is known of a market that a relay has: the rest comes with its book. */
const toLookup = (
	{exchange, wanted}: Pick<BookOptions, 'exchange' | 'wanted'>,
	offered: readonly BookName[],
): Lookup => {
	const markets = offered.map(({base, quote}) => ({
		...{base, quote, symbol: exchange.toSymbol(base, quote)},
		...{tickSize: null, sizeStep: null, state: {type: 'trading'} as const},
	}));
	const market = markets.find(pair => isWanted(wanted, pair));
	return market
		? {type: 'found', market}
		: {type: 'unlisted', near: nearest(wanted, markets), isOfRelays: true};
};

/** Asks the relay for the book, where there is one that has it. */
const askAnew = (book: {resync(): void} | null): ResyncAnswer => {
	book?.resync();
	return book ? 'asked' : 'not-waiting';
};

const noRelay = (name: string): FeedFault => ({code: 'no-relay', detail: `no relay has ${name}`});

/** One exchange's book of a session, as a relay tells it. */
const createRelayedBook = (options: BookOptions) => {
	const {bus, wanted, exchange, store, clock, random} = options;
	const name = formatWanted(wanted);
	const key: BookKey = `${exchange.id}:${name}`;
	let following: BookFollowing | null = null;
	let isStopped = false;
	let cancel = () => {};

	store.add({key, exchange: exchange.id, title: exchange.title, market: name, tickSize: null});

	const near = async () =>
		nearest(wanted, await offeredOf(bus, exchange)).map(pair => formatPair(pair));

	const follow = ({base, quote}: Pick<BookName, 'base' | 'quote'>) => {
		if (following || isStopped) return;
		const book = {exchange: exchange.id, base, quote};
		store.setFacts(key, {market: formatPair(book)});
		following = followBook({bus, book, key, store, clock, random, near});
	};

	const lookUp = async (): Promise<Lookup> => {
		await whenConnected(bus);
		try {
			const lookup = toLookup(options, await offeredOf(bus, exchange));
			const foreign = lookup.type === 'unlisted' ? await findForeign(bus) : null;
			return foreign ? {type: 'unknown', fault: describeForeign(foreign)} : lookup;
		} catch (error) {
			const detail = error instanceof Error ? error.message : String(error);
			return {type: 'unknown', fault: {code: 'unreachable', detail}};
		}
	};

	/** Of a word it takes the relays' books to tell which market it is. */
	const settle = (lookup: Lookup) => {
		if (following || isStopped) return;
		if (lookup.type === 'found') {
			follow(lookup.market);
			return;
		}
		const why = toReason(lookup.type === 'unknown' ? lookup.fault : noRelay(name));
		store.setStatus(key, {...why, status: 'failed', retryAt: null}, clock.now());
		cancel = clock.after(lookAgainMs, () => void lookUp().then(settle));
	};

	if (wanted.type === 'pair') follow(wanted);
	const lookup = lookUp();
	void lookup.then(settle);

	return {
		key,
		lookup,
		judge: () => following?.judge(),
		resync: () => askAnew(following),
		stop() {
			isStopped = true;
			cancel();
			following?.stop();
		},
	};
};

/** A market's books as relays tell them: a session like one that reads the exchanges. */
export const startRelayedSession = (options: RelayedSessionOptions): Session => {
	const {clock, exchanges, wanted} = options;
	const {store: inner = createBookStore(undefined, relayedTable)} = options;
	const books = exchanges.map(exchange =>
		createRelayedBook({
			...{...options, exchange, store: inner},
			wanted: exchange.wanted ?? wanted,
		}),
	);
	const {store, stop: stopShowing} = showStore(inner, clock, () => {
		for (const book of books) book.judge();
	});
	store.publish();

	const resolved = Promise.all(
		books.map(async ({lookup}, index): Promise<Resolution> => {
			const exchange = exchanges[index];
			if (!exchange) throw new RangeError('a book without an exchange');
			return {exchange, lookup: await lookup, isOwn: exchange.wanted !== undefined};
		}),
	);
	const patience = createPatience(clock, patienceMs);

	return {
		store,
		started: Promise.race([resolved.then(() => undefined), patience.over]),
		resolved,
		// Relays tell fills as they are heard: those of before are not to be had from them.
		fetchTrades: () => undefined,
		resync: key => books.find(book => book.key === key)?.resync() ?? 'not-waiting',
		stop() {
			stopShowing();
			patience.stop();
			for (const book of books) book.stop();
		},
	};
};
