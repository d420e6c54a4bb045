import type {BookChange} from '../../book/order-book.js';
import type {ClientOutput} from '../exchange.js';
import type {FeedProof} from '../subscription.js';
import {createDepthAudit} from './depth-audit.js';
import type {WholeBook} from './messages.js';

const maxLevels = 150;

/** Books in a row with a lower version that mean the exchange counts anew; each comes a second apart. */
const maxOld = 5;

const toChange = ({sequence, time, bids, asks}: WholeBook): BookChange => ({
	...{type: 'snapshot', sequence, exchangeTime: time},
	...{bids, asks, maxLevels},
});

/** A book that each push replaces, and its audit. `ask` asks for the book as it is. */
export const createDepthBook = (ask: () => ClientOutput) => {
	let version = 0;
	/** Books in a row whose version is lower. */
	let old = 0;
	let isInSync = false;
	const audit = createDepthAudit({version: () => version, ask, toChange});

	return {
		audit,
		isInSync: () => isInSync,
		/** A push, or the first reply. */
		take(book: WholeBook, proof: FeedProof): readonly ClientOutput[] {
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
		},
		/** An audit was begun long ago. */
		auditLate(): readonly ClientOutput[] {
			const late = audit.late();
			({version} = late);
			return late.outputs;
		},
		outOfSync() {
			isInSync = false;
		},
	};
};
