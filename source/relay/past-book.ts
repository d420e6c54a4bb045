import {createBookStore} from '../store/book-store.js';
import type {BookFacts, BookStatus} from '../store/market-view.js';
import {repeatWrite, type StoreWrite} from '../store/store-writes.js';
import {relayedTable} from '../store/status-table.js';
import {usualLagMs} from './kept-writes.js';
import {relayOfRun} from './messages.js';
import {noWordOf, silentAfterMs} from './shown-status.js';
import {createToldFills} from './told-fills.js';

/** A word lasts so long; less what an owner's clocks are known by, as it tells what it had read a moment before. */
const lastsMs = silentAfterMs - usualLagMs;

/** What was written to a book at a moment of the past. */
export type PastItem = {
	/** Epoch milliseconds by the owner's wall clock, never before that of the item before. */
	readonly at: number;
	readonly writes: readonly StoreWrite[];
	/** Whether it came of what the exchange sent. */
	readonly isMessage: boolean;
};

const gap: BookStatus = {
	...{status: 'resyncing', reason: 'what relays keep has a gap here'},
	...{code: 'gap', retryAt: null},
};

const isMessage = ({name}: StoreWrite): boolean =>
	name !== 'setStatus' && name !== 'setFacts' && name !== 'breakTape';

/** A book of the past as it goes on: each write is done to a book of our own, which tells whether it is the owner's. */
const createPastBook = (facts: BookFacts) => {
	const {key} = facts;
	const store = createBookStore(undefined, relayedTable);
	store.add(facts);
	let items: PastItem[] = [];
	let last = -Infinity;
	let takenUpTo = -Infinity;
	/** Where the owner says that it stands. */
	let said: BookStatus = {status: 'connecting', reason: null, retryAt: null};
	const fills = createToldFills();

	return {
		last: () => last,
		said: () => said,
		mayMiss: fills.mayMiss,
		/** Returns how many levels differ from what a write says of them. */
		write(at: number, write: StoreWrite): number {
			last = Math.max(last, at);
			items.push({at: last, writes: [write], isMessage: isMessage(write)});
			if (write.name === 'setStatus') [, said] = write.args;
			if (write.name === 'addTrades') fills.told(write.args[1]);
			if (write.name === 'audit') return store.audit(...write.args);
			repeatWrite(store, write);
			return 0;
		},
		/** Of nobody's saying. */
		show(at: number, status: BookStatus) {
			last = Math.max(last, at);
			const write: StoreWrite = {name: 'setStatus', args: [key, status, last]};
			items.push({at: last, writes: [write], isMessage: false});
		},
		/** The time goes on. */
		pass(at: number) {
			last = Math.max(last, at);
			items.push({at: last, writes: [], isMessage: false});
		},
		isSum: (sum: number | null): boolean => sum === null || store.sumOf(key) === sum,
		count: () => items.length,
		/** What was written after the first so many is not told. */
		dropAfter(count: number) {
			items = items.slice(0, count);
			last = items.at(-1)?.at ?? takenUpTo;
		},
		take(): readonly PastItem[] {
			const taken = items;
			items = [];
			takenUpTo = last;
			return taken;
		},
	};
};

/** How far what is told of a book is proven, and what is told where it is not. */
export const createPastProof = (facts: BookFacts) => {
	const {key} = facts;
	const book = createPastBook(facts);
	let provenUntil = -Infinity;
	/** Whose book it is. */
	let run = '';
	let isSilent = false;
	let isBroken = false;

	const say = (at: number, status: BookStatus) => {
		book.write(at, {name: 'setStatus', args: [key, status, at]});
		isSilent = false;
	};

	const tellSilent = (at: number) => {
		isSilent = true;
		book.show(at, noWordOf(relayOfRun(run), silentAfterMs));
	};

	return {
		...{book, say},
		provenUntil: () => provenUntil,
		isBroken: () => isBroken,
		begin(at: number, by: string) {
			[isBroken, isSilent, provenUntil, run] = [false, false, at, by];
		},
		prove(to: number, by: string) {
			[provenUntil, run] = [Math.max(provenUntil, to), by];
		},
		/** It stands where its owner says, from a moment on at which that is not proven for too long. */
		settle(at: number) {
			const isFresh = at - provenUntil < lastsMs;
			if (book.said().status !== 'live') isSilent = false;
			else if (isFresh && isSilent) say(at, book.said());
			else if (!isFresh) tellSilent(at);
		},
		/** What follows what is proven up to a moment cannot be understood. */
		breakOff(from: number) {
			isBroken = true;
			provenUntil = from;
			book.show(from, gap);
		},
		/** Nothing vouches for the book from where it is proven up to that moment. */
		silence(to: number) {
			const from = provenUntil + lastsMs;
			if (isSilent || isBroken || book.said().status !== 'live' || to <= from) return;
			tellSilent(from);
		},
	};
};

export type PastProof = ReturnType<typeof createPastProof>;
