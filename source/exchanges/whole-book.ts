import type {FeedFault} from '../faults.js';
import {toChange, type ChangeRules} from './change-of.js';
import type {ClientOutput} from './exchange.js';
import type {Snapshot} from './increment.js';
import type {FeedProof} from './subscription.js';
import {createWholeAudit} from './whole-audit.js';

/** Books in a row with a lower version that mean the exchange counts anew; each comes a while apart. */
const maxOld = 5;

/** How an exchange's pushes, each of a whole book, make one. */
export type WholeBookRules = ChangeRules & {
	/** Asks for the book as it is: what comes is a push as any other, or goes to `onReply`. */
	ask(): readonly ClientOutput[];
	/** Whether what was asked for can be told from a push, and so serve for an audit. */
	readonly isAudited: boolean;
};

const unaudited: readonly ClientOutput[] = [
	{type: 'unaudited', fault: {code: 'no-audit', detail: 'each push is the whole book'}},
];

/** Counts books that are older than one that came. */
const createAges = () => {
	/** Books in a row whose version is lower. */
	let old = 0;
	return {
		newer() {
			old = 0;
		},
		/** One of the same version, or a lower one. */
		notNewer(to: number, version: number): readonly ClientOutput[] {
			old = to < version ? old + 1 : 0;
			if (old < maxOld) return [];
			const detail = `versions fell to ${to} from ${version}`;
			return [{type: 'reconnect', fault: {code: 'gap', detail}}];
		},
	};
};

/** A book that each push replaces, and its audit; `to` is its version, an id or a time: the newest counts. */
export const createWholeBook = (rules: WholeBookRules) => {
	const {ask} = rules;
	let version = 0;
	const ages = createAges();
	let isInSync = false;
	const toWhole = (book: Snapshot) => toChange(rules, 'snapshot', book);
	const audit = createWholeAudit({version: () => version, ask, toChange: toWhole});

	/** A push, or the first reply. */
	const take = (book: Snapshot, proof: FeedProof): readonly ClientOutput[] => {
		const {to} = book;
		// The same once more, as asked for.
		if (isInSync && to === version && audit.isWaiting()) return audit.take(book);
		if (to < version || (isInSync && to === version)) return ages.notNewer(to, version);
		ages.newer();
		version = to;
		isInSync = true;
		return [{type: 'book', change: toWhole(book), proof}, ...audit.finish()];
	};

	return {
		isInSync: () => isInSync,
		ask,
		take,
		/** What was asked for; without a proof, nothing shows that what changes from here on would be told. */
		onReply(asked: Snapshot, proof: FeedProof | null): readonly ClientOutput[] {
			if (isInSync) return audit.take(asked);
			// It will be asked for again.
			return proof ? take(asked, proof) : [];
		},
		/** Instead of a book came nothing: not yet. */
		onNoReply: (): readonly ClientOutput[] => (isInSync && !audit.isUnderWay() ? [] : ask()),
		resync(fault: FeedFault): readonly ClientOutput[] {
			isInSync = false;
			audit.end();
			return [{type: 'syncing', fault}, ...ask()];
		},
		audit(): readonly ClientOutput[] {
			if (!isInSync) return [];
			return rules.isAudited ? audit.begin() : unaudited;
		},
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
