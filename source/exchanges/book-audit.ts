import type {BookChange} from '../book/order-book.js';
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

const nothing: readonly ClientOutput[] = [];

/** Compares a book kept by increments with a snapshot, once the book has come as far. */
export const createBookAudit = ({at, ask, follows, toChange}: BookAuditPort) => {
	/** The snapshot that waits for the book; `tries` counts those asked for. Null while there is no audit. */
	let audit: {snapshot: Snapshot | null; tries: number} | null = null;
	const since = createIncrementBuffer();

	/** A reply that never links says nothing against the book: another time it will. */
	const giveUp = (detail: string): readonly ClientOutput[] => {
		audit = null;
		return [{type: 'unaudited', fault: {code: 'no-audit', detail}}];
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
		const rest = since.after(snapshot.to);
		const [next] = rest;
		const links = next ? follows(next, snapshot.to) : snapshot.to === sequence;
		if (!links) return askAgain();
		audit = null;
		const updates = rest.map(increment => toChange('update', increment));
		return [{type: 'audit', changes: [toChange('snapshot', snapshot), ...updates]}];
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
			audit = {...audit, snapshot};
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
			if (!snapshot)
				return {outputs: giveUp(tries > 1 ? unlinked : 'no snapshot came'), to: sequence};
			const detail = `updates ended at ${sequence}, a snapshot is at ${snapshot.to}`;
			const lag: FeedFault = {code: 'stopped', detail};
			audit = null;
			const changes = [toChange('snapshot', snapshot)];
			return {outputs: [{type: 'audit', changes, lag}], to: snapshot.to};
		},
		drop() {
			audit = null;
		},
	};
};
