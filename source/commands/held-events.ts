import type {UntimedEvent} from '../capture/capture-format.js';
import type {Clock} from '../clock.js';
import type {TimedSink} from './wire-reader.js';

/**
 * How long what is told of one book waits for what is told of others, in milliseconds. Who takes a book over tells some
 * seconds later where the wire of the one before ended; told behind what others went on with, the book would seem to be
 * proven up to there.
 */
const heldMs = 8000;

/** How often it is looked what has waited for long enough, in milliseconds. */
const lookMs = 500;

type Held = {readonly event: UntimedEvent; readonly at: number; readonly cameAt: number};

/** Hands events on in the order of their times, of those that come within a while. */
const createHeldEvents = (clock: Pick<Clock, 'now' | 'every'>, sink: TimedSink) => {
	/** By their times. */
	let held: Held[] = [];

	const release = (count: number) => {
		const first = held.slice(0, count);
		held = held.slice(count);
		for (const {event, at} of first) sink(event, at);
	};

	const cancel = clock.every(lookMs, () => {
		const now = clock.now();
		release(held.findLastIndex(({cameAt}) => now - cameAt >= heldMs) + 1);
	});

	const flush = () => release(held.length);

	return {
		take(event: UntimedEvent, at: number) {
			const behind = held.findLastIndex(other => other.at <= at) + 1;
			held.splice(behind, 0, {event, at, cameAt: clock.now()});
		},
		/** Hands on all that waits. */
		flush,
		stop() {
			cancel();
			flush();
		},
	};
};

/** What is held for each who listens. */
export const createHolding = (clock: Pick<Clock, 'now' | 'every'>) => {
	const all = new Set<ReturnType<typeof createHeldEvents>>();
	return {
		start(sink: TimedSink) {
			const held = createHeldEvents(clock, sink);
			all.add(held);
			return {
				take: held.take,
				stop() {
					all.delete(held);
					held.stop();
				},
			};
		},
		/** Hands on all that waits. */
		flush() {
			for (const held of all) held.flush();
		},
	};
};
