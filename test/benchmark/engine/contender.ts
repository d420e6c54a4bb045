import type {Rows} from './twin.js';
import type {Workload} from './workload.js';

/** Levels a side that a read takes. */
export const readLevels = 20;

/** A book that follows a workload. */
export type Run = {
	/** Takes a message as `ws` delivers it. */
	feed(message: Buffer): void;
	/** Resolves when all that was fed is in the book; not there where it is at once. */
	settled?(): Promise<void>;
	/** The whole book; null for what keeps none. */
	rows(): Rows | null;
};

export type Contender = {
	readonly name: string;
	/** Why it does not take part, or null where it does. */
	refuses(workload: Workload): string | null;
	/** Begins with the book before the first message. `isRead`: the best levels are read after each. */
	start(workload: Workload, isRead: boolean): Run;
};

/** Keeps what is read from being left out as useless. */
export const sink = {sum: 0};
