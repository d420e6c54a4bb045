import type {FeedFault} from '../faults.js';

/** What happened to a book, as it is counted. */
export type BookEvent =
	| {readonly type: 'gap' | 'unlinked' | 'crossed' | 'unreadable'; readonly detail: string}
	/** The snapshot that it was in sync by, on trust, was an old one: what came next does not link to it. */
	| {readonly type: 'outdated'; readonly detail: string}
	/**
	 * `resync`: it was in sync and is not any more; `repeated`: while it is on trust came a snapshot that
	 * is no newer; `changes`: changes came that nothing links.
	 */
	| {readonly type: 'resync' | 'snapshot' | 'repeated' | 'changes'}
	/** A snapshot that came while the book was in sync agreed with it, or did not. */
	| {
			readonly type: 'audit';
			/** Levels. */
			readonly differences: number;
	  };

/** What is known of a book from connections before. */
export type BookMemory = {
	/** What is wrong with a first book at this sequence, null where nothing is. */
	judge(sequence: number): FeedFault | null;
	/** The book is at this sequence. */
	learn(sequence: number): void;
	/** Ids from here on are not to be compared with those before. */
	forget(): void;
};
