import {notLinkedYet} from '../verify/loss-reason.js';
import {dayOf, dayUs, type Gap} from './book-rows.js';

type Options = {
	/** The capture's first event, in microseconds since 1970. */
	readonly startUs: number;
	/** When the market was first heard of, in microseconds since 1970. */
	readonly seenUs: number;
};

/** Of one market, when its book was proven, a UTC day at a time. All times are microseconds since 1970. */
export const createCoverage = ({startUs, seenUs}: Options) => {
	let day = dayOf(seenUs);
	/** What was recorded of the day begins here. */
	let from = Math.max(startUs, day * dayUs);
	let gaps: Gap[] = [];
	/** Null while it is proven. */
	let open: Omit<Gap, 'to'> | null = {from, reason: 'nothing of it was recorded before'};

	const close = (to: number) => {
		if (open && to > open.from) gaps.push({from: open.from, to, reason: open.reason});
	};

	const unproven = (us: number, reason: string) => {
		open ??= {from: us, reason};
	};

	if (seenUs > from) close(seenUs);
	open = {from: Math.max(from, seenUs), reason: notLinkedYet};

	return {
		/** The number of the day that goes on. */
		day: () => day,
		proven(us: number) {
			close(us);
			open = null;
		},
		/** Where it is not proven already, the reason is that of the beginning. */
		unproven,
		/** What is known of the day; the next one begins where it ends. */
		endDay(to: number) {
			close(to);
			const ended = {from, to, gaps};
			day++;
			from = to;
			gaps = [];
			if (open) open = {...open, from: to};
			return ended;
		},
		/** Nothing was recorded up to a day. */
		goTo(later: number) {
			day = later;
			from = later * dayUs;
			if (open) open = {...open, from};
		},
	};
};
