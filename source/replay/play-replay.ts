import {createDefectCount} from '../capture/count-defects.js';
import {readCaptureBatches} from '../capture/read-capture.js';
import {createReplayItems, type ReplayItem} from '../playback/replay-events.js';
import {createVirtualClock, type VirtualClock} from '../playback/virtual-clock.js';
import type {Session} from '../session/session.js';
import {cadenceMs} from '../session/shown-store.js';
import type {BookStore} from '../store/book-store.js';
import type {OpenReplay} from './open-replay.js';
import {createReplayStore} from './replay-store.js';
import {createStage} from './stage.js';
import type {PlayWatch} from './timer-run.js';

export type PlayOptions = OpenReplay &
	PlayWatch & {
		/** @default a store of its own */
		readonly store?: BookStore;
		/** Bytes of the files read so far. */
		readonly onRead?: (bytes: number) => void;
		/** What is wrong with a file, in words that name it: each kind once, and at the end how many more. */
		readonly onDefect: (text: string) => void;
	};

export type Play = {
	readonly clock: VirtualClock;
	readonly store: BookStore;
	/** Those of the moment, in the order of `groups` until the first change. */
	sessions(): readonly Session[];
	/** Whether the recording has gone over to another market by now. */
	hasTurned(): boolean;
	/** Whether a file turned out to be damaged: then nothing that was played of it is certain. */
	isDamaged(): boolean;
	/** Plays on up to a virtual time, or to the end. Returns whether the end was reached. */
	playTo(time?: number): Promise<boolean>;
	/** Ends the sessions and closes the files. */
	stop(): Promise<void>;
};

/**
 * Plays a capture through the same sessions as live data, on a virtual clock: each event and each
 * timer at its time, and all promises settled before the next, so that nothing depends on how fast.
 */
export const startPlay = (options: PlayOptions): Play => {
	const {paths, facts, store = createReplayStore(), trust, onRead, onDefect} = options;
	const {startedAt} = facts.header;
	const clock = createVirtualClock(startedAt);
	const {sessions, ...stage} = createStage({...options, clock, store});

	const defects = createDefectCount(onDefect);
	const items = createReplayItems(readCaptureBatches(paths, {onRead, trust}));
	/** Taken, but not due yet. */
	let next: ReplayItem | null = null;
	let hasEnded = false;

	const finish = async () => {
		hasEnded = true;
		// What came since the last view is shown at its time.
		await stage.runTimers(clock.now() + cadenceMs);
		stage.end();
		defects.finish();
		await stage.settle();
		store.publish();
	};

	return {
		...{clock, store, sessions: sessions.all, hasTurned: sessions.hasTurned},
		isDamaged: defects.isDamaged,
		async playTo(time = Infinity) {
			// The market lists of the capture are read before its first event.
			await stage.settle();
			while (!hasEnded) {
				const item = next ?? items.take() ?? (await items.read());
				if (!item) {
					await finish();
					break;
				}
				next = item;
				const at = item.type === 'event' ? startedAt + item.event.t : clock.now();
				const entering = stage.lookAhead(item, at, time);
				if (entering) await entering;
				if (at > time) {
					await stage.moveTo(time);
					return false;
				}
				next = null;
				if (item.type === 'event') {
					const happening = stage.happen(item, at);
					if (happening) await happening;
				} else if (item.code !== 'backwards') defects.add(item);
			}
			return true;
		},
		async stop() {
			sessions.stop();
			defects.finish();
			await items.close();
		},
	};
};
