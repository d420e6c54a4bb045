import {setImmediate} from 'node:timers/promises';
import {formatWanted, parseWantedMarket} from '../market-name.js';
import type {CaptureEvent} from '../capture/capture-format.js';
import {createDefectCount} from '../capture/count-defects.js';
import {readCapture} from '../capture/read-capture.js';
import type {RequestPurpose} from '../playback/replay-wire.js';
import {withSent, type ReplayItem} from '../playback/replay-events.js';
import {createReplayTransport} from '../playback/replay-transport.js';
import {createVirtualClock, type VirtualClock} from '../playback/virtual-clock.js';
import {cadenceMs, startSession, type Session} from '../session/session.js';
import {createRandom} from '../random.js';
import {createInterruptibleStore} from './interruptible-store.js';
import type {BookStore} from '../store/book-store.js';
import {changedMarket, type Pair} from '../capture/changed-market.js';
import {toPlaceKey} from './old-snapshots.js';
import type {OpenReplay} from './open-replay.js';
import type {ReplayGroup} from './plan-replay.js';
import {createSilenceJudge} from '../playback/silence-judge.js';
import {createReplayStore} from './replay-store.js';

export type PlayOptions = OpenReplay & {
	/** @default a store of its own */
	readonly store?: BookStore;
	/** Before each event and timer, by its virtual time: a promise to wait for, or nothing to go on at once. */
	readonly pace?: (time: number) => Promise<void> | undefined;
	/** An event of the capture, or without one a timer, is about to happen. */
	readonly onStep?: (time: number, event: CaptureEvent | null) => void;
	/** Hours without an event were left out, up to this virtual time. */
	readonly onSkip?: (time: number) => void;
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
	stop(): Promise<void>;
};

/** The same capture has the same chances each time. */
const seed = 'replay';

/** Milliseconds without an event, and how much of that is played: after a minute all is given up. */
const maxIdleMs = 3_600_000;
const idleMs = 5 * 60_000;

const isPending = (status: string) => status !== 'live' && status !== 'stale';

/**
 * Plays a capture through the same sessions as live data, on a virtual clock: each event and each
 * timer at its time, and all promises settled before the next, so that nothing depends on how fast.
 */
