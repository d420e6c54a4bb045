import type {Level} from '../book/book-side.js';

/** Changes that lead from sequence `from` to sequence `to`. */
export type Increment = {
	readonly from: number;
	readonly to: number;
	readonly time: number | null;
	readonly bids: readonly Level[];
	readonly asks: readonly Level[];
};

export type Snapshot = Omit<Increment, 'from'>;
