import type {Pair} from '../capture/changed-market.js';
import type {Exchange} from '../exchanges/exchange.js';
import {formatWanted, parseWantedMarket} from '../market-name.js';
import type {RequestPurpose} from '../playback/replay-wire.js';
import {capturedHost} from '../playback/wire.js';
import {startSession, type Session, type SessionOptions} from '../session/session.js';
import type {BookStore} from '../store/book-store.js';
import type {OpenReplay} from './open-replay.js';
import {withHeardFirst} from './heard-channels.js';
import type {ReplayGroup} from './plan-replay.js';
import {symbolOf} from './symbol-of.js';

type Options = Omit<SessionOptions, 'wanted' | 'venues' | 'store'> &
	Pick<OpenReplay, 'facts' | 'isAsked' | 'exchanges' | 'groups'> & {
		readonly store: BookStore;
	};

const isPending = (status: string) => status !== 'live' && status !== 'stale';

const nameOf = ({wanted}: ReplayGroup) => formatWanted(wanted);

/** The market that the recording begins on. */
const firstMarket = ({isAsked, facts, groups}: Options): string =>
	isAsked
		? formatWanted(parseWantedMarket(facts.header.market) ?? {type: 'word', word: ''})
		: [...new Set(groups.map(nameOf))].join();

/** Which session follows a book, by exchange and symbol. */
const createFollowedBooks = (store: Pick<BookStore, 'getView'>) => {
	const books = new Map<string, {readonly session: Session; readonly key: string}>();
	return {
		add({id, toSymbol}: Exchange, {base, quote}: Pair, session: Session) {
			books.set(`${id} ${toSymbol(base, quote)}`, {session, key: `${id}:${base}/${quote}`});
		},
		/** Null for a book that is not there. */
		find(exchange: string, symbol: string) {
			const followed = books.get(`${exchange} ${symbol}`);
			const book = store.getView().books.find(({key}) => key === followed?.key);
			return followed && book ? {...followed, status: book.status} : null;
		},
		clear() {
			books.clear();
		},
	};
};

/** Starts the session of a group, and notes which books it follows. */
const startGroup = (
	{transport, clock, random, store, facts}: Options,
	books: ReturnType<typeof createFollowedBooks>,
	{wanted, exchanges}: ReplayGroup,
): Session => {
	const venues = exchanges.map(exchange => {
		const host = capturedHost(exchange);
		// No channel is waited for that brings nothing while another one does.
		const first = withHeardFirst(exchange, symbolOf(exchange, wanted), facts.channels);
		return {exchange: first, endpoints: {ws: `wss://${host}`, rest: `https://${host}`}};
	});
	const session = startSession({
		...{wanted, venues, transport, clock, random, store},
		hasDay: true,
	});
	session.fetchTrades();
	for (const exchange of exchanges) books.add(exchange, wanted, session);
	return session;
};

/** The sessions that follow a capture's books, of the market that it is on. */
export const createGroupSessions = (options: Options) => {
	const {isAsked, exchanges, store} = options;
	const books = createFollowedBooks(store);
	let {groups} = options;
	let at = firstMarket(options);
	let hasTurned = false;

	const start = (group: ReplayGroup) => startGroup(options, books, group);

	let sessions = groups.map(start);

	const stop = () => {
		for (const session of sessions) session.stop();
	};

	/** They end, their books stay. */
	const drop = () => {
		stop();
		books.clear();
	};

	return {
		all: (): readonly Session[] => sessions,
		/** Whether the recording has gone over to another market. */
		hasTurned: () => hasTurned,
		stop,
		drop,
		startAnew() {
			sessions = groups.map(start);
		},
		/**
		 * A snapshot is about to come that the book's client would ask for only later; then it may have to wait
		 * for the next one. One that has its book compares it with a snapshot that is kept for its question.
		 */
		resync({exchange, symbol}: RequestPurpose, isKept: boolean): boolean {
			const found = books.find(exchange, symbol);
			if (!found || !(isKept || isPending(found.status))) return false;
			found.session.resync(found.key);
			return true;
		},
		/**
		 * Follows another market from here on, as the recording client did; the one that was asked for is
		 * begun anew where the recording comes to it. `onLeft`: what was followed is not any more.
		 */
		turnTo(wanted: Pair, onLeft: () => void) {
			const name = formatWanted(wanted);
			if (name === at) return;
			at = name;
			if (isAsked && !groups.some(group => nameOf(group) === name)) return;
			drop();
			for (const {key} of store.getView().books) store.remove(key);
			onLeft();
			if (!isAsked) groups = [{wanted, exchanges}];
			hasTurned = true;
			sessions = groups.map(start);
		},
	};
};
