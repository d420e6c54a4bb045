import type {CaptureEvent} from '../capture/capture-format.js';
import type {ReplayItem} from '../playback/replay-events.js';
import {createSilenceJudge} from '../playback/silence-judge.js';
import type {VirtualClock} from '../playback/virtual-clock.js';
import {cadenceMs} from '../session/session.js';
import type {CaptureFacts} from './inspect-capture.js';

type Port = {
	/** Runs the timers due up to a time. */
	runTimers(until: number): Promise<void>;
	/** Nothing is vouched for from here on; `goesOn`: the connections go on after it. */
	enter(until: number, goesOn: boolean): Promise<void>;
	/** The capture goes on: with connections as they were, or all anew. */
	leave(goesOn: boolean): Promise<void>;
};

/** Times of a capture in which nothing was recorded: no timer runs in them, the exchanges were not silent. */
export const createHoles = (facts: CaptureFacts, clock: VirtualClock, port: Port) => {
	/** When the last event was. */
	let lastAt = facts.header.startedAt;
	/** The one that is gone through, up to the next event. */
	let hole: {readonly goesOn: boolean} | null = null;
	const silence = createSilenceJudge(facts);

	return {
		/** Goes to a time, at which nothing but timers happens. */
		async moveTo(time: number) {
			if (hole) clock.jumpTo(Math.max(clock.now(), time));
			else await port.runTimers(time);
		},
		/** Enters a hole where one begins before the next item, which is due `at`, and before `until`. */
		async lookAhead(item: ReplayItem, at: number, until: number) {
			if (hole || item.type !== 'event') return;
			const edge = Math.min(at, Math.max(lastAt + cadenceMs, clock.now()));
			const isBreak = item.isAfterBreak === true || at - lastAt > silence.longestMs();
			if (!isBreak || edge > until) return;
			const goesOn = item.isAfterBreak !== true;
			await port.runTimers(edge);
			await port.enter(edge, goesOn);
			hole = {goesOn};
		},
		/** An event is there: the hole before it is over. */
		async take(event: CaptureEvent, time: number) {
			lastAt = time;
			silence.take(event);
			if (!hole) return;
			const {goesOn} = hole;
			hole = null;
			await port.leave(goesOn);
		},
	};
};
