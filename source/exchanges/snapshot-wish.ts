import type {FeedFault} from '../faults.js';
import type {ClientOutput, SnapshotRequest} from './exchange.js';

/** Snapshots older than the increments, after which the connection is not worth keeping: those of a minute or more. */
const maxOld = {socket: 13, http: 8};

/** The snapshot that a book waits for: whether it was asked for, and whether what comes is of use. */
export const createSnapshotWish = (request: () => SnapshotRequest) => {
	let isRequested = false;
	/** Whether one that comes now was asked for before a message that could not be read. */
	let isTainted = false;
	/** One below this is older than what was known. */
	let atLeast = 0;
	/** In a row. */
	let old = 0;

	const ask = () => {
		isRequested = true;
		isTainted = false;
		return {type: 'request', request: request()} as const;
	};

	return {
		/** Asks for it, also where the one before was not answered. */
		ask,
		isRequested: () => isRequested,
		isTainted: () => isTainted,
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
			isTainted = true;
		},
		/** The book was at this sequence. */
		reached(sequence: number | null) {
			atLeast = sequence ?? atLeast;
		},
		atLeast: () => atLeast,
		linked() {
			old = 0;
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