export const startPlay = (options: PlayOptions): Play => {
	const {
		paths,
		facts,
		store = createReplayStore(),
		pace,
		onStep,
		onSkip,
		onRead,
		onDefect,
	} = options;
	const {startedAt} = facts.header;
	const clock = createVirtualClock(startedAt);
	const keyOf = new Map<string, {session: Session; key: string}>();

	/**
	 * The book's client would ask only later; then it may have to wait for the next one. One that has its
	 * book compares it with a snapshot that is kept for its question.
	 */
	const onUnasked = ({exchange, symbol}: RequestPurpose, isKept: boolean): boolean => {
		const found = keyOf.get(`${exchange} ${symbol}`);
		const book = store.getView().books.find(({key}) => key === found?.key);
		if (!found || !book || !(isKept || isPending(book.status))) return false;
		found.session.resync(found.key);
		return true;
	};

	const sessionStore = createInterruptibleStore(store);
	const {transport, deliver, turn, interrupt, wake, end} = createReplayTransport({
		...facts,
		clock,
		hasPings: !facts.isRaw,
		onUnasked,
	});
	const random = createRandom(seed);
	const start = ({wanted, exchanges: chosen}: ReplayGroup): Session => {
		// Matched by path alone.
		const endpoints = {ws: 'wss://capture', rest: 'https://capture'};
		const venues = chosen.map(exchange => ({exchange, endpoints}));
		const session = startSession({
			wanted,
			venues,
			transport,
			clock,
			random,
			store: sessionStore.store,
		});
		for (const {id, toSymbol} of chosen) {
			const key = `${id}:${wanted.base}/${wanted.quote}`;
			keyOf.set(`${id} ${toSymbol(wanted.base, wanted.quote)}`, {session, key});
		}
		return session;
	};

	let {groups} = options;
	const nameOf = ({wanted}: ReplayGroup) => formatWanted(wanted);
	/** The market that the recording is on. */
	let at = options.isAsked
		? formatWanted(parseWantedMarket(facts.header.market) ?? {type: 'word', word: ''})
		: [...new Set(groups.map(nameOf))].join();
	let hasTurned = false;
	let sessions = groups.map(start);

	const stopSessions = () => {
		for (const session of sessions) session.stop();
	};

	/**
	 * Follows another market from here on, as the recording client did; the one that was asked for is
	 * begun anew where the recording comes to it.
	 */
	const turnTo = (wanted: Pair) => {
		const name = formatWanted(wanted);
		if (name === at) return;
		at = name;
		if (options.isAsked && !groups.some(group => nameOf(group) === name)) return;
		stopSessions();
		keyOf.clear();
		for (const {key} of store.getView().books) sessionStore.store.remove(key);
		turn();
		if (!options.isAsked) groups = [{wanted, exchanges: options.exchanges}];
		hasTurned = true;
		sessions = groups.map(start);
	};

	const defects = createDefectCount(onDefect);
	const items = withSent(readCapture(paths, onRead));
	/** Read, but not due yet. */
	let next: ReplayItem | null = null;
	let hasEnded = false;
	/** When the last event was. */
	let lastAt = startedAt;
	/** What was not recorded, up to the next event; null where all is. */
	let hole: {readonly goesOn: boolean} | null = null;
	const silence = createSilenceJudge(facts);

	/** Timers are run through as long as anything may come of them; hours without an event cost nothing. */
	const runTimers = async (until: number) => {
		if (until - clock.now() > maxIdleMs && until !== Infinity) {
			await runTimers(clock.now() + idleMs);
			clock.jumpTo(until);
			onSkip?.(until);
		}
		for (let due = clock.nextDue(); due <= until; due = clock.nextDue()) {
			await pace?.(due);
			onStep?.(due, null);
			clock.runNext();
			await setImmediate();
		}
		clock.moveTo(until);
	};

	/** Whether nothing was recorded between the last event and this one. */
	const isBreak = (item: ReplayItem, time: number) =>
		item.type === 'event' && (item.isAfterBreak === true || time - lastAt > silence.longestMs());

	/** Nothing is vouched for from here on, and no timer runs: the exchanges were not silent. */
	const enter = async (goesOn: boolean, until: number) => {
		await runTimers(until);
		onStep?.(until, null);
		if (!goesOn) {
			stopSessions();
			keyOf.clear();
		}
		interrupt();
		// What was refused is told to clients that are gone.
		await setImmediate();
		sessionStore.interrupt(until, goesOn);
		store.publish();
		hole = {goesOn};
	};

	/** The capture goes on: with connections as they were, or all anew and at once. */
	const leave = async ({goesOn}: {readonly goesOn: boolean}) => {
		hole = null;
		if (goesOn) wake();
		else sessions = groups.map(start);
		await setImmediate();
	};

	const happen = async (item: ReplayItem, time: number) => {
		if (item.type === 'defect') {
			if (item.code !== 'backwards') defects.add(item);
			return;
		}
		if (hole) clock.jumpTo(Math.max(clock.now(), time));
		else await runTimers(time);
		await pace?.(time);
		onStep?.(time, item.event);
		lastAt = time;
		silence.take(item.event);
		if (hole) await leave(hole);
		const market = changedMarket(item.event);
		if (market) turnTo(market);
		const isOld = facts.oldSnapshots.has(toPlaceKey(item));
		deliver(item.event, {subscribed: item.sent.flatMap(facts.wire.topicsIn), isOld});
		await setImmediate();
	};

	const timeOf = (item: ReplayItem) =>
		item.type === 'event' ? startedAt + item.event.t : clock.now();

	const finish = async () => {
		hasEnded = true;
		// What came since the last view is shown at its time.
		await runTimers(clock.now() + cadenceMs);
		end();
		defects.finish();
		await setImmediate();
		store.publish();
	};

	return {
		clock,
		store,
		sessions: () => sessions,
		hasTurned: () => hasTurned,
		async playTo(time = Infinity) {
			// The market lists of the capture are read before its first event.
			await setImmediate();
			while (!hasEnded) {
				const item: ReplayItem | undefined = next ?? (await items.next()).value ?? undefined;
				if (!item) {
					await finish();
					break;
				}
				next = item;
				const at = timeOf(item);
				const edge = Math.min(at, Math.max(lastAt + cadenceMs, clock.now()));
				if (!hole && edge <= time && isBreak(item, at))
					await enter(item.type === 'event' && item.isAfterBreak !== true, edge);
				if (at > time) {
					if (hole) clock.jumpTo(Math.max(clock.now(), time));
					else await runTimers(time);
					return false;
				}
				next = null;
				await happen(item, at);
			}
			return true;
		},
		async stop() {
			stopSessions();
			defects.finish();
			await items.return(undefined);
		},
	};
};
