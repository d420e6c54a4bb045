import type {FeedFault} from '../faults.js';
import type {BookEvent} from './book-events.js';

/** Why a book is not in sync, and whether that was told. */
export const createBookLoss = (tell: (event: BookEvent) => void) => {
	/** Whether no update has linked to the book yet: at a capture's start the updates before are missing. */
	let isTrusted = false;
	let unlinked = '';
	/** Whether what it was lost by was told: what does not link afterwards is no news. */
	let isTold = false;
	/** Whether a message could not be read since it was in sync. */
	let isUnread = false;
	return {
		isUnread: () => isUnread,
		isTrusted: () => isTrusted,
		/** The book has changed; `onTrust`: by a snapshot that nothing links to yet. */
		changed(onTrust: boolean) {
			isTrusted = onTrust;
		},
		inSync() {
			unlinked = '';
			isTold = false;
			isUnread = false;
		},
		/** A gap right behind a snapshot that was taken on trust means that the snapshot was an old one. */
		note(fault: FeedFault | undefined) {
			const detail = fault?.detail ?? '';
			if (fault?.code === 'gap' || fault?.code === 'checksum') {
				tell({type: isTrusted ? 'outdated' : 'gap', detail});
				isTold = !isTrusted;
			}
			if (fault?.code === 'old-snapshot') tell({type: 'unlinked', detail});
			if (fault?.code === 'changes-alone') {
				tell({type: 'changes'});
				isTold = true;
			}
			if (fault && unlinked === '') unlinked = detail;
			isTrusted = false;
		},
		/** The book itself was wrong; `wasTrusted`: where a snapshot was all that came, it may have been an old one. */
		wrong({code}: FeedFault, wasTrusted: boolean) {
			isTold = code === 'crossed' || code === 'different' || code === 'checksum';
			if (wasTrusted) unlinked = '';
		},
		/** A message could not be read, and that is told. */
		unreadable() {
			isTold = true;
			isUnread = true;
		},
		/** What no snapshot was found for, empty where none came; null where the loss was told. */
		lack: () => (isTold ? null : unlinked),
	};
};
