import type {FeedFault} from '../faults.js';
import {toChange, type ChangeRules} from './change-of.js';
import type {ClientOutput} from './exchange.js';
import type {Snapshot} from './increment.js';
import type {FeedProof} from './subscription.js';
import {createWholeAudit, type WholeAudit} from './whole-audit.js';

/** Books in a row with a lower version that mean the exchange counts anew, although they came before. */
const maxOld = 5;

/** Versions that are remembered: some minutes of a busy book. */
const maxKnown = 1000;

/** How an exchange's pushes, each of a whole book, make one. */
export type WholeBookRules = ChangeRules & {
	/** Asks for the book as it is: what comes goes to `onReply`. */
	ask(): readonly ClientOutput[];
	/**
	 * Whether the version is a time: of two books of the same one the later counts, and an older one speaks against the
	 * book, as clocks are set back: the more where it never came before. @default an id
	 */
	readonly isByTime?: boolean;
	/** Begins the subscription anew. @default asks for the book */
	resubscribe?(): readonly ClientOutput[];
};

/** Counts books that are older than one that came. */
const createAges = ({isByTime = false}: WholeBookRules) => {
	/** Books in a row whose version is lower. */
	let old = 0;
	/** Versions that were pushed, oldest first. */
	const known = new Set<number>();
	let newestPushed = 0;
	return {
		newer(to: number): number {
			old = 0;
			return to;
		},
		/** Why a push is of a clock that was set back since `version`; null where it is not: what is repeated was pushed before. */
		fell(to: number, version: number): FeedFault | null {
			if (!isByTime || known.has(to)) return null;
			known.add(to);
			const [oldest] = known.size > maxKnown ? known : [];
			if (oldest !== undefined) known.delete(oldest);
			const hasFallen = to < newestPushed;
			newestPushed = to;
			return hasFallen ? {code: 'gap', detail: `times fell to ${to} from ${version}`} : null;
		},
		/** One of the same version, or a lower one. */
		notNewer(to: number, version: number): readonly ClientOutput[] {
			old = to < version ? old + 1 : 0;
			if (old < maxOld) return old > 0 && isByTime ? [{type: 'doubt'}] : [];
			const detail = `versions fell to ${to} from ${version}`;
			return [{type: 'reconnect', fault: {code: 'gap', detail}}];
		},
	};
};

/** What was asked for to be compared: the book may be gone when it comes, and a newer one been pushed. */
const createCompared = ({ask, isByTime = false}: WholeBookRules) => {
	let isAwaited = false;
	return {
		ask() {
			isAwaited = true;
			return ask();
		},
		/** A book came. Returns whether it may be one of before, where its time does not tell that something is missing. */
		came(): boolean {
			const mayBeOld = isAwaited && isByTime;
			isAwaited = false;
			return mayBeOld;
		},
	};
};

/** Where a book is: its version, and whether it is in sync. */
type Place = {version: number; isInSync: boolean};

/** What becomes of the book by what comes of it. */
const createTaking = (rules: WholeBookRules, place: Place, audit: WholeAudit) => {
	const {ask, isByTime = false, resubscribe = ask} = rules;
	const ages = createAges(rules);

	const resync = (fault: FeedFault): readonly ClientOutput[] => {
		place.isInSync = false;
		audit.end();
		return [{type: 'syncing', fault}, ...resubscribe()];
	};

	/** An audit that failed leaves nothing to go on with but a new subscription. */
	const judge = (outputs: readonly ClientOutput[]): readonly ClientOutput[] => {
		if (outputs.at(-1)?.type !== 'syncing') return outputs;
		place.isInSync = false;
		return [...outputs, ...resubscribe()];
	};

	/** A push, or the first reply. */
	const take = (book: Snapshot, proof: FeedProof): readonly ClientOutput[] => {
		const {version, isInSync} = place;
		const isNewer = book.to > version || (book.to === version && (isByTime || !isInSync));
		// The same once more serves for an audit.
		if (!isNewer && book.to === version && audit.isUnderWay()) return audit.take(book);
		if (!isNewer) return ages.notNewer(book.to, version);
		place.version = ages.newer(book.to);
		place.isInSync = true;
		if (isByTime) audit.keep(book);
		const change = toChange(rules, 'snapshot', book);
		return [{type: 'book', change, proof}, ...judge(audit.finish())];
	};

	return {
		...{resync, judge, take},
		/** A push. Where times fell, the exchange's clock was set back: what comes next goes by that. */
		push(book: Snapshot, proof: FeedProof): readonly ClientOutput[] {
			const fault = ages.fell(book.to, place.version);
			if (!fault || !place.isInSync) return take(book, proof);
			place.version = ages.newer(book.to);
			const [, ...more] = resync(fault);
			return [{type: 'syncing', fault, isAnew: true}, ...more];
		},
	};
};

/** A book that each push replaces, and its audit; `to` is its version, an id or a time: the newest counts. */
export const createWholeBook = (rules: WholeBookRules) => {
	const {ask} = rules;
	const place: Place = {version: 0, isInSync: false};
	const compared = createCompared(rules);
	const audit = createWholeAudit({
		version: () => place.version,
		ask: compared.ask,
		toChange: book => toChange(rules, 'snapshot', book),
	});
	const taking = createTaking(rules, place, audit);

	return {
		isInSync: () => place.isInSync,
		ask,
		/** A push. */
		take: taking.push,
		/** What was asked for. Without a proof that what changes would be told, it will be asked for again. */
		onReply(asked: Snapshot, proof: FeedProof | null): readonly ClientOutput[] {
			const mayBeOld = compared.came();
			if (place.isInSync) return taking.judge(audit.take(asked));
			return proof && !mayBeOld ? taking.take(asked, proof) : [];
		},
		/** Instead of a book came nothing: not yet. */
		onNoReply: () => (place.isInSync && !audit.isUnderWay() ? [] : ask()),
		resync: taking.resync,
		audit: (): readonly ClientOutput[] => (place.isInSync ? audit.begin() : []),
		/** What an audit asked for was refused. */
		refuseAudit: audit.giveUp,
		/** An audit was begun long ago. */
		auditLate(): readonly ClientOutput[] {
			const {outputs, version} = audit.late();
			place.version = version;
			return outputs;
		},
		/** What was asked for so far is too old. */
		forget: audit.end,
		outOfSync() {
			place.isInSync = false;
		},
	};
};
