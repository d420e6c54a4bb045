/** Rows of one moment, without their times. */
export type EventRows = {
	/** Three numbers a row: kind and side, price, size. */
	readonly numbers: Float64Array;
	readonly length: number;
};

export type Moment = EventRows & {
	/** Microseconds since 1970, by the exchange's clock. */
	readonly exchangeTime: number;
	/** Microseconds since 1970, by ours. */
	readonly localTime: number;
};

/** Whether rows are in the order of the exchange's clock, of ours, or of both. */
export type Place = 'exchange' | 'local' | 'both';

/** Microseconds by our clock in which what is older by the exchange's clock may still come. */
const windowUs = 10_000_000;

/** Places of what was taken that are kept before the others move up. */
const mostTaken = 1024;

/** Moments in a row: the first one is taken, and those behind it need not move up each time. */
const createQueue = () => {
	const moments: Moment[] = [];
	let taken = 0;
	return {
		first: (): Moment | undefined => moments[taken],
		takeFirst() {
			taken++;
			if (taken < moments.length && taken < mostTaken) return;
			moments.splice(0, taken);
			taken = 0;
		},
		add(moment: Moment) {
			moments.push(moment);
		},
		/** Puts it behind the last one that is no later by the exchange's clock. */
		insert(moment: Moment) {
			let at = moments.length;
			while (at > taken && (moments[at - 1]?.exchangeTime ?? 0) > moment.exchangeTime) at--;
			if (at === moments.length) moments.push(moment);
			else moments.splice(at, 0, moment);
		},
	};
};

/**
 * Puts rows into the order of both clocks. They come in the order of ours; one that is late by the exchange's clock is
 * told twice, in its place by each. What is later than ten seconds takes the place after what was told.
 */
export const createEventOrder = (tell: (moment: Moment, place: Place) => void) => {
	/** In the order of the exchange's clock. */
	const byExchange = createQueue();
	/** In the order of ours. */
	const byLocal = createQueue();
	const toldEarly = new Set<Moment>();
	let told = -Infinity;

	/** Tells those by our clock that were told by the exchange's. */
	const tellLate = () => {
		while (toldEarly.size > 0) {
			const next = byLocal.first();
			if (!next || !toldEarly.delete(next)) return;
			byLocal.takeFirst();
			tell(next, 'local');
		}
	};

	const release = (until: number) => {
		for (;;) {
			tellLate();
			const moment = byExchange.first();
			if (!moment || moment.localTime > until) return;
			byExchange.takeFirst();
			told = moment.exchangeTime;
			if (moment === byLocal.first()) {
				byLocal.takeFirst();
				tell(moment, 'both');
			} else {
				toldEarly.add(moment);
				tell(moment, 'exchange');
			}
		}
	};

	return {
		add(moment: Moment) {
			const exchangeTime = Math.max(moment.exchangeTime, told);
			const placed = exchangeTime === moment.exchangeTime ? moment : {...moment, exchangeTime};
			byExchange.insert(placed);
			byLocal.add(placed);
			release(moment.localTime - windowUs);
		},
		/** Nothing more comes. */
		end() {
			release(Infinity);
		},
	};
};
