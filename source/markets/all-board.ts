import type {Clock} from '../clock.js';
import type {Market} from '../exchanges/exchange.js';
import {faultText, type FeedFault} from '../faults.js';
import {isList, listMarkets} from '../feed/find-market.js';
import {startTickerPoll, type TickerPoll} from '../feed/ticker-poll.js';
import type {BookView} from '../store/market-view.js';
import type {ViewSource} from '../store/view-source.js';
import type {Board, Line, Quote} from './line.js';
import {sharedMarkets, type Listed} from './shared-markets.js';
import type {AskedVenue} from './told-board.js';

export type AllBoardOptions = {
	readonly venues: readonly AskedVenue[];
	readonly clock: Pick<Clock, 'now' | 'after'>;
};

export type AllBoard = Board & {
	/** The books that are followed now: of them the lines have what is proven. */
	follow(source: ViewSource): void;
};

/** One exchange, with what its list and its tickers say. */
type Place = {
	readonly venue: AskedVenue;
	/** Null while it is read. */
	list: readonly Market[] | FeedFault | null;
	listed: readonly Listed[];
	poll: TickerPoll | null;
};

/** How long after a list could not be read it is read again, in milliseconds. */
const retryMs = 30_000;

const titleOf = ({venue}: Place): string => venue.exchange.title;

/** What is waited for, and what cannot be had. */
const notesOf = (places: readonly Place[]): readonly string[] => {
	const reading = places.filter(({list}) => list === null).map(titleOf);
	const failed = places.flatMap(place => {
		const {list, poll} = place;
		if (list !== null && !isList(list)) return [`no list of ${titleOf(place)}: ${faultText(list)}`];
		const fault = poll?.fault() ?? null;
		return fault ? [`no prices of ${titleOf(place)}: ${faultText(fault)}`] : [];
	});
	const waiting = reading.length > 0 ? [`reading the lists of ${reading.join(', ')}`] : [];
	const isNone =
		reading.length === 0 && failed.length === 0 && places.every(({listed}) => listed.length === 0);
	return [...waiting, ...failed, ...(isNone ? ['no market trades on two of the exchanges'] : [])];
};

const quoteOf = (
	{venue: {exchange}, poll}: Place,
	{symbol, tickSize}: Listed,
	book: BookView | null,
): Quote => ({
	exchange: exchange.id,
	title: exchange.title,
	tickSize: book?.tickSize ?? tickSize,
	book,
	told: poll?.get(symbol) ?? null,
});

/** A line for each market that trades on at least two of the exchanges; `only` of these, where they are given. */
const linesOf = (
	places: readonly Place[],
	books: readonly BookView[],
	only: ReadonlySet<string> | null = null,
): readonly Line[] => {
	const lines = new Map<string, Quote[]>();
	for (const place of places)
		for (const listed of place.listed) {
			const {market} = listed;
			if (only && !only.has(market)) continue;
			const {id} = place.venue.exchange;
			const book = books.find(one => one.market === market && one.exchange === id) ?? null;
			const quotes = lines.get(market) ?? [];
			quotes.push(quoteOf(place, listed, book));
			lines.set(market, quotes);
		}
	return Array.from(lines, ([market, quotes]) => ({market, quotes}));
};

/** The lines of all, those of the books that are followed made of them. Each is the same as long as nothing changed. */
const createLines = (places: readonly Place[]) => {
	let told: readonly Line[] = [];
	let lines: readonly Line[] = [];
	let books: readonly BookView[] = [];
	let isChanged = true;
	return {
		change() {
			isChanged = true;
		},
		lines(now: readonly BookView[]): readonly Line[] {
			if (!isChanged && now === books) return lines;
			if (isChanged) told = linesOf(places, []);
			isChanged = false;
			books = now;
			const own = new Set(books.map(({market}) => market));
			const proven = new Map(linesOf(places, books, own).map(line => [line.market, line]));
			lines = told.map(line => proven.get(line.market) ?? line);
			return lines;
		},
	};
};

const noBooks: readonly BookView[] = [];

/** Reads the lists of all, and notes what they share. Those that were read are not read again. */
const readLists = async (places: readonly Place[], onNews: () => void): Promise<boolean> => {
	await Promise.all(
		places.map(async place => {
			if (place.list && isList(place.list)) return;
			place.list = await listMarkets(place.venue);
			onNews();
		}),
	);
	const lists = places.map(({list}) => (list && isList(list) ? list : []));
	const shared = sharedMarkets(lists);
	for (const [index, place] of places.entries()) place.listed = shared[index] ?? [];
	return places.every(({list}) => list !== null && isList(list));
};

const stopAll = (places: readonly Place[]) => {
	for (const {poll} of places) poll?.stop();
};

/** Asks all about what they share, from now on. */
const startAll = (
	places: readonly Place[],
	clock: AllBoardOptions['clock'],
	onNews: () => void,
) => {
	stopAll(places);
	for (const place of places) {
		const symbols = place.listed.map(({symbol}) => symbol);
		const told = place.poll?.told() ?? [];
		const options = {venue: place.venue, clock, symbols, isDayOnly: false, told, onNews};
		place.poll = startTickerPoll(options);
	}
};

/**
 * Every market that at least two of the exchanges list, by what they tell of all at once: asked for as long as it is
 * looked at. The books of the one that is followed are its line.
 */
export const createAllBoard = ({venues, clock}: AllBoardOptions): AllBoard => {
	const places = venues.map((venue): Place => ({venue, list: null, listed: [], poll: null}));
	const all = createLines(places);
	let source: ViewSource | null = null;
	let isRead = false;
	let isReading = false;
	let tell: (() => void) | null = null;
	let unfollow = () => {};
	let cancelRetry = () => {};

	const news = () => {
		all.change();
		tell?.();
	};
	const startPolls = () => startAll(places, clock, news);
	const read = async () => {
		if (isReading) return;
		isReading = true;
		isRead = await readLists(places, news);
		isReading = false;
		news();
		if (!tell) return;
		startPolls();
		if (!isRead) cancelRetry = clock.after(retryMs, () => void read());
	};
	const followNow = () => {
		unfollow();
		unfollow = (tell && source?.subscribe(tell)) ?? (() => {});
	};

	return {
		exchanges: () =>
			places.map(({venue: {exchange}}) => ({exchange: exchange.id, title: exchange.title})),
		lines: () => all.lines(source?.getView().books ?? noBooks),
		notes: () => notesOf(places),
		watch(listener) {
			tell = listener;
			followNow();
			if (isRead) startPolls();
			else void read();
			return () => {
				tell = null;
				followNow();
				cancelRetry();
				stopAll(places);
			};
		},
		follow(other) {
			source = other;
			followNow();
		},
	};
};
