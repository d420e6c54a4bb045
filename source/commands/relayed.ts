import type {Exchange, Market} from '../exchanges/exchange.js';
import type {FeedFault} from '../faults.js';
import {formatWanted, type WantedMarket} from '../market-name.js';
import {createWirePast} from '../recording/wire-past.js';
import type {WireTap} from '../recording/transport-tap.js';
import {readStoredState} from '../relay/stored-state.js';
import {allStates, bookOfKey, bookOfState, subjectsOf, type BookName} from '../relay/subjects.js';
import {boardOf} from '../markets/books-board.js';
import {listSessions} from '../session/listed-sessions.js';
import type {MarketList, Running} from '../session/running.js';
import {shareTicks} from '../session/shared-ticks.js';
import type {Bus} from '../transport/bus.js';
import {startRelayedSession} from '../relayed/relayed-session.js';
import type {RelayedOptions} from '../relayed/relayed-sessions.js';
import {createRelayedTap} from './relayed-tap.js';

/** States that are asked for at the same time. */
const atOnce = 32;

/** A market as the exchange's own list would tell it, of what a relay stored of its book. */
const toMarket = async (bus: Bus, {toSymbol}: Exchange, book: BookName): Promise<Market> => {
	const {base, quote} = book;
	const stored = await readStoredState(bus, subjectsOf(book).state);
	const {tickSize = null, sizeStep = null} = stored?.state.facts ?? {};
	const state = {type: 'trading'} as const;
	return {base, quote, symbol: toSymbol(base, quote), tickSize, sizeStep, state};
};

/** The markets of an exchange that relays have. */
const readMarkets = async (
	bus: Bus,
	exchange: Exchange,
): Promise<readonly Market[] | FeedFault> => {
	try {
		const names = await bus.names(allStates);
		const books = names
			.flatMap(name => bookOfState(name) ?? [])
			.filter(book => book.exchange === exchange.id);
		const markets: Market[] = [];
		for (let at = 0; at < books.length; at += atOnce) {
			const some = books.slice(at, at + atOnce);
			markets.push(...(await Promise.all(some.map(book => toMarket(bus, exchange, book)))));
		}
		return markets;
	} catch (error) {
		return {code: 'unreachable', detail: error instanceof Error ? error.message : String(error)};
	}
};

/** What relays have, as the lists of exchanges. */
export const listRelayed = (bus: Bus, exchanges: readonly Exchange[]): readonly MarketList[] =>
	exchanges.map(exchange => ({exchange, list: () => readMarkets(bus, exchange)}));

/** Nothing passes it. */
const silent: WireTap = {
	start: () => () => undefined,
	beginning: () => [],
	keep: () => () => undefined,
};

/** What the full screen shows of relays. Closes the bus at its end. */
export const startRelayedRunning = (
	options: RelayedOptions,
	markets: readonly [WantedMarket, ...WantedMarket[]],
): Running => {
	const {bus, exchanges} = options;
	const [first] = markets;
	const clock = markets.length > 1 ? shareTicks(options.clock) : options.clock;
	const follow = (market: WantedMarket) => startRelayedSession({...options, clock, wanted: market});
	const listed = markets.length > 1 ? listSessions(markets, follow, {clock}) : null;
	let shown = listed?.sessions[0]?.session ?? follow(first);
	const books = () => {
		const sessions = [shown, ...(listed?.sessions.map(({session}) => session) ?? [])];
		return sessions
			.flatMap(({store}) => store.getView().books)
			.flatMap(({exchange, market}) => bookOfKey(`${exchange}:${market}`) ?? []);
	};
	return {
		source: {inject: null, close: bus.close},
		exchanges: exchanges.map(({id}) => id),
		tap: createRelayedTap({bus, clock, books}),
		past: createWirePast(silent, formatWanted(first), clock),
		lists: listRelayed(bus, exchanges),
		...{listed, besides: null},
		boardOf: ({store}) => listed?.board ?? boardOf(store),
		session: shown,
		follow: market => (shown = follow(market)),
	};
};
