import type {Clock} from '../clock.js';
import type {BookChannel} from '../exchanges/exchange.js';
import type {AuditRule} from '../book/proving.js';
import type {Connection} from './connection.js';
import type {LinkState} from './due.js';
import type {KeepingUp} from './keeping-up.js';
import {createSigns} from './signs.js';
import {createStanding, type StandingRules} from './standing.js';

/** Between two audits by the clock; others are made where something speaks against a book. */
const auditEveryMs: Record<AuditRule, number | null> = {
	rest: 3 * 60_000,
	socket: 3 * 60_000,
	// The book is out of sight until the new one is there, which may be megabytes.
	resubscribe: 30 * 60_000,
	checksum: null,
	none: null,
};

/** What a link has to know of its channel. */
export type LinkRules = Pick<BookChannel, 'ids' | 'loss' | 'audit'>;

/** One socket with what is known of it. */
export const createLink = (
	clock: Pick<Clock, 'now'>,
	rules: StandingRules & Pick<KeepingUp, 'keepsUpMs'>,
	{ids, loss, audit}: LinkRules,
) => {
	let openedAt: number | null = null;
	let socketSince: number | null = null;
	const signs = createSigns(clock);
	const standing = createStanding(clock, rules);
	return {
		signs,
		standing,
		/** What the sequences of its book may be compared with, how a loss is seen and an audit made. */
		...{ids, loss, audit},
		/** Null before it is made and after it was lost; set by who opens it alone. */
		connection: null as Connection | null,
		/** Milliseconds by our clock, null while it is not open. */
		openedAt: () => openedAt,
		/** `since`: of a socket that was open already, as it is shared; else null. */
		opened(since: number | null = null) {
			openedAt = clock.now();
			socketSince = since ?? openedAt;
		},
		/** Asks whether the peer is still there. */
		ping() {
			signs.asked();
			this.connection?.ping();
		},
		get(): LinkState {
			const {lastSign, pings, answersPings} = signs.get();
			return {
				lastSign,
				pings,
				answersPings,
				openedAt,
				socketSince,
				inSyncSince: standing.inSyncSince(),
				isStale: standing.isStale(),
				// What we were slow to read says nothing of the socket, and a new one would bring more to do.
				slowMs: Math.min(this.connection?.lateness.slowMs() ?? 0, rules.keepsUpMs()),
				unansweredMs: Math.min(this.connection?.lateness.unansweredMs() ?? 0, rules.keepsUpMs()),
				wasInTime: this.connection?.lateness.wasInTime() ?? false,
				auditEveryMs: auditEveryMs[audit],
				auditingSince: this.connection?.auditingSince() ?? null,
			};
		},
	};
};

export type Link = ReturnType<typeof createLink>;
