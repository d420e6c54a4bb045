import {
	coarseMs,
	joinTape,
	noTapeFacts,
	type JoinedTrade,
	type TapeFacts,
} from '../book/joined-tape.js';
import {isIdBefore, type Trade} from '../book/trade.js';
import type {BookView} from '../store/market-view.js';

/** Fills that are shown of a book at the most: as many as are kept of those that are heard. */
const mostShown = 500;

type Known = {
	readonly trades: readonly Trade[];
	readonly facts: TapeFacts;
	readonly tape: readonly JoinedTrade[];
};

/** Of the books whose tape was asked for last, the newest behind. */
const known = new Map<string, Known>();
const mostKnown = 12;

/**
 * Those that came since the tape was joined last; null where they are not all that has changed, or where what they
 * follow is not sure.
 */
const newsOf = ({trades: before, facts, tape}: Known, trades: readonly Trade[]) => {
	const newest = before.at(-1);
	if (!newest || tape.at(-1)?.id !== newest.id || facts.breaks.includes(newest.id)) return null;
	const place = trades.lastIndexOf(newest);
	if (place < 0 || trades[0] !== before[before.length - 1 - place]) return null;
	return trades.slice(place + 1);
};

const heard = (trade: Trade): JoinedTrade => ({...trade, isFetched: false, isAfterGap: false});

/** As a rule a few fills come after all others: to join all of them takes some hundred times as long. */
const joinAnew = (last: Known | undefined, {trades, facts}: Omit<Known, 'tape'>) => {
	const news = last?.facts === facts ? newsOf(last, trades) : null;
	if (!last || !news) return joinTape(trades, facts, mostShown);
	return [...last.tape, ...news.map(heard)].slice(-mostShown);
};

type Taped = Pick<BookView, 'key' | 'trades' | 'tapeFacts'>;

/** The tape of a book, with what was fetched of before, oldest first; the same list as long as nothing came. */
export const tapeOf = ({key, trades, tapeFacts: facts = noTapeFacts}: Taped) => {
	const last = known.get(key);
	if (last?.trades === trades && last.facts === facts) return last.tape;
	const tape = joinAnew(last, {trades, facts});
	known.delete(key);
	known.set(key, {trades, facts, tape});
	const [oldest] = known.keys();
	if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
	return tape;
};

/** Of times that may be told too early, ids tell the order. */
const isAfter = (fetched: Trade, last: Trade): boolean =>
	fetched.time > last.time ||
	(last.time - fetched.time < coarseMs && isIdBefore(last.id, fetched.id));

/** The newest fill, heard or fetched; found without joining the two. */
export const lastTradeOf = ({
	trades,
	tapeFacts: {runs} = noTapeFacts,
}: Omit<Taped, 'key'>): Trade | undefined => {
	let last = trades.at(-1);
	for (const run of runs) {
		const fetched = run.at(-1);
		if (fetched && (!last || isAfter(fetched, last))) last = fetched;
	}
	return last;
};
