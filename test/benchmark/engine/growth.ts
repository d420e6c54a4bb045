import type {BookStore} from '../../../source/store/book-store.js';
import {median} from './measure.js';
import {key, startOurs} from './ours.js';
import type {Workload, WorkloadShape} from './workload.js';

/** What the store takes of a message, by how deep the book is: microseconds, medians of single ones. */
export type Growth = {
	readonly levels: number;
	readonly placement: 'near' | 'even';
	/** To apply the message, after the view before it. */
	readonly applyUs: number;
	/** To make a view of it. */
	readonly publishUs: number;
};

/** Times each call of the store by itself: what parses is not in it. */
export const measureGrowth = (shape: WorkloadShape, workload: Workload): Growth => {
	const applied: number[] = [];
	const published: number[] = [];
	const timed = (store: BookStore, change: Parameters<BookStore['apply']>[1]) => {
		const from = performance.now();
		store.apply(key, change, 1);
		const middle = performance.now();
		store.publish();
		const end = performance.now();
		applied.push((middle - from) * 1000);
		published.push((end - middle) * 1000);
	};
	const {feed} = startOurs(workload, timed);
	for (const message of workload.fill) feed(message);
	// Twice as much to warm up as is counted.
	const counted = Math.floor(workload.stream.length / 3);
	for (const message of workload.stream) feed(message);
	return {
		levels: shape.levels,
		placement: shape.spread > 0 ? 'even' : 'near',
		applyUs: median(applied.slice(-counted)),
		publishUs: median(published.slice(-counted)),
	};
};

/** Microseconds of single messages, from the bytes to the book: the value that one in a thousand is beyond. */
export const measureWorst = (workload: Workload, share: number): number => {
	const times: number[] = [];
	// The machine's own pauses hit each run elsewhere: a message counts as long as its quickest.
	for (let pass = 0; pass < 5; pass++) {
		const {feed} = startOurs(workload);
		for (const message of workload.fill) feed(message);
		for (const [index, message] of workload.stream.entries()) {
			const from = performance.now();
			feed(message);
			const us = (performance.now() - from) * 1000;
			if (pass > 0) times[index] = Math.min(times[index] ?? Infinity, us);
		}
	}
	const sorted = times.sort((one, other) => one - other);
	return sorted[Math.floor((sorted.length - 1) * share)] ?? NaN;
};
