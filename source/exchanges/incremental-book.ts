import type {FeedFault} from '../faults.js';
import {createBookAudit} from './book-audit.js';
import {toChange} from './change-of.js';
import type {ClientOutput} from './exchange.js';
import type {Snapshot} from './increment.js';
import {createLinkedBook, type BookRules} from './linked-book.js';
import {createSnapshotWish} from './snapshot-wish.js';

const applied: readonly ClientOutput[] = [];

/**
 * A book kept by a stream of increments and a snapshot that links to it, as both exchanges document:
 * buffer first, then ask for the snapshot; drop what it covers; the next increment must follow it;
 * a missing one means a new snapshot, with the old book left in place.
 */
export const createIncrementalBook = (rules: BookRules) => {
	const wish = createSnapshotWish(rules.request);
	const audit = createBookAudit({
		at: () => book.at(),
		ask: wish.ask,
		follows: (increment, at) => rules.follows(at, increment) === 'next',
		toChange: (type, from) => toChange(rules, type, from),
	});
	const book = createLinkedBook(rules, {wish, onPassed: audit.passed, onDropped: audit.drop});

	return {
		onIncrement: book.onIncrement,
		onSnapshot(snapshot: Snapshot): readonly ClientOutput[] {
			if (book.at() !== null) {
				if (!audit.isUnderWay()) return applied;
				wish.answered();
				return audit.take(snapshot);
			}
			const mustLink = wish.isTainted();
			if (!mustLink) wish.answered();
			return book.offer(snapshot, mustLink);
		},
		isInSync: () => book.at() !== null,
		/** Asks for a snapshot although no increment has come, or again where the last one was not answered. */
		ask: wish.askInSilence,
		isRequested: wish.isRequested,
		/** A whole book comes in the stream: what came before is of no use. */
		restart: (fault: FeedFault) => book.loseSync(fault, 'all'),
		resync(fault: FeedFault): readonly ClientOutput[] {
			wish.reached(book.at());
			const isUnread = fault.code === 'bad-message';
			if (!isUnread && !wish.isTainted()) return book.loseSync(fault, 'all');
			// What an unreadable message changed is unknown: the snapshot has to link to an increment again.
			book.drop([]);
			if (isUnread) wish.taint();
			return [{type: 'syncing', fault}];
		},
		/** What was asked for so far is too old. */
		forget(): readonly ClientOutput[] {
			book.forgetHeld();
			audit.drop();
			return wish.forget() && book.at() === null ? [wish.ask()] : applied;
		},
		/** Instead of a snapshot came nothing: not yet. */
		onNoSnapshot: (): readonly ClientOutput[] => {
			if (book.at() !== null) return audit.askAgain();
			return wish.isTainted() ? applied : [wish.ask()];
		},
		/** The snapshot of an audit was refused: it is left for another time. */
		refuseAudit: audit.refuse,
		/** An audit was begun long ago. */
		auditLate(): readonly ClientOutput[] {
			const {outputs, to} = audit.late();
			book.jump(to);
			return outputs;
		},
		/** Asks for a snapshot to compare the book with. */
		audit: (): readonly ClientOutput[] => (book.at() === null ? applied : audit.begin()),
	};
};
