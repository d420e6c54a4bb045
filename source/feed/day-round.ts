import type {ToldTicker} from '../book/ticker.js';
import type {Clock} from '../clock.js';
import {areTickers, askTickers} from './ask-tickers.js';
import type {ListSource} from './find-market.js';

/** Between two questions about the same market, in milliseconds: its day changes slowly. */
const everyMs = 30_000;

/** Between two questions about any: of many markets each has its turn the later. */
const apartMs = 3000;

/** The longest wait for a market that nothing is told of. */
const mostWaitMs = 10 * 60_000;

/** What exchanges tell of the last 24 hours of markets whose books are followed. */
export type DayRound = {
	/** Asks about a market from now on. Returns stop. */
	join(symbol: string, onTold: (told: ToldTicker) => void): () => void;
};

export type DayRoundOptions = {
	readonly venue: Pick<ListSource, 'exchange' | 'rest' | 'pause'>;
	readonly clock: Pick<Clock, 'now' | 'after'>;
};

type Member = {
	readonly symbol: string;
	readonly onTold: (told: ToldTicker) => void;
	/** Epoch milliseconds. */
	dueAt: number;
	failures: number;
};

/**
 * Asks an exchange about one market after the other, with one question under way at the most: the books have the way
 * for themselves nearly always. What it tells is recorded as it came.
 */
export const createDayRound = ({venue, clock}: DayRoundOptions): DayRound => {
	const members = new Set<Member>();
	const [question] = venue.exchange.tickers.questions;
	let isAsking = false;
	let askedAt = -Infinity;
	let cancel = () => {};

	const next = (): Member | null =>
		[...members].reduce<Member | null>((a, b) => (a && a.dueAt <= b.dueAt ? a : b), null);

	const plan = () => {
		cancel();
		const member = next();
		if (!member || isAsking) return;
		const at = Math.max(member.dueAt, askedAt + apartMs, venue.rest.hold()?.until ?? 0);
		cancel = clock.after(Math.max(0, at - clock.now()), () => void ask(member));
	};

	const ask = async (member: Member) => {
		const {symbol, onTold} = member;
		isAsking = true;
		askedAt = clock.now();
		const answer = await askTickers(venue, question, [symbol]);
		isAsking = false;
		const at = clock.now();
		const name = venue.exchange.tickers.nameOf?.(symbol) ?? symbol;
		const ticker = areTickers(answer) ? answer.find(one => one.name === name) : undefined;
		member.failures = ticker ? 0 : member.failures + 1;
		member.dueAt = at + Math.min(everyMs * 2 ** Math.min(member.failures, 10), mostWaitMs);
		if (ticker && members.has(member)) onTold({ticker, at});
		plan();
	};

	return {
		join(symbol, onTold) {
			const member: Member = {symbol, onTold, dueAt: clock.now(), failures: 0};
			members.add(member);
			plan();
			return () => {
				members.delete(member);
				plan();
			};
		},
	};
};
