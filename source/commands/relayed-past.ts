import {CaptureError} from '../capture/capture-item.js';
import type {Clock} from '../clock.js';
import type {Exchange} from '../exchanges/exchange.js';
import {formatPair} from '../market-name.js';
import {mergeTimes} from '../relay/merge-times.js';
import type {PlacedState} from '../relay/messages.js';
import type {PastItem} from '../relay/past-book.js';
import {findState} from '../relay/past-states.js';
import {readPast} from '../relay/read-past.js';
import {keyOf, subjectsOf, type BookName} from '../relay/subjects.js';
import type {BookFacts} from '../store/market-view.js';
import {BusError, type Bus} from '../transport/bus.js';

/** What relays keep of books from a moment on, by their log: nothing of it has been read but where it begins. */
export type RelayedPast = {
	readonly books: readonly BookFacts[];
	/** Epoch milliseconds of the newest state by the moment, or of the first after it. */
	readonly startedAt: number;
	/** In the order of their times, up to `to`. Throws a `CaptureError`. */
	readonly items: AsyncGenerator<PastItem, void>;
	/** Whether all that there is by now was handed out. */
	readonly isAll: () => boolean;
	readonly wall: () => number;
	/** Reads no further. */
	readonly stop: () => Promise<void>;
};

export type PastRequest = {
	readonly books: readonly BookName[];
	readonly exchanges: readonly Pick<Exchange, 'id' | 'title'>[];
	/** Epoch milliseconds; `to` is infinite where it goes on with what comes. */
	readonly from: number;
	readonly to: number;
};

type Begun = {readonly book: BookName; readonly facts: BookFacts; readonly placed: PlacedState};

/** Where each book begins of which there is a state. */
const findBeginnings = async (
	bus: Bus,
	{books, exchanges, from}: PastRequest,
): Promise<readonly Begun[]> => {
	const found = await Promise.all(
		books.map(async book => ({
			book,
			placed: await findState(bus, subjectsOf(book).state, from),
		})),
	);
	return found.flatMap(({book, placed}) => {
		const {exchange} = book;
		const title = exchanges.find(({id}) => id === exchange)?.title ?? exchange;
		const {tickSize = null} = placed?.state.facts ?? {};
		const facts = {...{key: keyOf(book), exchange, title}, market: formatPair(book), tickSize};
		return placed ? [{book, facts, placed}] : [];
	});
};

/** All begin together: where the one does that was stored last by the moment. */
const toStart = (begun: readonly Begun[], from: number): number => {
	const times = begun.map(({placed}) => placed.at);
	const before = times.filter(at => at <= from);
	return Math.floor(before.length > 0 ? Math.max(...before) : Math.min(...times));
};

/** Null where there is no state of any of the books. Rejects with a `BusError`. */
export const openPast = async (
	bus: Bus,
	clock: Clock,
	request: PastRequest,
): Promise<RelayedPast | null> => {
	const begun = await findBeginnings(bus, request);
	if (begun.length === 0) return null;
	const {to} = request;
	const complete = new Set<BookName>();
	let isStopped = false;
	const readers = begun.map(beginning =>
		readPast({
			...{...beginning, bus, clock, to, isStopped: () => isStopped},
			onAll: () => complete.add(beginning.book),
		}),
	);

	const read = async function* () {
		try {
			yield* mergeTimes(readers);
		} catch (error) {
			// What was under way at the end is of no use.
			if (isStopped) return;
			throw error instanceof BusError
				? new CaptureError(`${bus.address}: ${error.message}`)
				: error;
		}
	};

	return {
		books: begun.map(({facts}) => facts),
		startedAt: toStart(begun, request.from),
		items: read(),
		isAll: () => complete.size === readers.length,
		wall: clock.wall,
		stop: async () => void (isStopped = true),
	};
};
