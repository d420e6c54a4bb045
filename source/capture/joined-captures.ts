import type {CaptureEvent, CaptureHeader} from './capture-format.js';
import type {TimedItem} from './capture-item.js';
import {CaptureLineError} from './capture-line-error.js';
import {interruptedReason} from './join-parts.js';
import {takeOlder} from './newest.js';
import {maxOpen} from './open-limit.js';

/** Milliseconds by which a capture may begin before the end of the one before: parts tell when they began without the fraction. */
const maxOverlapMs = 1000;

/**
 * Gives the events of one file their times in it. Captures that somebody joined into one file follow each other: of one
 * that begins before the end of another nothing is taken. `file`: its path.
 */
export const createJoinedCaptures = (file: string) => {
	/** When the file began, in epoch milliseconds; null without a header. */
	let startedAt: number | null = null;
	/** How much later the capture did that is read, and the earliest that anything of it is. */
	let laterMs = 0;
	let earliest = 0;
	let isLeftOut = false;
	/** That there is another one is told once. */
	let isTold = false;
	/** Connections, by their numbers in the file. */
	const open = new Map<number, null>();

	const note = (event: CaptureEvent) => {
		if (event.kind === 'close') open.delete(event.connection);
		if (event.kind !== 'open') return;
		open.set(event.connection, null);
		takeOlder(open, maxOpen);
	};

	return {
		/** Milliseconds since the file began; null where the event is left out. */
		timeOf(event: CaptureEvent): number | null {
			if (isLeftOut) return null;
			note(event);
			return laterMs === 0 ? event.t : Math.max(earliest, event.t + laterMs);
		},
		/** The file's own header. */
		begin(header: CaptureHeader) {
			({startedAt} = header);
		},
		/** Another capture begins, and nothing of the one before goes on. `last`: when its last event was. */
		beginAnother(header: CaptureHeader, line: number, last: number, to: TimedItem[]) {
			if (startedAt === null) throw new CaptureLineError(line, 'a second header');
			laterMs = header.startedAt - startedAt;
			isLeftOut = laterMs < last - maxOverlapMs;
			if (isLeftOut) {
				const why = 'what follows is of a capture that began before this, and is left out';
				throw new CaptureLineError(line, `a second header: ${why}`);
			}
			earliest = last;
			const detail = `from line ${line} on it holds another capture`;
			if (!isTold) to.push({type: 'defect', code: 'stray', detail, file, line});
			isTold = true;
			for (const connection of open.keys()) {
				const event = {t: last, kind: 'close', connection, reason: interruptedReason} as const;
				to.push({type: 'event', event, file, line});
			}
			open.clear();
		},
	};
};
