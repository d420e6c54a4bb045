import type {Clock} from '../clock.js';
import type {FeedFault} from '../faults.js';
import type {RelayHealth} from '../store/market-view.js';
import type {LogPlace} from './log-place.js';
import {relayOfRun, type Batch, type Word} from './messages.js';
import {createRunClocks} from './run-clocks.js';
import {silentAfterMs} from './shown-status.js';
import type {ToldBook} from './told-book.js';
import {createVouching} from './vouching.js';

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

type Port = {
	readonly clock: Pick<Clock, 'now'>;
	readonly place: Pick<LogPlace, 'position' | 'epoch' | 'run' | 'isWaiting'>;
	readonly told: Pick<ToldBook, 'said' | 'isSum'>;
};

/** What the owner of a book says of it, and how far that can be believed. */
export const createOwnerWatch = ({clock, place, told}: Port) => {
	const clocks = createRunClocks();
	const vouching = createVouching(clocks);
	let aheadSince: number | null = null;
	let askedAt = -Infinity;
	let latenessMs: number | null = null;

	const isLive = () => told.said().status === 'live';

	/** Why a word speaks against what is here; null where it does not. */
	const doubtOf = ({epoch, run, position, up}: Word): Doubt | null => {
		if (epoch > place.epoch() || run !== place.run())
			return {reason: 'another relay took over unheard', fault: null};
		if (!clocks.isPossible(run, up, clock.now())) {
			clocks.forget();
			return {reason: 'a clock leapt', fault: null};
		}
		if (position <= place.position()) aheadSince = null;
		else aheadSince ??= clock.now();
		return null;
	};

	return {
		isKnown: clocks.isKnown,
		/** See `RunClocks`. */
		ahead: (run: string, moment: number) => clocks.ahead(run, moment, clock.now()),
		/** The owner said so in answer to a question of ours. */
		measure({run, up}: Word, questionAt: number) {
			clocks.measure(run, up, questionAt, clock.now());
		},
		/** Whether it is time to ask the owner for its word. */
		isDue(): boolean {
			const now = clock.now();
			const isSilent = vouching.silentMs(now) >= silentAfterMs;
			const isLate = isSilent || (isLive() && !vouching.isVouched(now));
			const wait = isLate ? measureSoonMs : measureMs;
			if (now - Math.max(askedAt, clocks.measuredAt(place.run())) < wait) return false;
			askedAt = now;
			return true;
		},
		/** The book is another from here on. */
		withdraw() {
			vouching.withdraw();
			aheadSince = null;
		},
		/** A message of the log was accepted: with it, the book is what it was up to its moment. */
		accepted({run, asOf}: Pick<Batch, 'run' | 'asOf'>) {
			vouching.heard(clock.now());
			aheadSince = null;
			vouching.vouch(run, asOf, clock.now());
		},
		/** A word of no older epoch. Returns what speaks against the book. */
		hear(word: Word): Doubt | null {
			const doubt = doubtOf(word);
			if (doubt) return doubt;
			vouching.heard(clock.now());
			latenessMs = clock.now() - word.asOf - clocks.ahead(word.run, word.asOf, clock.now());
			if (word.position !== place.position() || place.isWaiting()) return null;
			if (!told.isSum(word.sum)) return differs;
			if (word.live) vouching.vouch(word.run, word.asOf, clock.now());
			return null;
		},
		/** Nothing is believed of any clock. */
		forget() {
			clocks.forget();
			vouching.withdraw();
		},
		/** A message that the owner speaks of has not come for too long. */
		isMissing: () => aheadSince !== null && clock.now() - aheadSince >= aheadMs,
		isVouched: () => vouching.isVouched(clock.now()),
		lateMs: () => vouching.lateMs(clock.now()),
		silentMs: () => vouching.silentMs(clock.now()),
		heardAt: vouching.heardAt,
		toHealth: (): Omit<RelayHealth, 'rejoins' | 'differences'> => ({
			...{owner: relayOfRun(place.run()), epoch: place.epoch()},
			...{wordAt: vouching.heardAt(), latenessMs},
		}),
	};
};

export type OwnerWatch = ReturnType<typeof createOwnerWatch>;
