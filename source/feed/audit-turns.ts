import type {Clock} from '../clock.js';
import type {Link} from './link.js';
import {urgencies, type Urgency} from './rest-gate.js';

export type AuditTurnsOptions = {
	readonly clock: Pick<Clock, 'now'>;
	/** Calls back when a snapshot may be asked for. Returns cancel. */
	readonly turn: (urgency: Urgency, then: () => void) => () => void;
};

type Waiting = {
	readonly link: Link;
	readonly urgency: Urgency;
	/** Milliseconds by our clock. */
	readonly since: number;
	cancel: () => void;
};

const isMore = (one: Urgency, than: Urgency) => urgencies.indexOf(one) < urgencies.indexOf(than);

/** The audit of a book that waits for its turn, where many share the allowance: one at a time. */
export const createAuditTurns = ({clock, turn}: AuditTurnsOptions) => {
	let waiting: Waiting | null = null;

	const stop = () => {
		waiting?.cancel();
		waiting = null;
	};

	return {
		/** For how long one of this link waits, in milliseconds; null where none does. */
		waitsMs: (link: Link) => (waiting?.link === link ? clock.now() - waiting.since : null),
		/** Begins at once, or in turn, if its book is in sync then. One that waits already goes on, unless this is more urgent. */
		take(link: Link, urgency: Urgency, begin: () => void) {
			if (waiting?.link === link && !isMore(urgency, waiting.urgency)) return;
			stop();
			const own: Waiting = {link, urgency, since: clock.now(), cancel: () => undefined};
			waiting = own;
			own.cancel = turn(urgency, () => {
				waiting = null;
				if (link.connection && link.standing.inSyncSince() !== null) begin();
			});
		},
		stop,
	};
};
