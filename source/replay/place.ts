import {setImmediate} from 'node:timers/promises';
import type {VirtualClock} from '../playback/virtual-clock.js';
import type {Passed} from '../store/market-view.js';
import type {ViewSource} from '../store/view-source.js';
import {createListeners} from './listeners.js';
import {openAtTime, type Opened} from './log-cursor.js';
import type {PlayTime} from './play-time.js';
import type {ReplayLog} from './replay-log.js';

type Options = {
	readonly log: ReplayLog;
	/** Moved by nobody else. */
	readonly clock: VirtualClock;
	/** Epoch milliseconds. */
	readonly startedAt: number;
	readonly playTime: PlayTime;
	readonly isStopped: () => boolean;
};

/** When the next view is due, by the grid of the time that plays; all are epoch milliseconds. */
const createViewTimes = (clock: Pick<VirtualClock, 'now' | 'nextDue'>, playTime: PlayTime) => {
	const {gridBefore, gridFrom, gridMs} = playTime;
	let nextView = 0;

	/** By the grid from now. */
	const set = () => {
		nextView = gridBefore(clock.now()) + gridMs();
	};

	/** At a high speed timers wait for the next view, or the screen would be painted too often. */
	const nextTimer = () => (playTime.speed() > 1 ? gridFrom(clock.nextDue()) : clock.nextDue());

	set();
	return {
		set,
		/** Of the next view or timer. */
		next: () => Math.min(nextView, nextTimer()),
		/** Returns whether a view is due, and takes it as made. */
		take(time: number): boolean {
			if (nextView > time) return false;
			nextView += gridMs();
			return true;
		},
	};
};

/** The books of one place of the log, until another is shown. */
const createShownBooks = (log: ReplayLog, startedAt: number) => {
	const views = createListeners();
	const nothing: Passed = {from: startedAt, views: []};
	/** What was run through on the way here, while that is told. */
	let passed = nothing;
	let jumps = 0;
	let {cursor} = openAtTime(log, startedAt, startedAt);
	let unsubscribe = cursor.store.subscribe(views.tell);

	const source: ViewSource = {
		getView: () => cursor.store.getView(),
		subscribe: views.subscribe,
		passed: () => passed,
		firstPrice: log.firstPrice,
	};

	return {
		source,
		cursor: () => cursor,
		/** Times that others were attached. */
		jumps: () => jumps,
		attach(to: Pick<Opened, 'cursor' | 'passed'>) {
			unsubscribe();
			({cursor, passed} = to);
			unsubscribe = cursor.store.subscribe(views.tell);
			jumps++;
		},
		/** What was run through is told. */
		told() {
			passed = nothing;
		},
		leave() {
			unsubscribe();
		},
	};
};

/** The place of a capture that is shown: its books, and when the next view of them is due. */
export const createPlace = ({log, clock, startedAt, playTime, isStopped}: Options) => {
	const books = createShownBooks(log, startedAt);
	const times = createViewTimes(clock, playTime);

	/** Plays on up to a time; all that is to be seen on the way is. */
	const advance = async (to: number) => {
		for (;;) {
			const cursor = books.cursor();
			const entry = cursor.peek();
			const at = Math.min(entry?.time ?? Infinity, times.next());
			if (at > to || isStopped()) break;
			clock.moveTo(at);
			if (entry && entry.time <= at) {
				cursor.step();
				continue;
			}
			if (times.take(at)) cursor.store.publish();
			else clock.runNext();
			await setImmediate();
		}
		clock.moveTo(to);
	};

	return {
		source: books.source,
		/** Times that it has moved other than by playing. */
		jumps: books.jumps,
		/** Messages done so far. */
		messages: () => books.cursor().messages(),
		/** Epoch milliseconds of the next view or timer. */
		nextDue: times.next,
		/** To be called where the speed has changed. */
		setGrid: times.set,
		advance,
		/** Another place: nothing of the one before stays on the screen once that is told. */
		async show(opened: Opened, tell: () => void) {
			books.attach(opened);
			clock.jumpTo(opened.time);
			times.set();
			tell();
			books.told();
			await setImmediate();
		},
		/** Does the next message and shows it, as it changes the screen. Returns whether there is one up to `limit`. */
		async step(limit: number): Promise<boolean> {
			const cursor = books.cursor();
			for (let entry = cursor.peek(); entry; entry = cursor.peek()) {
				if (entry.time > limit) return false;
				clock.moveTo(entry.time);
				cursor.step();
				if (entry.isMessage) break;
			}
			times.set();
			cursor.store.publish();
			await advance(clock.now());
			return true;
		},
		leave: books.leave,
	};
};

export type Place = ReturnType<typeof createPlace>;
