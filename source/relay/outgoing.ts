import type {Kept} from './kept-writes.js';

/** Writes in one message. */
const mostInBatch = 2000;

/** What waits for the last write before it to be stored. */
type Waiting = (position: number) => void;

type Item = Kept & {waiting?: Waiting[]};

/** What goes into one message. */
export type Cut = {
	readonly writes: readonly Kept[];
	/** Milliseconds by the run's clock of the first write that was left, null where none was. */
	readonly nextAt: number | null;
	/** Its last write was stored, with that position. */
	stored(position: number): void;
};

/** Writes on their way to the log, in their order: what is being sent, and what comes meanwhile. */
export const createOutgoing = () => {
	let queue: Item[] = [];
	let sending: readonly Item[] | null = null;

	return {
		add(item: Kept) {
			queue.push(item);
		},
		length: () => queue.length,
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
					for (const waiting of taken.at(-1)?.waiting ?? []) waiting(position);
				},
			};
		},
	};
};

export type Outgoing = ReturnType<typeof createOutgoing>;
