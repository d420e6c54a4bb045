import type {Clock} from '../clock.js';
import type {SocketEvent} from '../transport/transport.js';

type Options = {
	readonly clock: Pick<Clock, 'now' | 'after'>;
	/** Sends a ping frame that carries this. */
	readonly ping: (payload: string) => void;
	/** It is time to ask: at once, or as soon as the exchange lets us. */
	readonly onDue: () => void;
};

/** From the opening to the first ping, and from the answer to one to the next. */
const firstMs = 1000;
const askEveryMs = 5000;

/** The way there and back takes less, over a bad line too. */
const lateMs = 3000;

/** A peer that says other things for so long, and answers nothing, is taken for one that answers no pings. */
const unansweredMs = 120_000;

const mark = 'on time ';

/** The number of the ping that this answers, NaN where it is none of ours. */
const numberIn = (event: SocketEvent): number =>
	event.type === 'pong' && event.payload?.startsWith(mark) === true
		? Number(event.payload.slice(mark.length))
		: NaN;

/**
 * Tells whether a socket is late with what it brings: all comes in order and without a pause, so nothing of it tells.
 * But a pong waits its turn behind all else. Of a peer that answers no pings nothing is known.
 */
export const createLateness = ({clock, ping, onDue}: Options) => {
	let count = 0;
	let isDue = false;
	/** When the newest ping was sent, while it is not answered. */
	let askedAt: number | null = null;
	let answersPings = false;
	/** Since when answers take too long. */
	let slowSince: number | null = null;
	let lastSign = -Infinity;
	let cancelTimer = () => {};

	const askIn = (ms: number) => {
		cancelTimer();
		cancelTimer = clock.after(ms, () => {
			if (askedAt !== null) answersPings = false;
			isDue = true;
			onDue();
		});
	};

	const isOverdue = () => askedAt !== null && answersPings && lastSign - askedAt >= lateMs;

	const answered = (number: number) => {
		const isInTime = number === count && askedAt !== null && clock.now() - askedAt < lateMs;
		answersPings = true;
		slowSince = isInTime ? null : (slowSince ?? clock.now());
		if (number !== count) return;
		askedAt = null;
		// What was late stays so until a ping of now is answered in time.
		askIn(isInTime ? askEveryMs : 0);
	};

	return {
		/** Asks, where it is time for that. Returns whether it did. */
		ask(): boolean {
			if (!isDue) return false;
			isDue = false;
			askedAt = clock.now();
			askIn(unansweredMs);
			ping(`${mark}${++count}`);
			return true;
		},
		/** To be told before anybody else hears of it. */
		heard(event: SocketEvent) {
			if (event.heardAt !== undefined) return;
			if (event.type === 'open') askIn(firstMs);
			const number = numberIn(event);
			if (number >= 1 && number <= count) answered(number);
			else lastSign = clock.now();
		},
		/** Asks no more. */
		end() {
			cancelTimer();
		},
		isLate: () => slowSince !== null || isOverdue(),
		/** Milliseconds since which answers take too long, 0 where they do not. */
		slowMs: () => (slowSince === null ? 0 : clock.now() - slowSince),
	};
};

export type Lateness = ReturnType<typeof createLateness>;
