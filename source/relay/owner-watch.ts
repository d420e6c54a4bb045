import type {Clock} from '../clock.js';
import type {FeedFault} from '../faults.js';
import type {RelayHealth} from '../store/market-view.js';
import type {LogPlace} from './log-place.js';
import {relayOfRun, type Batch, type Word} from './messages.js';
import {createRunClocks, type RunClocks} from './run-clocks.js';
import {silentAfterMs} from './shown-status.js';
import type {ToldBook} from './told-book.js';
import {createVouching, type Vouching} from './vouching.js';

/** How long a word may be about a message that has not come. */
const aheadMs = 1500;

/** Milliseconds between two measurements of the owner's clock; sooner where its words are late. */
const measureMs = 60_000;
const measureSoonMs = 1000;

export type Doubt = {
	readonly reason: string;
	/** Worth telling. */
	readonly fault: FeedFault | null;
};

export const differs: Doubt = {
	reason: "the book differs from the relay's",
	fault: {code: 'relay-differs'},
};

export const leapt: Doubt = {reason: 'a clock leapt', fault: null};

type Port = {
	readonly clock: Pick<Clock, 'now'>;
	readonly place: Pick<LogPlace, 'position' | 'epoch' | 'run' | 'isWaiting'>;
	readonly told: Pick<ToldBook, 'said' | 'isSum'>;
};

/** Tells for how long the owner has spoken of a message that has not come. */
const createMissing = (clock: Pick<Clock, 'now'>) => {
	let since: number | null = null;
	return {
		is: () => since !== null && clock.now() - since >= aheadMs,
		note(isAhead: boolean) {
			since = isAhead ? (since ?? clock.now()) : null;
		},
	};
};

/** Tells when the owner is to be asked for its word. */
const createMeasuring = ({clock, told}: Pick<Port, 'clock' | 'told'>, vouching: Vouching) => {
	let askedAt = -Infinity;
	const isLate = (now: number): boolean =>
		vouching.silentMs(now) >= silentAfterMs ||
		(told.said().status === 'live' && !vouching.isVouched(now));
	return (measuredAt: number): boolean => {
		const now = clock.now();
		const everyMs = isLate(now) ? measureSoonMs : measureMs;
		if (now - Math.max(askedAt, measuredAt) < everyMs) return false;
		askedAt = now;
		return true;
	};
};

type DoubtsPort = Pick<Port, 'clock' | 'place'> & {
	readonly clocks: RunClocks;
	readonly missing: ReturnType<typeof createMissing>;
};

/** Why a word speaks against what is here; null where it does not. */
const createDoubts =
	({clock, place, clocks, missing}: DoubtsPort) =>
	({epoch, run, position, up}: Word): Doubt | null => {
		// What it began with may be on its way yet.
		if (epoch > place.epoch()) {
			missing.note(true);
			return null;
		}
		if (run !== place.run()) return {reason: 'two relays are of one epoch', fault: null};
		if (!clocks.isPossible(run, up, clock.now())) {
			clocks.forget();
			return leapt;
		}
		missing.note(position > place.position());
		return null;
	};

/** Whether a run can have told of that moment by now; where not, a clock leapt, and none is believed any more. */
const createLeapCheck =
	(clock: Pick<Clock, 'now'>, clocks: RunClocks) =>
	({run, asOf}: Pick<Batch, 'run' | 'asOf'>): boolean => {
		const isPossible = clocks.isPossible(run, asOf, clock.now());
		if (!isPossible) clocks.forget();
		return isPossible;
	};

/** How old what was said is now. */
const toAges = (clock: Pick<Clock, 'now'>, vouching: Vouching) => ({
	isVouched: () => vouching.isVouched(clock.now()),
	lateMs: () => vouching.lateMs(clock.now()),
	silentMs: () => vouching.silentMs(clock.now()),
	heardAt: vouching.heardAt,
});

/** What the owner of a book says of it, and how far that can be believed. */
export const createOwnerWatch = ({clock, place, told}: Port) => {
	const clocks = createRunClocks();
	const vouching = createVouching(clocks);
	const missing = createMissing(clock);
	const isTimeToAsk = createMeasuring({clock, told}, vouching);
	let latenessMs: number | null = null;

	const doubtOf = createDoubts({clock, place, clocks, missing});

	return {
		...toAges(clock, vouching),
		isKnown: clocks.isKnown,
		isPossible: createLeapCheck(clock, clocks),
		/** See `RunClocks`. */
		ahead: (run: string, moment: number) => clocks.ahead(run, moment, clock.now()),
		/** The owner said so in answer to a question of ours. */
		measure({run, up}: Word, questionAt: number) {
			clocks.measure(run, up, questionAt, clock.now());
		},
		/** Whether it is time to ask the owner for its word. */
		isDue: () => isTimeToAsk(clocks.measuredAt(place.run())),
		/** The book is another from here on. */
		withdraw() {
			vouching.withdraw();
			missing.note(false);
		},
		/** A message of the log was accepted: with it, the book is what it was up to its moment. */
		accepted({run, asOf}: Pick<Batch, 'run' | 'asOf'>) {
			vouching.heard(clock.now());
			missing.note(false);
			vouching.vouch(run, asOf, clock.now());
		},
		/** A word of no older epoch. Returns what speaks against the book. */
		hear(word: Word): Doubt | null {
			const doubt = doubtOf(word);
			if (doubt) return doubt;
			vouching.heard(clock.now());
			latenessMs = clock.now() - word.asOf - clocks.ahead(word.run, word.asOf, clock.now());
			if (word.epoch !== place.epoch()) return null;
			if (word.position !== place.position() || place.isWaiting()) return null;
			if (!told.isSum(word.sum)) return differs;
			if (word.live) vouching.vouch(word.run, word.asOf, clock.now());
			return null;
		},
		/** Nothing is believed of any clock. */
		forget: clocks.forget,
		/** A message that the owner speaks of has not come for too long. */
		isMissing: missing.is,
		toHealth: (): Omit<RelayHealth, 'rejoins' | 'differences' | 'countsOf'> => {
			const wordAt = vouching.heardAt();
			return {owner: relayOfRun(place.run()), epoch: place.epoch(), wordAt, latenessMs};
		},
	};
};

export type OwnerWatch = ReturnType<typeof createOwnerWatch>;
