import {keepChange, type BookChange} from '../book/order-book.js';
import type {FeedFault} from '../faults.js';
import type {ClientOutput} from './exchange.js';
import type {Increment, Snapshot} from './increment.js';
import {createIncrementBuffer} from './increment-buffer.js';

export type BookAuditPort = {
	/** The sequence that the book is at, null while it is not in sync. */
	at(): number | null;
	/** Asks for a snapshot. */
	ask(): ClientOutput;
	/** Whether an increment follows a book at this sequence. */
	follows(increment: Increment, at: number): boolean;
	toChange(type: BookChange['type'], from: Snapshot): BookChange;
};

/** Snapshots that do not link to the book, after which an audit has failed. */
const maxTries = 6;

/** Why an audit is given up whose snapshots are all of before it began. */
const unlinked = 'no snapshot links to the book';

const noneCame = 'no snapshot came';

const nothing: readonly ClientOutput[] = [];

const toUnaudited = (detail: string): readonly ClientOutput[] => [
	{type: 'unaudited', fault: {code: 'no-audit', detail}},
];

/** The book as the snapshot and what came after it make it; null where these do not link. */
const changesFrom = (
	snapshot: Snapshot,
	rest: readonly Increment[],
	{at, follows, toChange}: Pick<BookAuditPort, 'at' | 'follows' | 'toChange'>,
): readonly BookChange[] | null => {
	const [next] = rest;
	const links = next ? follows(next, snapshot.to) : snapshot.to === at();
	if (!links) return null;
	const updates = rest.map(increment => toChange('update', increment));
	return [toChange('snapshot', snapshot), ...updates];
};

/** Why a snapshot that the updates have not come up to may differ. */
const toLag = (snapshot: Snapshot, sequence: number): FeedFault => ({
	code: 'stopped',
	detail: `updates ended at ${sequence}, a snapshot is at ${snapshot.to}`,
});

/** Compares a book kept by increments with a snapshot, once the book has come as far. */
export const createBookAudit = (port: BookAuditPort) => {
	const {at, ask, toChange} = port;
	/** The snapshot that waits for the book; `tries` counts those asked for. Null while there is no audit. */
	let audit: {snapshot: Snapshot | null; tries: number} | null = null;
	const since = createIncrementBuffer();

	const end = () => {
		audit = null;
		since.replace([]);
	};

	/** A reply that never links says nothing against the book: another time it will. */
	const giveUp = (detail: string): readonly ClientOutput[] => {
		end();
		return toUnaudited(detail);
	};

	const askAgain = (): readonly ClientOutput[] => {
		if (!audit) return nothing;
		if (audit.tries >= maxTries) return giveUp(unlinked);
		audit = {snapshot: null, tries: audit.tries + 1};
		return [ask()];
	};

	/** Ends an audit whose snapshot the book has caught up with. */
	const finish = (): readonly ClientOutput[] => {
		const snapshot = audit?.snapshot;
		const sequence = at();
		if (!snapshot || sequence === null || snapshot.to > sequence) return nothing;
		const isWhole = snapshot.to >= since.lostTo();
		const changes = isWhole ? changesFrom(snapshot, since.after(snapshot.to), port) : null;
		if (!changes) return askAgain();
		end();
		return [{type: 'audit', changes}];
	};

	return {
		begin(): readonly ClientOutput[] {
			// One that is still under way has lost its snapshot.
			since.replace([]);
			audit = {snapshot: null, tries: 0};
			return askAgain();
		},
		isUnderWay: () => audit !== null,
		/** The book has taken an increment. */
		passed(increment: Increment): readonly ClientOutput[] {
			if (!audit) return nothing;
			since.push(increment);
			return finish();
		},
		/** A snapshot came, of use for nothing else. */
		take(snapshot: Snapshot): readonly ClientOutput[] {
			if (!audit) return nothing;
			audit = {...audit, snapshot: keepChange(snapshot)};
			return finish();
		},
		/** Instead of a snapshot came nothing, or one that does not link. */
		askAgain,
		/** The snapshot was refused: it is left for another time. */
		refuse: (why: string): readonly ClientOutput[] => (audit ? giveUp(why) : nothing),
		/**
		 * It was begun long ago. Where its snapshot is ahead of a stream that does not come as far, the two are
		 * compared as they are: if they differ, the stream has stopped. `to`: where the book is then.
		 */
		late(): {readonly outputs: readonly ClientOutput[]; readonly to: number | null} {
			const sequence = at();
			if (!audit || sequence === null) return {outputs: nothing, to: sequence};
			const {snapshot, tries} = audit;
			end();
			if (!snapshot) return {outputs: toUnaudited(tries > 1 ? unlinked : noneCame), to: sequence};
			const changes = [toChange('snapshot', snapshot)];
			const lag = toLag(snapshot, sequence);
			return {outputs: [{type: 'audit', changes, lag}], to: snapshot.to};
		},
		drop: end,
	};
};
