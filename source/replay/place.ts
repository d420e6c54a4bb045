import {setImmediate} from 'node:timers/promises';
import type {VirtualClock} from '../playback/virtual-clock.js';
import type {Passed} from '../store/market-view.js';
import type {ViewSource} from '../store/view-source.js';
import {createListeners} from './listeners.js';
import {openAtTime, type LogCursor, type Opened} from './log-cursor.js';
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

/** The place of a capture that is shown: its books, and when the next view of them is due. */
export const createPlace = ({log, clock, startedAt, playTime, isStopped}: Options) => {
	const {gridBefore, gridFrom, gridMs} = playTime;
	const views = createListeners();
	const nothing: Passed = {from: startedAt, views: []};
	/** What was run through on the way here, while that is told. */
	let passed = nothing;
	let jumps = 0;
	let {cursor} = openAtTime(log, startedAt, startedAt);
	let unsubscribe = cursor.store.subscribe(views.tell);
	let nextView = gridBefore(startedAt) + gridMs();

	const attach = (to: LogCursor) => {
		unsubscribe();
		cursor = to;
		unsubscribe = to.store.subscribe(views.tell);
	};

	/** The next view is due by the grid from now. */
	const setGrid = () => {
		nextView = gridBefore(clock.now()) + gridMs();
	};

	/** At a high speed timers wait for the next view, or the screen would be painted too often. */
	const nextTimer = () => (playTime.speed() > 1 ? gridFrom(clock.nextDue()) : clock.nextDue());

	/** Plays on up to a time; all that is to be seen on the way is. */
	const advance = async (to: number) => {
		for (;;) {
			const entry = cursor.peek();
			const at = Math.min(entry?.time ?? Infinity, nextView, nextTimer());
			if (at > to || isStopped()) break;
			clock.moveTo(at);
			if (entry && entry.time <= at) {
				cursor.step();
				continue;
			}
			if (nextView <= at) {
				nextView += gridMs();
				cursor.store.publish();
			} else clock.runNext();
			await setImmediate();
		}
		clock.moveTo(to);
	};

	const source: ViewSource = {
		getView: () => cursor.store.getView(),
		subscribe: views.subscribe,
		passed: () => passed,
		firstPrice: log.firstPrice,
	};

	return {
		source,
		jumps: () => jumps,
		/** Messages done so far. */
		messages: () => cursor.messages(),
		/** Epoch milliseconds of the next view or timer. */
		nextDue: () => Math.min(nextView, nextTimer()),
		setGrid,
		advance,
		/** Another place: nothing of the one before stays on the screen once that is told. */
		async show({cursor: to, time, ...opened}: Opened, tell: () => void) {
			attach(to);
			({passed} = opened);
			clock.jumpTo(time);
			setGrid();
			jumps++;
			tell();
			passed = nothing;
			await setImmediate();
		},
		/** Does the next message and shows it, as it changes the screen. Returns whether there is one up to `limit`. */
		async step(limit: number): Promise<boolean> {
			for (let entry = cursor.peek(); entry; entry = cursor.peek()) {
				if (entry.time > limit) return false;
				clock.moveTo(entry.time);
				cursor.step();
				if (entry.isMessage) break;
			}
			setGrid();
			cursor.store.publish();
			await advance(clock.now());
			return true;
		},
		leave() {
			unsubscribe();
		},
	};
};
