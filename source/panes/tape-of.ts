import {joinTape, noTapeFacts, type JoinedTrade, type TapeFacts} from '../book/joined-tape.js';
import type {Trade} from '../book/trade.js';
import type {BookView} from '../store/market-view.js';

/** Fills that are shown of a book at the most: as many as are kept of those that are heard. */
const mostShown = 500;

type Known = {readonly facts: TapeFacts; readonly tape: readonly JoinedTrade[]};

/** By the fills that were heard: the same list as long as none came. */
const known = new WeakMap<readonly Trade[], Known>();

/** The tape of a book, with what was fetched of before, oldest first; the same list as long as nothing came. */
export const tapeOf = ({
	trades,
	tapeFacts: facts = noTapeFacts,
}: Pick<BookView, 'trades' | 'tapeFacts'>): readonly JoinedTrade[] => {
	const last = known.get(trades);
	if (last?.facts === facts) return last.tape;
	const tape = joinTape(trades, facts, mostShown);
	known.set(trades, {facts, tape});
	return tape;
};

/** The newest fill, heard or fetched; found without joining the two. */
export const lastTradeOf = ({
	trades,
	tapeFacts: {runs} = noTapeFacts,
}: Pick<BookView, 'trades' | 'tapeFacts'>): Trade | undefined => {
	let last = trades.at(-1);
	for (const run of runs) {
		const fetched = run.at(-1);
		if (fetched && (!last || fetched.time > last.time)) last = fetched;
	}
	return last;
};
