import {createBookAudit} from '../book-audit.js';
import {toChange} from '../change-of.js';
import type {ClientOutput, SnapshotRequest} from '../exchange.js';
import type {News} from './messages.js';

type Outputs = readonly ClientOutput[];

type Port = {
	readonly request: SnapshotRequest;
	readonly maxLevels: number;
};

/**
 * Compares a book with one of the REST interface at the same `seq`: what it is at between two messages may be in
 * neither. Ids of the two are not of one kind: what is told of the book has its own.
 */
export const createSeqAudit = ({request, maxLevels}: Port) => {
	/** Of the book; null while it is not in sync. */
	let place: {readonly id: number; readonly seq: number} | null = null;
	const audit = createBookAudit({
		at: () => place?.seq ?? null,
		ask: () => ({type: 'request', request}),
		follows: ({from}, at) => from === at,
		toChange: (type, from) => toChange({maxLevels}, type, from),
	});

	const withId = (outputs: Outputs): Outputs =>
		outputs.map(output => {
			if (output.type !== 'audit' || !place) return output;
			const {id} = place;
			return {...output, changes: output.changes.map(change => ({...change, sequence: id}))};
		});

	return {
		seq: () => place?.seq ?? -1,
		/** The book is of this message now. */
		began({to, seq}: News) {
			audit.drop();
			place = {id: to, seq};
		},
		/** The book has taken changes. */
		passed({to, seq, ...rest}: News): Outputs {
			const from = place?.seq ?? seq;
			place = {id: to, seq};
			return withId(audit.passed({...rest, from, to: seq}));
		},
		lost() {
			audit.drop();
			place = null;
		},
		begin: (): Outputs => (place ? audit.begin() : []),
		take: ({seq, ...rest}: News): Outputs => withId(audit.take({...rest, to: seq})),
		late: (): Outputs => withId(audit.late().outputs),
		drop: audit.drop,
	};
};
