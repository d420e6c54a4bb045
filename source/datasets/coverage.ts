import {elsewhere, notLinkedYet} from '../verify/loss-reason.js';
import {dayOf, dayUs, type Gap} from './book-rows.js';

/** Of the recording of one market. */
export type Beginning = {
	/** In microseconds since 1970. */
	readonly startUs: number;
	/** When the market was first heard of, in microseconds since 1970. */
	readonly seenUs: number;
};

/** The gaps of a day, of which the last may go on. */
const createGaps = () => {
	let gaps: Gap[] = [];
	/** Null while the book is proven, or another is recorded in its place. */
	let open: Omit<Gap, 'to'> | null = null;

	const end = (to: number) => {
		if (open && to > open.from) gaps.push({from: open.from, to, reason: open.reason});
		open = null;
	};

	return {
		isOpen: () => open !== null,
		begin(from: number, reason: string) {
			open = {from, reason};
		},
		end,
		/** The day is over: what goes on goes on in the next. */
		take(to: number): readonly Gap[] {
			const goesOn = open;
			end(to);
			const taken = gaps;
			gaps = [];
			open = goesOn && {...goesOn, from: to};
			return taken;
		},
		/** The one that goes on is told from here on. */
		moveTo(from: number) {
			if (open) open = {...open, from};
		},
	};
};

/** Of one market, when its book was proven, a UTC day at a time. All times are microseconds since 1970. */
export const createCoverage = ({startUs, seenUs}: Beginning) => {
	let day = dayOf(seenUs);
	/** What was recorded of the day begins here. */
	let from = Math.max(startUs, day * dayUs);
	const gaps = createGaps();
	/** Since when another market is recorded in place of this one; null while this one is. */
	let left: number | null = null;

	gaps.begin(from, 'nothing of it was recorded before');
	gaps.end(seenUs);
	gaps.begin(Math.max(from, seenUs), notLinkedYet);

	return {
		/** The number of the day that goes on. */
		day: () => day,
		/** Something of it comes: where another was recorded in its place, it is recorded again. */
		hear(us: number) {
			// The connections of a market that is left are closed, or asked for it no more, right behind.
			if (left === null || us <= left) return;
			gaps.begin(Math.max(left, from), elsewhere);
			left = null;
		},
		proven(us: number) {
			left = null;
			gaps.end(us);
		},
		/** Where it is not proven already, the reason is that of the beginning. */
		unproven(us: number, reason: string) {
			if (left !== null || gaps.isOpen()) return;
			gaps.begin(us, reason);
		},
		/** The recording goes over to another market, or ends: what began behind that was not recorded. */
		leave(us: number) {
			left = us;
			gaps.end(left);
		},
		isLeft: () => left !== null,
		/** What is known of the day; the next one begins where it ends. */
		endDay(to: number) {
			const ended = {from, to: Math.max(from, Math.min(to, left ?? to)), gaps: gaps.take(to)};
			day++;
			from = to;
			return ended;
		},
		/** Nothing was recorded up to a day. */
		goTo(later: number) {
			day = later;
			from = later * dayUs;
			gaps.moveTo(from);
		},
	};
};

export type Coverage = ReturnType<typeof createCoverage>;
