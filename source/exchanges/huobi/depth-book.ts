import type {BookChange} from '../../book/order-book.js';
import type {FeedFault} from '../../faults.js';
import type {ClientOutput} from '../exchange.js';
import type {FeedProof} from '../subscription.js';
import {createDepthAudit} from './depth-audit.js';
import type {WholeBook} from './messages.js';

const maxLevels = 150;

/** Books in a row with a lower version that mean the exchange counts anew; each comes a second apart. */
const maxOld = 5;

const toChange = ({sequence, time, bids, asks}: WholeBook): BookChange => ({
	type: 'snapshot',
	sequence,
	exchangeTime: time,
	bids,
	asks,
	maxLevels,
});

/** A book that each push replaces, and its audit. `ask` asks for the book as it is. */
export const createDepthBook = (ask: () => ClientOutput) => {
	let version = 0;
	/** Books in a row whose version is lower. */
	let old = 0;
	let isInSync = false;
	const audit = createDepthAudit({version: () => version, ask, toChange});

	/** A push, or the first reply. */
	const take = (book: WholeBook, proof: FeedProof): readonly ClientOutput[] => {
		const {sequence} = book;
		// The same once more, as asked for.
		if (isInSync && sequence === version && audit.isWaiting()) return audit.take(book);
		if (sequence < version || (isInSync && sequence === version)) {
			old = sequence < version ? old + 1 : 0;
			if (old < maxOld) return [];
			const detail = `versions fell to ${sequence} from ${version}`;
			return [{type: 'reconnect', fault: {code: 'gap', detail}}];
		}
		old = 0;
		version = sequence;
		isInSync = true;
		return [{type: 'book', change: toChange(book), proof}, ...audit.finish()];
	};

	return {
		isInSync: () => isInSync,
		ask,
		take,
		/** What was asked for; without a proof, nothing shows that what changes from here on would be told. */
		onReply(asked: WholeBook, proof: FeedProof | null): readonly ClientOutput[] {
			if (isInSync) return audit.take(asked);
			// It will be asked for again.
			return proof ? take(asked, proof) : [];
		},
		/** Instead of a book came nothing: not yet. */
		onNoReply: (): readonly ClientOutput[] => (isInSync && !audit.isUnderWay() ? [] : [ask()]),
		resync(fault: FeedFault): readonly ClientOutput[] {
			isInSync = false;
			audit.end();
			return [{type: 'syncing', fault}, ask()];
		},
		audit: (): readonly ClientOutput[] => (isInSync ? [audit.begin()] : []),
		/** What an audit asked for was refused. */
		refuseAudit: audit.giveUp,
		/** An audit was begun long ago. */
		auditLate(): readonly ClientOutput[] {
			const late = audit.late();
			({version} = late);
			return late.outputs;
		},
		/** What was asked for before the computer slept is too old. */
		woke(): readonly ClientOutput[] {
			audit.end();
			return [];
		},
		outOfSync() {
			isInSync = false;
		},
	};
};
