import type {Clock} from '../clock.js';
import type {SocketEvent} from '../transport/transport.js';

type Options = {
	/** The way there and back takes less, over a bad line too. */
	readonly lateMs: number;
	readonly clock: Pick<Clock, 'now' | 'after'>;
	/** Sends a ping frame that carries this. */
	readonly ping: (payload: string) => void;
	/** It is time to ask: at once, or as soon as the exchange lets us. */
	readonly onDue: () => void;
};

/** From the opening to the first ping, and from the answer to one to the next. */
const firstMs = 1000;
const askEveryMs = 5000;

/** A peer that says other things for so long, and answers nothing, is taken for one that answers no pings. */
const unansweredMs = 120_000;

const mark = 'on time ';

/** The number of the ping that this answers, NaN where it is none of ours. */
const numberIn = (event: SocketEvent): number =>
	event.type === 'pong' && event.payload?.startsWith(mark) === true
		? Number(event.payload.slice(mark.length))
		: NaN;

/**
 * How late a socket is by the answers to our pings, which wait their turn behind all else. Of a peer that answers none
 * they tell nothing.
 */
export const createPingTimes = ({lateMs, clock, ping, onDue}: Options) => {
	let count = 0;
	let isDue = false;
	/** When the newest ping was sent, while it is not answered. */
	let askedAt: number | null = null;
	let answersPings = false;
	/** Since when answers take too long. */
	let slowSince: number | null = null;
	let cancelTimer = () => {};

	const askIn = (ms: number) => {
		cancelTimer();
		cancelTimer = clock.after(ms, () => {
			if (askedAt !== null) answersPings = false;
			isDue = true;
			onDue();
		});
	};

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
		/** Returns whether it answers a ping of ours. */
		heard(event: SocketEvent): boolean {
			if (event.type === 'open') askIn(firstMs);
			const number = numberIn(event);
			const isAnswer = number >= 1 && number <= count;
			if (isAnswer) answered(number);
			return isAnswer;
		},
		/** Asks no more. */
		end() {
			cancelTimer();
		},
		/** Whether an answer should have come before what came at `lastSign`, by our clock. */
		isOverdue: (lastSign: number) =>
			askedAt !== null && answersPings && lastSign - askedAt >= lateMs,
		/** Since when answers take too long, by our clock; null where they do not. */
		slowSince: () => slowSince,
	};
};
