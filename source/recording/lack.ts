import type {CaptureHole} from '../capture/capture-format.js';
import type {WireTap} from './transport-tap.js';

/** What is in no file, from a time on. */
export type Missing = {
	/** Epoch milliseconds of the last event that is in a file. */
	readonly from: number;
	readonly reason: string;
	/** Events. */
	readonly lost: number;
};

/** `, 1,234 events were lost`, where any were. */
const tellLost = (count: number): string => {
	if (count === 0) return '';
	return `; ${count.toLocaleString('en-US')} event${count === 1 ? ' was' : 's were'} lost`;
};

/** A hole between two parts, in words and times: these are in whole microseconds, as all of a capture are. */
export const toHole = ({from, reason, lost}: Missing, to: number): CaptureHole => ({
	from: Math.min(Math.round(from * 1000) / 1000, to),
	to,
	reason: `${reason}${tellLost(lost)}`,
});

/** Counts what passes a tap, without keeping it. Returns stop, which tells how much it was. */
const countEvents = (tap: WireTap) => {
	let count = 0;
	const stop = tap.start(() => count++);
	// What makes what passes understandable is no event.
	count = 0;
	return {
		count: () => count,
		stop() {
			stop();
			return count;
		},
	};
};

const notRunning = 'the recorder was not running';

const andThen = ', and then ';

/** Goes on for another reason: the first one is that which is told, besides that nothing ran. */
const lengthen = ({from, reason, lost}: Missing, more: Missing): Missing => ({
	from,
	reason:
		reason.startsWith(notRunning) && !reason.includes(andThen)
			? `${reason}${andThen}${more.reason}`
			: reason,
	lost: lost + more.lost,
});

/** Where the clock was set back while nothing ran, the next part begins where the last one ended: it tells of no time. */
const untimed = ({reason, ...missing}: Missing, aheadMs: number): Missing => ({
	...missing,
	reason:
		reason === notRunning && aheadMs > 0
			? `${reason}, nobody knows for how long: the clock was set back meanwhile, by ${Math.round(aheadMs / 1000)} s or more`
			: reason,
});

/** What the parts lack so far, until one has told it. */
export const createLack = (tap: WireTap, before: {readonly endedAt: number} | null) => {
	let missing: Missing | null = before && {from: before.endedAt, reason: notRunning, lost: 0};
	let counter: ReturnType<typeof countEvents> | null = null;
	let told = 0;
	return {
		/** Counts from now on what no file takes. */
		count() {
			counter ??= countEvents(tap);
		},
		/** A part has ended before its time; where there is nothing of it, the hole before it goes on. */
		add(more: Missing, isEmpty: boolean) {
			missing = isEmpty && missing ? lengthen(missing, more) : more;
		},
		/** The part before has lost its end: what is missing begins there. */
		precede(end: Missing) {
			missing = missing ? lengthen(end, missing) : end;
		},
		/** As the part that begins at `to` tells it, so far ahead of the wall clock; what passes from now on is in there. */
		toHole(to: number, aheadMs = 0): CaptureHole | null {
			const more = counter?.stop() ?? 0;
			counter = null;
			if (missing) missing = untimed({...missing, lost: missing.lost + more}, aheadMs);
			return missing && toHole(missing, to);
		},
		/** It is in a file. */
		settle() {
			told += missing?.lost ?? 0;
			missing = null;
		},
		/** Events that are in no file, of all times. */
		lost: () => told + (missing?.lost ?? 0) + (counter?.count() ?? 0),
		addLost(count: number) {
			told += count;
		},
		stop() {
			told += counter?.stop() ?? 0;
			counter = null;
		},
	};
};

export type Lack = ReturnType<typeof createLack>;
