import type {BookEvent} from './book-events.js';
import type {Standing} from './book-watch.js';
import type {CoverageDays, StretchKind} from './coverage-days.js';
import {elsewhere, notLinkedYet, standingReasons, toLossReason} from './loss-reason.js';
import {isHeard} from './recorded-files.js';

type Options = {
	readonly exchange: string;
	/** The exchange's own name of the market. */
	readonly symbol: string;
	readonly days: CoverageDays;
	/** When the recording began that the book is in. */
	readonly startedAt: number;
	/** When the book was heard of. */
	readonly seenAt: number;
	/** For how much of a stretch nothing at all was recorded, in milliseconds. */
	readonly silentMs: (from: number, to: number) => number;
};

type Unproven = {
	readonly type: 'unproven';
	/** When it was proven last. */
	readonly since: number;
	/** What it is like, why it became so, and since when. */
	readonly kind: StretchKind;
	readonly reason: string;
	readonly kindSince: number;
	/** What it is told by so far; null where it was like this from its beginning. */
	readonly main: Spent | null;
};

/** Milliseconds of one kind, and why it was so. */
type Spent = {readonly kind: StretchKind; readonly reason: string; readonly ms: number};

/** `confirmedAt`: when the exchange last told the whole book, and it was this one. */
type Proven = {readonly type: 'proven'; readonly since: number; confirmedAt: number};

type State =
	| Proven
	| Unproven
	/** The recording went over to another market. */
	| {readonly type: 'left'; readonly since: number};

type Lost = Standing & {readonly isProven: false};

/** What time is like while a book stands so; `told`: what was found wrong with it. */
const kindOf = ({why}: Lost, told: BookEvent | null): StretchKind => {
	if (why === 'shallow') return 'unverifiable';
	if (why !== 'unsynced') return 'missing';
	// A snapshot that was too old shows nothing wrong with what was recorded: the recorder asks until one links.
	const isBroken = told && told.type !== 'changes' && told.type !== 'outdated';
	return isBroken ? 'broken' : 'unverifiable';
};

const reasonOf = ({why}: Lost, told: BookEvent | null): string =>
	(why === 'unsynced' && told ? toLossReason(told) : null) ?? standingReasons[why];

const unprovenFrom = (since: number, kind: StretchKind, reason: string): Unproven => ({
	...{type: 'unproven', since, kind, reason, kindSince: since, main: null},
});

/** Milliseconds from which on a hole is told by what most of it was like: how it began is little of it then. */
const longMs = 60_000;

/**
 * What a hole up to `at` is told by: how it began, or what it was like for the longest time where that is long. Of two
 * that were as long, the first.
 */
const mainOf = ({kind, reason, kindSince, main}: Unproven, at: number): Spent => {
	const ms = at - kindSince;
	return main && (ms < longMs || ms <= main.ms) ? main : {kind, reason, ms};
};

/** Writes down how time was spent for one book. */
const createSpending = ({exchange, symbol, days, silentMs}: Options) => {
	const add = (kind: StretchKind, from: number, to: number) => {
		days.add(exchange, symbol, kind, from, to);
	};
	return {
		add,
		/** Nothing of it came before `at`. */
		before(from: number, at: number) {
			add('missing', from, at);
			const reason = 'nothing of it was recorded before';
			days.hole({exchange, symbol, from, to: at, kind: 'missing', reason});
		},
		/** `until`: since then it is doubted. */
		proven(since: number, until: number, at: number) {
			add('clean', since, until);
			add('doubted', until, at);
		},
		unproven(unproven: Unproven, at: number) {
			const {since} = unproven;
			add(unproven.kind, unproven.kindSince, at);
			const {kind, reason} = mainOf(unproven, at);
			const isSilent = silentMs(since, at) * 2 > at - since;
			days.hole({
				...{exchange, symbol, from: since, to: at},
				kind: isSilent ? 'missing' : kind,
				reason: isSilent ? standingReasons.hole : reason,
			});
		},
	};
};

