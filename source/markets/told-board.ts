import type {Clock} from '../clock.js';
import {startTickerPoll, type TickerPoll} from '../feed/ticker-poll.js';
import type {VenueLink} from '../feed/venue.js';
import type {ViewSource} from '../store/view-source.js';
import {createBookLines, exchangesOf, type ToldOf} from './books-board.js';
import type {Board} from './line.js';

/** An exchange that can be asked about its markets. */
export type AskedVenue = Pick<VenueLink, 'exchange' | 'rest' | 'pause'>;

/** Milliseconds between two questions about days: they change slowly, and best prices come from books. */
const dayMs = 30_000;

export type ToldBoardOptions = {
	readonly sources: readonly ViewSource[];
	/** Tells of each change of any of them. */
	readonly all: Pick<ViewSource, 'subscribe'>;
	readonly venues: readonly AskedVenue[];
	readonly clock: Pick<Clock, 'now' | 'after'>;
};

/** The exchange's name of a market, by its convention; null of one that was named in a word. */
const symbolOf = ({exchange}: AskedVenue, market: string): string | null => {
	const [base, quote] = market.split('/');
	return base && quote ? exchange.toSymbol(base, quote) : null;
};

const noNotes: readonly string[] = [];

/** The markets of books that are followed, with what the exchanges tell of their days as long as it is looked at. */
export const createToldBoard = ({sources, all, venues, clock}: ToldBoardOptions): Board => {
	/** One that was stopped still has what it told last. */
	let polls = new Map<string, TickerPoll>();
	let asked = '';
	const byId = new Map(venues.map(venue => [venue.exchange.id, venue]));

	const toldOf: ToldOf = (exchange, market) => {
		const venue = byId.get(exchange);
		const symbol = venue ? symbolOf(venue, market) : null;
		return symbol === null ? null : (polls.get(exchange)?.get(symbol) ?? null);
	};
	const books = createBookLines(sources, toldOf);

	const stop = () => {
		for (const poll of polls.values()) poll.stop();
		asked = '';
	};

	/** Asks about the markets that there are now: they may have been named in one word at first. */
	const ask = (onNews: () => void) => {
		const lines = books.lines();
		const names = lines.map(({market}) => market).join();
		if (names === asked) return;
		stop();
		asked = names;
		polls = new Map(
			venues.map(venue => {
				const own = lines.filter(({quotes}) =>
					quotes.some(({exchange}) => exchange === venue.exchange.id),
				);
				const symbols = own.flatMap(({market}) => symbolOf(venue, market) ?? []);
				const told = polls.get(venue.exchange.id)?.told() ?? [];
				const options = {venue, clock, symbols, isDayOnly: true, leastMs: dayMs, told, onNews};
				return [venue.exchange.id, startTickerPoll(options)];
			}),
		);
	};

	return {
		exchanges: () => exchangesOf(books.lines()),
		lines: books.lines,
		notes: () => noNotes,
		watch(listener) {
			const tellAgain = () => {
				books.toldAgain();
				listener();
			};
			ask(tellAgain);
			const unsubscribe = all.subscribe(() => {
				ask(tellAgain);
				listener();
			});
			return () => {
				unsubscribe();
				stop();
			};
		},
	};
};
