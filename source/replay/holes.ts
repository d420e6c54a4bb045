import type {CaptureEvent} from '../capture/capture-format.js';
import type {ReplayItem} from '../playback/replay-events.js';
import {createSilenceJudge} from '../playback/silence-judge.js';
import type {VirtualClock} from '../playback/virtual-clock.js';
import {cadenceMs} from '../session/shown-store.js';
import type {CaptureFacts} from './inspect-capture.js';

type Port = {
	/** Runs the timers due up to a time. */
	runTimers(until: number): Promise<void> | undefined;
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

	const enter = async (edge: number, goesOn: boolean) => {
		await port.runTimers(edge);
		await port.enter(edge, goesOn);
		hole = {goesOn};
	};

	// A promise only where something is to be waited for: most of the time nothing is.
	return {
		/** Goes to a time, at which nothing but timers happens. */
		moveTo(time: number): Promise<void> | undefined {
			if (!hole) return port.runTimers(time);
			clock.jumpTo(Math.max(clock.now(), time));
			return undefined;
		},
		/** Enters a hole where one begins before the next item, which is due `at`, and before `until`. */
		lookAhead(item: ReplayItem, at: number, until: number): Promise<void> | undefined {
			if (hole || item.type !== 'event') return undefined;
			const edge = Math.min(at, Math.max(lastAt + cadenceMs, clock.now()));
			const isBreak = item.isAfterBreak === true || at - lastAt > silence.longestMs();
			if (!isBreak || edge > until) return undefined;
			return enter(edge, item.isAfterBreak !== true);
		},
		/** An event is there: the hole before it is over. */
		take(event: CaptureEvent, time: number): Promise<void> | undefined {
			lastAt = time;
			silence.take(event);
			if (!hole) return undefined;
			const {goesOn} = hole;
			hole = null;
			return port.leave(goesOn);
		},
	};
};
