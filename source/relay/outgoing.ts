import {mostKept, type Kept} from './kept-writes.js';

/** Writes in one message. */
const mostInBatch = 2000;

/** What waits for the last write before it to be stored. */
type Waiting = (position: number) => void;

/** Levels and fills, and the writes that they are in, of all books of a relay together: what waits is bounded by it. */
export type WaitingWrites = {readonly most: number; count: number};

/** A book has room for so many writes, whatever the others have. */
const leastWrites = 100;

/** How much of the room one write takes. */
const sizeOf = ({write}: Kept): number => {
	if (write.name === 'addTrades') return 1 + write.args[1].length;
	if (write.name !== 'apply') return 1;
	const [, {bids, asks}] = write.args;
	return 1 + bids.length + asks.length;
};

const sizeOfAll = (items: readonly Kept[]): number =>
	items.reduce((sum, item) => sum + sizeOf(item), 0);

type Item = Kept & {waiting?: Waiting[]};

/** What goes into one message. */
export type Cut = {
	readonly writes: readonly Kept[];
	/** Milliseconds by the run's clock of the first write that was left, null where none was. */
	readonly nextAt: number | null;
	/** Its last write was stored, with that position. */
	stored(position: number): void;
};

/** What one book has of the room. */
const createShare = (room: WaitingWrites) => {
	let held = 0;
	const hold = (more: number) => {
		held += more;
		room.count += more;
	};
	return {
		hold,
		isFull: () => room.count > room.most,
		letAll: () => hold(-held),
	};
};

/** Writes on their way to the log, in their order: what is being sent, and what comes meanwhile. */
export const createOutgoing = (room: WaitingWrites) => {
	let queue: Item[] = [];
	let sending: readonly Item[] | null = null;
	const {hold, isFull, letAll} = createShare(room);

	return {
		add(item: Kept) {
			queue.push(item);
			hold(sizeOf(item));
		},
		length: () => queue.length,
		/** Whether it is time to give up: too much waits of this book, or of all. */
		isTooMuch: (): boolean => queue.length > mostKept || (isFull() && queue.length > leastWrites),
		/** Nothing more is sent. */
		end() {
			queue = [];
			letAll();
		},
		/** Nothing waits, nothing is under way. */
		isEmpty: () => queue.length === 0 && sending === null,
		/** Milliseconds by the run's clock of the oldest write that is not stored, null where all are. */
		oldest: (): number | null => (sending ?? queue)[0]?.at ?? queue[0]?.at ?? null,
		/**
		 * Calls back once all that was written up to now is stored, with its position: at once with the one that is
		 * handed in, where it is already. What comes later goes with a later message.
		 */
		whenStored(position: number, waiting: Waiting) {
			const last = queue.at(-1) ?? sending?.at(-1);
			if (last) (last.waiting ??= []).push(waiting);
			else waiting(position);
		},
		/** Takes back what waits: it will not be sent. */
		drain(): readonly Kept[] {
			const drained = queue;
			queue = [];
			hold(-sizeOfAll(drained));
			return drained;
		},
		/** The next message; null where nothing waits. One at a time. */
		cut(): Cut | null {
			if (queue.length === 0) return null;
			const asked = queue.findIndex(({waiting}) => waiting !== undefined);
			const count = Math.min(asked < 0 ? queue.length : asked + 1, mostInBatch);
			const taken = queue.slice(0, count);
			queue = queue.slice(count);
			sending = taken;
			return {
				writes: taken,
				nextAt: queue[0]?.at ?? null,
				stored(position) {
					sending = null;
					hold(-sizeOfAll(taken));
					for (const waiting of taken.at(-1)?.waiting ?? []) waiting(position);
				},
			};
		},
	};
};

export type Outgoing = ReturnType<typeof createOutgoing>;
