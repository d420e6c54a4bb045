import type {Clock} from '../clock.js';
import {joinTickers, type ToldTicker} from '../book/ticker.js';
import type {TickerQuestion} from '../exchanges/ticker.js';
import type {FeedFault} from '../faults.js';
import {areTickers, askTickers} from './ask-tickers.js';
import type {VenueLink} from './venue.js';

/** What an answer told, by what it calls the markets. */
type Told = ReadonlyMap<string, ToldTicker>;

export type TickerPoll = {
	/** Null where no answer has told of it, or the newest does not. */
	get(symbol: string): ToldTicker | null;
	/** Why the newest question has no answer; null where it has one, or none was asked yet. */
	fault(): FeedFault | null;
	/** What was told, question by question: for a poll that goes on after this one. */
	told(): readonly Told[];
	/** Asks no more. */
	stop(): void;
};

export type TickerPollOptions = {
	readonly venue: Pick<VenueLink, 'exchange' | 'rest' | 'pause'>;
	readonly clock: Pick<Clock, 'now' | 'after'>;
	/** Those that are wanted, by the exchange's own names: nothing is kept of others. */
	readonly symbols: readonly string[];
	/** Whether only the last 24 hours are wanted: best prices come from books. */
	readonly isDayOnly: boolean;
	/** Milliseconds between two questions at the least, besides what the exchange wants. @default 0 */
	readonly leastMs?: number;
	/** Of the poll before: shown until there is an answer. @default nothing */
	readonly told?: readonly Told[];
	/** There is another answer, or a fault. */
	readonly onNews: () => void;
};

/** The longest wait between two tries, in milliseconds. */
const mostWaitMs = 120_000;

/** Whom the question is put for, request by request: for these, some at a time, or for all. */
const partsOf = (
	{mostNamed = 1, isNamedOnly = false}: TickerQuestion,
	symbols: readonly string[],
): readonly (readonly string[])[] => {
	if (symbols.length > mostNamed && !isNamedOnly) return [[]];
	const count = Math.ceil(symbols.length / mostNamed);
	return Array.from({length: count}, (_, part) =>
		symbols.slice(part * mostNamed, (part + 1) * mostNamed),
	);
};

/** One question, asked again and again; what it told last. */
const pollOne = (
	options: TickerPollOptions,
	question: TickerQuestion,
	before: Told,
): TickerPoll => {
	const {venue, clock, symbols, leastMs = 0, onNews} = options;
	const {tickers} = venue.exchange;
	const nameOf = (symbol: string) => tickers.nameOf?.(symbol) ?? symbol;
	const wanted = new Set(symbols.map(nameOf));
	let told = before;
	let fault: FeedFault | null = null;
	let failures = 0;
	let isStopped = false;
	let cancel = () => {};

	/** All answers, or the first fault. */
	const askAll = async (): Promise<Told | FeedFault> => {
		const all = new Map<string, ToldTicker>();
		for (const part of partsOf(question, symbols)) {
			const answer = await askTickers(venue, question, part, {isUnrecorded: true});
			if (!areTickers(answer)) return answer;
			const at = clock.now();
			for (const ticker of answer) if (wanted.has(ticker.name)) all.set(ticker.name, {ticker, at});
		}
		return all;
	};

	const ask = async () => {
		const answer = await askAll();
		if (isStopped) return;
		const isTold = answer instanceof Map;
		if (isTold) told = answer;
		fault = isTold ? null : (answer as FeedFault);
		failures = isTold ? 0 : failures + 1;
		const everyMs = Math.max(leastMs, question.everyMs);
		const waitMs = Math.min(everyMs * 2 ** Math.min(failures, 10), Math.max(everyMs, mostWaitMs));
		const heldMs = (venue.rest.hold()?.until ?? 0) - clock.now();
		cancel = clock.after(Math.max(waitMs, heldMs), () => void ask());
		onNews();
	};
	if (symbols.length > 0) void ask();

	return {
		get: symbol => told.get(nameOf(symbol)) ?? null,
		fault: () => fault,
		told: () => [told],
		stop() {
			isStopped = true;
			cancel();
		},
	};
};

const hasTouch = ({ticker: {bid, ask}}: ToldTicker): boolean => bid !== null || ask !== null;

/** As old as its best prices are, where it has any: by those it is compared. */
const join = (older: ToldTicker, newer: ToldTicker): ToldTicker => {
	if (older.at > newer.at) return join(newer, older);
	const {at} = hasTouch(older) && !hasTouch(newer) ? older : newer;
	return {ticker: joinTickers(older.ticker, newer.ticker), at};
};

/** Asks an exchange about markets as often as is good, and keeps what it told last. */
export const startTickerPoll = (options: TickerPollOptions): TickerPoll => {
	const {questions} = options.venue.exchange.tickers;
	const asked = options.isDayOnly ? questions.slice(0, 1) : questions;
	const none: Told = new Map();
	const polls = asked.map((question, index) =>
		pollOne(options, question, options.told?.[index] ?? none),
	);
	return {
		get: symbol =>
			polls
				.map(poll => poll.get(symbol))
				.filter(told => told !== null)
				.reduce<ToldTicker | null>((all, told) => (all ? join(all, told) : told), null),
		fault: () => polls.map(poll => poll.fault()).find(one => one !== null) ?? null,
		told: () => polls.flatMap(poll => poll.told()),
		stop() {
			for (const poll of polls) poll.stop();
		},
	};
};
