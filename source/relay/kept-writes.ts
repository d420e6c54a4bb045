import type {StoreWrite} from '../store/store-writes.js';
import type {Batch} from './messages.js';
import {timeOfWrite} from './writes.js';

/** Writes that a relay keeps of a book that another one publishes, and for how long at the least. */
export const mostKept = 5000;
const keptMs = 60_000;

/** Writes after which it is looked which are too old. */
const trimEach = 256;

/** Fills of so long before the other's last message are told again: which of them it had told is not known. */
const tradesAgainMs = 5000;

/** A write as it was made, before it is packed. */
export type Kept = {
	readonly write: StoreWrite;
	/**
	 * Milliseconds by the run's clock up to which the book was surely the one before it: it may have come long before
	 * it was read.
	 */
	readonly at: number;
	/** The exchange's sequence after it, null where it is of no book. */
	readonly sequence: number | null;
};

export const toKept = (write: StoreWrite, at: number): Kept => {
	switch (write.name) {
		case 'apply':
			return {write, at, sequence: write.args[1].sequence};
		case 'restore':
			return {write, at, sequence: write.args[1].sequence};
		case 'audit':
			return {write, at, sequence: write.args[1].at(-1)?.sequence ?? null};
		case 'add':
		case 'remove':
		case 'setFacts':
		case 'addTrades':
		case 'addRun':
		case 'breakTape':
		case 'setStatus':
		case 'setRate':
		case 'setHealth':
		case 'setDay':
		case 'setWallAhead':
			return {write, at, sequence: null};
	}
};

/** A relay that keeps up has read all that came by then: what it tells is as of so long ago at the most, in milliseconds. */
export const usualLagMs = 100;

/** Of writes that were read late, by their places: see `Batch`. */
export const toHeld = (items: readonly Kept[]): ReadonlyMap<number, number> =>
	new Map(
		items.flatMap(({write, at}, place) => {
			const madeAt = timeOfWrite(write);
			return madeAt !== null && madeAt - at > usualLagMs ? [[place, at] as const] : [];
		}),
	);

const isUpdate = ({write}: Kept): boolean =>
	write.name === 'apply' ? write.args[1].type === 'update' : write.name !== 'audit';

/** The newest writes to a book that another relay publishes, and what the book was after them. */
export const createKeptWrites = () => {
	let kept: Kept[] = [];
	/** What `bookSum` made of the book right after a write. */
	const sums = new Map<Kept, number>();

	let added = 0;

	const placeOf = (q: number): number => kept.findLastIndex(({sequence}) => sequence === q);

	/** Keeps the newest, and of older ones the last that tells what the book was. */
	const trim = (now: number) => {
		const young = kept.findIndex(({at}) => at >= now - keptMs);
		const known = kept.findLastIndex(({sequence}, at) => sequence !== null && at <= young);
		kept = kept.slice(Math.max(known, kept.length - mostKept, 0));
		const still = new Set(kept);
		for (const item of sums.keys()) if (!still.has(item)) sums.delete(item);
	};

	return {
		add(item: Kept) {
			kept.push(item);
			if (++added % trimEach === 0) trim(item.at);
		},
		/** The book as it is now, after the newest write. */
		sum(sum: number) {
			const last = kept.findLast(({sequence}) => sequence !== null);
			if (last) sums.set(last, sum);
		},
		/**
		 * What is to be said after the last message of a log for it to go on without a gap; null where that is not
		 * sure: the book at its end was another, or is not known any more, or has begun anew since.
		 */
		since({q, sum}: Pick<Batch, 'q' | 'sum'>): readonly Kept[] | null {
			const from = q === null ? -1 : placeOf(q);
			const last = kept[from];
			if (!last || sum === null || sums.get(last) !== sum) return null;
			const rest = kept.slice(from + 1);
			if (!rest.every(isUpdate)) return null;
			const before = kept
				.slice(0, from + 1)
				.filter(({write, at}) => write.name === 'addTrades' && at >= last.at - tradesAgainMs);
			// Where the book stands is said with the claim.
			return [...before, ...rest.filter(({write}) => write.name !== 'setStatus')];
		},
		/** Whether the oldest book that is known is after that sequence. */
		beginsAfter(q: number): boolean {
			const first = kept.find(({sequence}) => sequence !== null)?.sequence ?? null;
			return first !== null && first > q;
		},
		forget() {
			kept = [];
			sums.clear();
		},
	};
};

export type KeptWrites = ReturnType<typeof createKeptWrites>;
