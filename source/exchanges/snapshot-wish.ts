import type {FeedFault} from '../faults.js';
import type {ClientOutput, SnapshotRequest} from './exchange.js';

/** Snapshots older than the increments, after which the connection is not worth keeping: those of a minute or more. */
const maxOld = {socket: 13, http: 8};

/** Whether a snapshot that comes now may lack what a message told that could not be read. */
const createTaint = () => {
	/** `late`: one was asked for in vain since that came. */
	let taint: 'new' | 'late' | null = null;
	return {
		is: () => taint !== null,
		begin() {
			taint = 'new';
		},
		end() {
			taint = null;
		},
		/** Returns whether what is asked for in silence is in vain: the first time, as the message may have come just now. */
		waits(): boolean {
			const isNew = taint === 'new';
			if (isNew) taint = 'late';
			return isNew;
		},
	};
};

/** The snapshot that a book waits for: whether it was asked for, and whether what comes is of use. */
export const createSnapshotWish = (request: () => SnapshotRequest) => {
	let isRequested = false;
	const taint = createTaint();
	/** One below this is older than what was known. */
	let atLeast = 0;
	/** In a row. */
	let old = 0;

	const ask = () => {
		isRequested = true;
		taint.end();
		return {type: 'request', request: request()} as const;
	};

	return {
		/** Asks for it, also where the one before was not answered. */
		ask,
		/**
		 * Asks for it although nothing came for a while. If that while may be shorter than since a message that could
		 * not be read, what is answered is of no use yet.
		 */
		askInSilence() {
			return taint.waits() ? ({type: 'request', request: request()} as const) : ask();
		},
		isRequested: () => isRequested,
		/** Whether one that comes now may lack what a message told that could not be read. */
		isTainted: taint.is,
		/** It came. */
		answered() {
			isRequested = false;
		},
		/** What was asked for is of no use. Returns whether anything was. */
		forget(): boolean {
			const wasRequested = isRequested;
			isRequested = false;
			return wasRequested;
		},
		/** Of a message that could not be read: what is under way may lack what that changed. */
		taint() {
			isRequested = false;
			taint.begin();
		},
		/** The book was at this sequence. */
		reached(sequence: number | null) {
			atLeast = sequence ?? atLeast;
		},
		atLeast: () => atLeast,
		linked() {
			old = 0;
			taint.end();
		},
		/** It was too old: another is asked for, unless too many were. */
		tooOld(fault: FeedFault): readonly ClientOutput[] {
			old++;
			const asked = ask();
			if (old > maxOld[asked.request.type]) return [{type: 'reconnect', fault}];
			return [{type: 'syncing', fault}, asked];
		},
	};
};

export type SnapshotWish = ReturnType<typeof createSnapshotWish>;
