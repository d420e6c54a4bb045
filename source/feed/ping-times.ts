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

/** From the answer to the newest ping to the next one. */
const askEveryMs = 5000;

/** From a ping without an answer to the next: a peer may leave one out. Shorter than what is late. */
const askAgainMs = 2500;

/** The same at the most, while none was answered yet: most peers of which none is do not answer pings. */
const seldomMs = 120_000;

/** A line that holds up all answers for so long does not catch up, and a peer that gives none any more is not relied on. */
const mostOpenMs = 120_000;

/** Pings that are waited for: in so long no more are sent to a peer that answers. */
const mostOpen = 60;

const mark = 'on time ';

/** The number of the ping that this answers, NaN where it is none of ours. */
const numberIn = (event: SocketEvent): number =>
	event.type === 'pong' && event.payload?.startsWith(mark) === true
		? Number(event.payload.slice(mark.length))
		: NaN;

/** Pings that may still be answered, by their numbers. */
const createOpenPings = () => {
	let count = 0;
	/** When they were sent, the oldest first. */
	const sentAt: number[] = [];
	return {
		count: () => count,
		isAny: () => sentAt.length > 0,
		/** When the oldest was sent. */
		since: () => sentAt[0],
		/** One more is sent now. Returns its number. */
		add(now: number): number {
			if (sentAt.push(now) > mostOpen) sentAt.shift();
			return ++count;
		},
		/** This one is answered, and those before it will not be any more. Returns when it was sent, if it was among them. */
		take(number: number): number | undefined {
			const left = count - number;
			const askedAt = sentAt.at(-1 - left);
			if (askedAt !== undefined) sentAt.splice(0, sentAt.length - left);
			return askedAt;
		},
	};
};

/**
 * How late a socket is by the answers to our pings, which wait their turn behind all else. Of a peer that answers none
 * they tell nothing.
 */
export const createPingTimes = ({lateMs, clock, ping, onDue}: Options) => {
	const open = createOpenPings();
	let isDue = false;
	let answersPings = false;
	let wasInTime = false;
	/** Since when answers take too long. */
	let slowSince: number | null = null;
	let cancelTimer = () => {};

	const askNow = () => {
		isDue = true;
		onDue();
	};

	const askIn = (ms: number) => {
		cancelTimer();
		cancelTimer = clock.after(ms, askNow);
	};

	const answered = (number: number) => {
		const askedAt = open.take(number);
		// It comes twice, or after the answer to a newer one.
		if (askedAt === undefined) return;
		answersPings = true;
		const isInTime = clock.now() - askedAt < lateMs;
		wasInTime ||= isInTime;
		slowSince = isInTime ? null : (slowSince ?? clock.now());
		if (!open.isAny()) askIn(askEveryMs);
	};

	/** Milliseconds up to `at` for which a ping has had no answer, of a peer that answers pings. */
	const openMs = (at: number) => (answersPings ? at - (open.since() ?? at) : 0);

	return {
		/** Asks, where it is time for that. Returns whether it did. */
		ask(): boolean {
			if (!isDue) return false;
			isDue = false;
			askIn(answersPings ? askAgainMs : Math.min(seldomMs, askAgainMs * 2 ** open.count()));
			ping(`${mark}${open.add(clock.now())}`);
			return true;
		},
		heard(event: SocketEvent) {
			// The answer comes before that to whatever is asked for later: before any book is proven.
			if (event.type === 'open') askNow();
			const number = numberIn(event);
			if (Number.isInteger(number) && number <= open.count()) answered(number);
		},
		/** Asks no more. */
		end: () => cancelTimer(),
		openMs,
		/** Whether any answer has come in time. */
		wasInTime: () => wasInTime,
		/** Since when answers take too long, by our clock; null where they do not. */
		slowSince: () =>
			slowSince ?? (openMs(clock.now()) >= mostOpenMs ? (open.since() ?? null) : null),
	};
};