/** Goes from one state to the next as time is spent. */
const createStates = (options: Options) => {
	const spending = createSpending(options);
	const {startedAt, seenAt} = options;
	spending.before(startedAt, seenAt);
	let state: State = unprovenFrom(seenAt, 'unverifiable', notLinkedYet);
	/** Spends the time for which it was proven last, up to `until`: nobody knows yet whether that was recorded to its end. */
	let spendLast = (_until: number) => {};

	const settle = (until = Infinity) => {
		spendLast(until);
		spendLast = () => {};
	};

	/** Ends what is at `at`. */
	const close = (at: number) => {
		settle();
		if (state.type === 'proven') {
			const {since} = state;
			spendLast = until => spending.proven(since, Math.min(at, until), Math.min(at, until));
		} else if (state.type === 'unproven') spending.unproven(state, at);
	};

	return {
		get: () => state,
		go(next: State) {
			if (next.since > state.since || next.type !== state.type) close(next.since);
			state = next;
		},
		/** It is not proven for another reason now. */
		turn(unproven: Unproven, kind: StretchKind, reason: string, at: number) {
			settle();
			spending.add(unproven.kind, unproven.kindSince, at);
			const main = mainOf(unproven, at);
			state = {...unproven, kind, reason, kindSince: at, main};
		},
		/** What is wrong with the book shows that it was wrong before, behind `right`. */
		contradict({since}: Proven, right: number, at: number) {
			settle();
			spending.proven(since, Math.min(right, at), at);
			state = {type: 'proven', since: at, confirmedAt: at};
		},
		/** Its recording is over, or goes over to another market. What was taken to be so behind `at` was not recorded. */
		leave(at: number) {
			if (at >= state.since) close(at);
			settle(at);
			state = {type: 'left', since: at};
		},
	};
};

/** Tells how time was spent for one book, on however many channels it comes. Times are milliseconds since the start of the capture. */
export const createBookCoverage = (options: Options) => {
	const states = createStates(options);
	/** Channels on which it is proven. */
	const proven = new Set<object>();

	/** It is recorded again: nothing of it was while it was left. */
	const comeBack = (at: number) => {
		const {type, since} = states.get();
		if (type === 'left' && at > since) states.go(unprovenFrom(since, 'missing', elsewhere));
	};

	const lose = (standing: Lost, told: BookEvent | null, at: number) => {
		const [kind, reason] = [kindOf(standing, told), reasonOf(standing, told)];
		// The connections of a market that is left are closed, or asked for it no more, right behind the marker.
		if (isHeard(standing)) comeBack(at);
		const state = states.get();
		if (state.type === 'proven') states.go(unprovenFrom(at, kind, reason));
		if (state.type === 'unproven' && state.kind !== kind) states.turn(state, kind, reason, at);
	};

	return {
		/** How it stands on a channel; `told`: what was found wrong with it there. */
		settle(channel: object, standing: Standing, told: BookEvent | null, at: number) {
			if (!standing.isProven) {
				proven.delete(channel);
				if (proven.size === 0) lose(standing, told, at);
				return;
			}
			proven.add(channel);
			comeBack(at);
			if (states.get().type !== 'proven') states.go({type: 'proven', since: at, confirmedAt: at});
		},
		/** The exchange told the whole book. */
		confirm(at: number) {
			const state = states.get();
			if (state.type === 'proven') state.confirmedAt = at;
		},
		/** The book turned out to be wrong on a channel; `rightAt`: when it was right all the same. */
		contradict(channel: object, at: number, rightAt = -Infinity) {
			const state = states.get();
			if (state.type === 'proven' && proven.has(channel) && proven.size === 1)
				states.contradict(state, Math.max(state.confirmedAt, rightAt), at);
		},
		/** The recording goes over to another market, or ends. */
		leave(at: number) {
			if (states.get().type === 'left') return;
			proven.clear();
			states.leave(at);
		},
	};
};

export type BookCoverage = ReturnType<typeof createBookCoverage>;
