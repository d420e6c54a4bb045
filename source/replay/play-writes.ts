import {createVirtualClock} from '../playback/virtual-clock.js';
import {cadenceMs} from '../session/shown-store.js';
import {createBookStore, type BookStore} from '../store/book-store.js';
import type {BookFacts, MarketView} from '../store/market-view.js';
import {relayedTable} from '../store/status-table.js';
import {repeatWrite, type StoreWrite} from '../store/store-writes.js';
import type {Play} from './play-replay.js';
import {createTimerRun, type PlayWatch} from './timer-run.js';

/** What was written to a store at a moment. */
export type TimedWrites = {
	/** Epoch milliseconds. */
	readonly at: number;
	readonly writes: readonly StoreWrite[];
	/** Whether it came of what the exchange sent. */
	readonly isMessage: boolean;
};

export type WritesPlayOptions = Pick<PlayWatch, 'pace' | 'onSkip'> & {
	/** Epoch milliseconds: what is of before is written then. */
	readonly startedAt: number;
	/** There from the start, though nothing is known of them yet. */
	readonly books: readonly BookFacts[];
	/** In the order of their times. */
	readonly items: AsyncIterator<TimedWrites, void>;
	/** @default a store of its own */
	readonly store?: BookStore;
	/** Something is about to be written, or a timer to run. */
	readonly onStep?: (time: number, isMessage: boolean) => void;
};

/** A store for books as relays told of them, which goes on from a view where one is given. */
export const createToldStore = (from?: MarketView): BookStore =>
	createBookStore(from, relayedTable);

/** Counts the messages of each book, which relays do not keep: `tick` ends a second. */
const createRates = (store: Pick<BookStore, 'setRate'>, books: readonly BookFacts[]) => {
	const rates = new Map(books.map(({key}) => [key, {told: 0, count: 0}]));
	return {
		count({writes, isMessage}: TimedWrites) {
			const key = isMessage ? writes[0]?.args[0] : undefined;
			const rate = typeof key === 'string' ? rates.get(key) : undefined;
			if (rate) rate.count++;
		},
		tick() {
			for (const [key, rate] of rates) {
				if (rate.count !== rate.told) store.setRate(key, rate.count);
				rates.set(key, {told: rate.count, count: 0});
			}
		},
	};
};

/** Nobody waits for a promise here. */
const still = {stir: () => undefined, settleStirred: () => undefined};

/** Plays what was written to a store, at its times on a virtual clock; views are made as a session makes them. */
export const startWritesPlay = (
	options: WritesPlayOptions,
): Pick<Play, 'clock' | 'store' | 'playTo'> => {
	const {startedAt, books, items, store = createToldStore(), pace, onSkip, onStep} = options;
	const clock = createVirtualClock(startedAt);
	const runTimers = createTimerRun(clock, still, {
		...(pace && {pace}),
		...(onSkip && {onSkip}),
		onStep: time => onStep?.(time, false),
	});
	const rates = createRates(store, books);
	clock.every(1000, rates.tick);
	clock.every(cadenceMs, store.publish);
	for (const facts of books) store.add(facts);
	/** Taken, but not due yet. */
	let next: TimedWrites | null = null;

	const write = async (item: TimedWrites) => {
		const {at, writes, isMessage} = item;
		await runTimers(at);
		const wait = pace?.(at);
		if (wait) await wait;
		onStep?.(Math.max(at, startedAt), isMessage);
		rates.count(item);
		for (const one of writes) repeatWrite(store, one);
	};

	return {
		clock,
		store,
		async playTo(time = Infinity) {
			for (;;) {
				const taken = next ? null : await items.next();
				if (taken?.done === true) break;
				next ??= taken?.value ?? null;
				if (!next) continue;
				if (next.at > time) {
					await runTimers(time);
					return false;
				}
				const item = next;
				next = null;
				await write(item);
			}
			// What came since the last view is shown at its time.
			await runTimers(clock.now() + cadenceMs);
			return true;
		},
	};
};
