import {createDefectCount} from '../capture/count-defects.js';
import {readCaptureBatches} from '../capture/read-capture.js';
import {createReplayItems, type ReplayItem} from '../playback/replay-events.js';
import {createReplayTransport, type DeliveryFacts} from '../playback/replay-transport.js';
import {createVirtualClock, type VirtualClock} from '../playback/virtual-clock.js';
import {cadenceMs, type Session} from '../session/session.js';
import {createRandom} from '../random.js';
import {createGroupSessions} from './group-sessions.js';
import {createHoles} from './holes.js';
import {createInterruptibleStore} from './interruptible-store.js';
import type {BookStore} from '../store/book-store.js';
import {changedMarket} from '../capture/changed-market.js';
import {toPlaceKey} from './old-snapshots.js';
import type {OpenReplay} from './open-replay.js';
import {createReplayStore} from './replay-store.js';
import {createSettling} from './settle.js';
import {createTimerRun, type PlayWatch} from './timer-run.js';

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
	/** Plays on up to a virtual time, or to the end. Returns whether the end was reached. */
	playTo(time?: number): Promise<boolean>;
	/** Ends the sessions and closes the files. */
	stop(): Promise<void>;
};

type EventItem = ReplayItem & {readonly type: 'event'};

const deliveryOf = (item: EventItem, {oldSnapshots, wire}: OpenReplay['facts']): DeliveryFacts => ({
	subscribed: item.sent?.flatMap(wire.topicsIn) ?? [],
	isOld: oldSnapshots.size > 0 && oldSnapshots.has(toPlaceKey(item)),
});

/** The same capture has the same chances each time. */
const seed = 'replay';

/**
 * Plays a capture through the same sessions as live data, on a virtual clock: each event and each
 * timer at its time, and all promises settled before the next, so that nothing depends on how fast.
 */
export const startPlay = (options: PlayOptions): Play => {
	const {paths, facts, store = createReplayStore(), pace, onStep, onRead, onDefect} = options;
	const {startedAt} = facts.header;
	const clock = createVirtualClock(startedAt);
	const sessionStore = createInterruptibleStore(store);
	const {transport, deliver, turn, interrupt, wake, end} = createReplayTransport({
		...facts,
		clock,
		hasPings: !facts.isRaw,
		onUnasked: (purpose, isKept) => sessions.resync(purpose, isKept),
	});
	const sessions = createGroupSessions({
		...{...options, transport, clock, random: createRandom(seed)},
		store: sessionStore.store,
	});
	const settle = createSettling();
	const runTimers = createTimerRun(clock, settle, options);

	const defects = createDefectCount(onDefect);
	const items = createReplayItems(readCaptureBatches(paths, onRead));
	/** Taken, but not due yet. */
	let next: ReplayItem | null = null;
	let hasEnded = false;

	const holes = createHoles(facts, clock, {
		runTimers,
		async enter(until, goesOn) {
			onStep?.(until, null);
			if (!goesOn) sessions.drop();
			interrupt();
			// What was refused is told to clients that are gone.
			await settle();
			sessionStore.interrupt(until, goesOn);
			store.publish();
		},
		async leave(goesOn) {
			if (goesOn) wake();
			else sessions.startAnew();
			await settle();
		},
	});

	const happen = async (item: ReplayItem, time: number) => {
		if (item.type === 'defect') return item.code === 'backwards' ? undefined : defects.add(item);
		const moving = holes.moveTo(time);
		if (moving) await moving;
		const pause = pace?.(time);
		if (pause) await pause;
		onStep?.(time, item.event);
		const taking = holes.take(item.event, time);
		if (taking) await taking;
		const market = changedMarket(item.event);
		if (market) sessions.turnTo(market, turn);
		deliver(item.event, deliveryOf(item, facts));
		await settle();
	};

	const finish = async () => {
		hasEnded = true;
		// What came since the last view is shown at its time.
		await runTimers(clock.now() + cadenceMs);
		end();
		defects.finish();
		await settle();
		store.publish();
	};

	return {
		...{clock, store, sessions: sessions.all, hasTurned: sessions.hasTurned},
		async playTo(time = Infinity) {
			// The market lists of the capture are read before its first event.
			await settle();
			while (!hasEnded) {
				const item = next ?? items.take() ?? (await items.read());
				if (!item) {
					await finish();
					break;
				}
				next = item;
				const at = item.type === 'event' ? startedAt + item.event.t : clock.now();
				const entering = holes.lookAhead(item, at, time);
				if (entering) await entering;
				if (at > time) {
					await holes.moveTo(time);
					return false;
				}
				next = null;
				await happen(item, at);
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
