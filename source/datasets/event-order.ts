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

/**
 * Puts rows into the order of both clocks. They come in the order of ours; one that is late by the exchange's clock is
 * told twice, in its place by each. What is later than ten seconds takes the place after what was told.
 */
export const createEventOrder = (tell: (moment: Moment, place: Place) => void) => {
	/** In the order of the exchange's clock. */
	const byExchange: Moment[] = [];
	/** In the order of ours. */
	const byLocal: Moment[] = [];
	const toldEarly = new Set<Moment>();
	let told = -Infinity;

	const insert = (moment: Moment) => {
		let at = byExchange.length;
		while (at > 0 && (byExchange[at - 1]?.exchangeTime ?? 0) > moment.exchangeTime) at--;
		byExchange.splice(at, 0, moment);
	};

	/** Tells those by our clock that were told by the exchange's. */
	const tellLate = () => {
		for (;;) {
			const [next] = byLocal;
			if (!next || !toldEarly.delete(next)) return;
			byLocal.shift();
			tell(next, 'local');
		}
	};

	const release = (until: number) => {
		for (;;) {
			tellLate();
			const [moment] = byExchange;
			if (!moment || moment.localTime > until) return;
			byExchange.shift();
			told = moment.exchangeTime;
			if (moment === byLocal[0]) {
				byLocal.shift();
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
			insert(placed);
			byLocal.push(placed);
			release(moment.localTime - windowUs);
		},
		/** Nothing more comes. */
		end() {
			release(Infinity);
		},
	};
};
