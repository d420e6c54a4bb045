import {toColumns} from '../../../source/book/level-columns.js';
import {parseDecimal} from '../../../source/book/fixed-point.js';
import {systemClock} from '../../../source/clock.js';
import {openPast} from '../../../source/commands/relayed-past.js';
import {binance} from '../../../source/exchanges/binance/index.js';
import {packBatch, packPlaced} from '../../../source/relay/messages.js';
import {toState} from '../../../source/relay/state.js';
import {keyOf, subjectsOf, type BookName} from '../../../source/relay/subjects.js';
import {startWritesPlay} from '../../../source/replay/play-writes.js';
import {createBookStore} from '../../../source/store/book-store.js';
import type {StoreWrite} from '../../../source/store/store-writes.js';
import type {Bus} from '../../../source/transport/bus.js';
import {storeSurely} from './measures.js';

const hourMs = 3_600_000;
const book: BookName = {exchange: 'binance', base: 'PAST', quote: 'USDT'};
const key = keyOf(book);
const subjects = subjectsOf(book);
const run = 'bench~1';

const levelOf = (price: number, size: number) => ({
	price: parseDecimal((price / 10_000).toFixed(4)),
	size: parseDecimal(String(size)),
});

/** An hour of a book as an owner would have kept it, with eight changes a message and a state each minute. */
const writeHour = async (bus: Bus, perSecond: number, levels: number) => {
	const store = createBookStore();
	const began = Date.now() - hourMs;
	const stepMs = 1000 / perSecond;
	const live = {status: 'live', reason: null, retryAt: null} as const;
	store.add({key, exchange: 'binance', title: 'Binance', market: 'PAST/USDT', tickSize: null});
	const sides = (count: number, size: (at: number) => number) => ({
		bids: toColumns(Array.from({length: count}, (_, at) => levelOf(5000 - at, size(at)))),
		asks: toColumns(Array.from({length: count}, (_, at) => levelOf(5001 + at, size(at)))),
	});
	const apply = (write: StoreWrite & {readonly name: 'apply'}) => store.apply(...write.args);
	const snapshot = {...sides(levels, at => 1 + at), sequence: 0, exchangeTime: null};
	apply({name: 'apply', args: [key, {type: 'snapshot', ...snapshot}, began]});
	store.setStatus(key, {...live, status: 'syncing'}, began);
	store.setStatus(key, live, began);
	const toStored = () => {
		store.publish();
		const [view] = store.getView().books;
		if (!view) throw new Error('no book');
		return toState(view, store.rangeOf(key));
	};

	const count = 3600 * perSecond;
	let first = 0;
	let stored: Promise<unknown>[] = [];
	for (let n = 0; n < count; n++) {
		const at = began + n * stepMs;
		const change = {...sides(4, level => 1 + ((n * 7 + level) % 900)), exchangeTime: null};
		const args = [key, {type: 'update', ...change, sequence: n}, at] as const;
		const write = {name: 'apply', args: [args[0], args[1], args[2]]} satisfies StoreWrite;
		if (n > 0) apply(write);
		const batch = {
			...{epoch: 1, run, n, asOf: at, at, q: n, sum: store.sumOf(key)},
			writes: n > 0 ? [write] : [],
			held: new Map<number, number>(),
			open: n > 0 ? null : {status: live, state: toStored()},
		};
		const storing = storeSurely(bus, subjects.log, packBatch(batch), {id: `past ${n}`});
		if (n === 0) first = await storing;
		else stored.push(storing);
		if (n % (60 * perSecond) === 0) {
			const placed = {...{run, epoch: 1, position: first + n, at, asOf: at}, state: toStored()};
			const id = `past state ${n}`;
			stored.push(storeSurely(bus, subjects.state, packPlaced(placed), {id}));
		}
		if (stored.length < 100) continue;
		await Promise.all(stored);
		stored = [];
	}
	await Promise.all(stored);
	return {began, stepMs, count};
};

/**
 * Milliseconds until the book of a moment of an hour is there, of many moments, ascending. All of it was stored just
 * now: so more states are read on the way than where each was stored in its minute.
 */
export const seekInHour = async (
	bus: Bus,
	{
		perSecond,
		levels,
		seeks,
	}: {readonly perSecond: number; readonly levels: number; readonly seeks: number},
): Promise<readonly number[]> => {
	const {began, stepMs, count} = await writeHour(bus, perSecond, levels);
	const times: number[] = [];
	for (let seek = 0; seek < seeks; seek++) {
		const n = 1 + ((seek * 7919) % (count - 2));
		const moment = began + n * stepMs;
		const startedAt = performance.now();
		const request = {books: [book], exchanges: [binance], from: moment, to: moment};
		const past = await openPast(bus, systemClock, request);
		if (!past) throw new Error('nothing was kept');
		const play = startWritesPlay(past);
		await play.playTo(moment);
		play.store.publish();
		times.push(performance.now() - startedAt);
		await past.stop();
		const [shown] = play.store.getView().books;
		if (shown?.status !== 'live' || shown.sequence !== n)
			throw new Error(`the book of message ${n} is ${shown?.status} of ${shown?.sequence}`);
	}
	return times.toSorted((a, b) => a - b);
};
