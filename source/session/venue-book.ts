import type {Clock} from '../clock.js';
import type {Exchange, Market} from '../exchanges/exchange.js';
import {describeFault, type FeedFault} from '../faults.js';
import {findMarket, type Lookup} from '../feed/find-market.js';
import type {VenueLink} from '../feed/venue.js';
import {formatPair, formatWanted, type WantedMarket} from '../market-name.js';
import type {BookStore} from '../store/book-store.js';
import type {BookKey} from '../store/market-view.js';
import type {Transport} from '../transport/transport.js';
import {createBookFeed} from './book-feed.js';

/** Until a halted market is looked up again. */
const haltedRecheckMs = 60_000;

export type VenueBookOptions = {
	readonly venue: VenueLink;
	readonly wanted: WantedMarket;
	readonly store: BookStore;
	readonly transport: Transport;
	readonly clock: Clock;
	/** From 0 to 1, as `Math.random`. */
	readonly random: () => number;
	/** How long after a list could not be read it is read again. */
	readonly retryMs: () => number;
};

/** One exchange's book of a session: looked up in its list, followed by a feed, looked up again while it cannot be. */
export type VenueBook = {
	readonly key: BookKey;
	readonly exchange: Exchange;
	lookUp(): Promise<Lookup>;
	/** What its list said, or that it cannot be told; `guess` is what the others' lists make of the market. */
	settle(lookup: Lookup, guess: WantedMarket): void;
	/** Asks for a new snapshot; nothing while there is no feed. */
	resync(): void;
	/** See `Feed`. */
	lookAwake(): void;
	/** Nothing is written any more. */
	stop(): void;
};

const stepsOf = ({tickSize, sizeStep}: Market) => ({tickSize, sizeStep});

const nearDetail = (near: readonly Market[]) =>
	near.length === 0 ? {} : {detail: `near matches ${near.map(formatPair).join(', ')}`};

/** Without the list, a name in two parts still tells the symbol. */
const assumeMarket = (
	exchange: Exchange,
	{base, quote}: Pick<Market, 'base' | 'quote'>,
): Market => ({
	base,
	quote,
	symbol: exchange.toSymbol(base, quote),
	tickSize: null,
	sizeStep: null,
	state: {type: 'trading'},
});

/** Adds the book to the store; nothing is asked for before `lookUp`. */
export const createVenueBook = (options: VenueBookOptions): VenueBook => {
	const {venue, wanted, store, transport, clock, random, retryMs} = options;
	const {exchange, rest} = venue;
	const name = formatWanted(wanted);
	const key = `${exchange.id}:${name}`;
	const feed = createBookFeed({venue, key, store, transport, clock, random});
	let isStopped = false;
	/** Once anything was told of it, a book that is started anew is connecting again, whatever it was. */
	let isTold = false;
	let cancelRetry = () => {};

	store.add({key, exchange: exchange.id, title: exchange.title, market: name, tickSize: null});

	const endFeed = () => {
		cancelRetry();
		feed.stop();
	};

	const fail = (fault: FeedFault, inMs?: number) => {
		isTold = true;
		cancelRetry();
		const retryAt = inMs === undefined ? null : clock.now() + inMs;
		const status = {status: 'failed', reason: describeFault(fault), retryAt} as const;
		store.setStatus(key, status, clock.now());
		if (inMs !== undefined) cancelRetry = clock.after(inMs, () => void lookUpAgain());
	};

	const start = (market: Market) => {
		const {state} = market;
		store.setFacts(key, {market: formatPair(market), ...stepsOf(market)});
		endFeed();
		if (state.type === 'halted' && !state.hasData) {
			fail({code: 'halted', detail: state.word}, haltedRecheckMs);
			return;
		}
		if (isTold)
			store.setStatus(key, {status: 'connecting', reason: null, retryAt: null}, clock.now());
		isTold = true;
		feed.start(market);
	};

	/** Not before the exchange wants to be asked again. */
	const untilAsked = (ms: number) => Math.max(ms, (rest.hold()?.until ?? 0) - clock.now());

	const lookUp = () => findMarket(venue, wanted);

	const lookUpAgain = async () => {
		const lookup = await lookUp();
		if (isStopped) return;
		// A halted market stays so until the list says otherwise.
		if (lookup.type === 'unknown') fail(lookup.fault, untilAsked(haltedRecheckMs));
		else settle(lookup, wanted);
	};

	const settle = (lookup: Lookup, guess: WantedMarket) => {
		if (isStopped) return;
		switch (lookup.type) {
			case 'found':
				// The feed may have been started before the list answered.
				if (feed.isRunning() && lookup.market.state.type === 'trading')
					store.setFacts(key, stepsOf(lookup.market));
				else start(lookup.market);
				break;
			case 'unlisted':
				endFeed();
				fail({code: 'not-listed', ...nearDetail(lookup.near)});
				break;
			case 'unknown':
				if (feed.isRunning()) break;
				if (guess.type === 'pair') start(assumeMarket(exchange, guess));
				else fail(lookup.fault, untilAsked(retryMs()));
		}
	};

	return {
		key,
		exchange,
		lookUp,
		settle,
		resync: feed.resync,
		lookAwake: feed.lookAwake,
		stop() {
			isStopped = true;
			endFeed();
		},
	};
};
