import type {BookChange} from '../book/order-book.js';
import type {Clock} from '../clock.js';
import {faultText, type FeedFault} from '../faults.js';
import {createAuditTurns, type AuditTurnsOptions} from './audit-turns.js';
import type {BookState} from './due.js';
import type {FeedHealth} from './feed-health.js';
import type {Link} from './link.js';
import {createRhythm} from './rhythm.js';

export type AuditPort = {
	/** How many levels differ from the book that these make; where none does, that one takes its place. */
	compare(changes: readonly BookChange[]): number;
	/** Where the book stands may have changed. */
	tellSync(link: Link): void;
};

type Options = Pick<AuditTurnsOptions, 'turn'> & {
	readonly clock: Pick<Clock, 'now'>;
	readonly health: Pick<FeedHealth, 'audited' | 'log'>;
	readonly port: AuditPort;
};

/** Between two audits of a book that is in doubt, and between two doubts. */
const doubtEveryMs = 30_000;
const doubtAgainMs = 10_000;

/** A book whose changes stopped is taken on trust no longer than this while its audit waits for its turn. */
const trustMs = 60_000;

/** Whether the book is to be looked at, by when it was last and by how its changes come. */
const createAuditNeed = (clock: Pick<Clock, 'now'>) => {
	let lastAuditAt = clock.now();
	let lastExtendAt = 0;
	const rhythm = createRhythm();

	const isOutOfRhythm = ({standing}: Link) =>
		rhythm.isBroken(clock.now()) ||
		(standing.hasDoubt() && clock.now() - lastAuditAt >= doubtEveryMs);

	return {
		/** The book has come into sync (`isSync`), or changed; `isPushed`: by what was pushed. */
		changed(isSync: boolean, isPushed: boolean) {
			if (isSync) rhythm.restarted(clock.now(), isPushed);
			else rhythm.changed(clock.now());
		},
		/** There were fills. */
		filled() {
			rhythm.filled(clock.now());
		},
		/** Changes should have come, or the doubt that there is was looked at long ago. */
		isOutOfRhythm,
		get: (link: Link): Omit<BookState, 'vouchedLevels'> => ({
			lastAuditAt,
			lastExtendAt,
			isOutOfRhythm: isOutOfRhythm(link),
		}),
		/** Whether another doubt may have it looked at already. */
		mayDoubt: () => clock.now() - lastAuditAt >= doubtAgainMs,
		/** It has its turn to be looked at: a broken rhythm is no news until it breaks again. */
		looked: rhythm.looked,
		/** An audit begins, or was made. */
		audited() {
			lastAuditAt = clock.now();
		},
		/** What a snapshot vouches for is about to be extended. */
		extended() {
			lastExtendAt = clock.now();
		},
	};
};

const toDifferent = (differences: number): FeedFault => {
	const levels = differences === 1 ? '1 level' : `${differences} levels`;
	return {code: 'different', detail: `${levels} differed from a fresh snapshot`};
};

/** When the book of the connection in charge is compared with a fresh snapshot, and what follows from that. */
export const createAudits = ({clock, health, turn, port}: Options) => {
	const need = createAuditNeed(clock);
	const turns = createAuditTurns({clock, turn});

	const begin = (link: Link) => {
		need.audited();
		link.connection?.audit();
	};

	const fail = (link: Link, fault: FeedFault) => {
		health.log(faultText(fault));
		if (link.standing.unaudited(fault)) link.connection?.resync({code: 'slept'});
		else if (link.standing.hasDoubt()) port.tellSync(link);
	};

	/** Its changes stopped, and the look at it has waited for too long: it is not called live until then. */
	const distrust = (link: Link, isDoubt: boolean) => {
		const waitsMs = turns.waitsMs(link) ?? 0;
		if (!isDoubt || waitsMs < trustMs || link.standing.hasDoubt()) return;
		link.standing.audited(true);
		fail(link, {code: 'rate-limited', detail: 'the look at it waits for its turn'});
	};

	return {
		...{changed: need.changed, filled: need.filled, get: need.get},
		/** It is time for one: to compare the book, or to `extend` what a snapshot vouches for. */
		due(link: Link, why: 'audit' | 'extend') {
			const isDoubt = why === 'audit' && need.isOutOfRhythm(link);
			distrust(link, isDoubt);
			turns.take(link, isDoubt || why === 'extend' ? 'doubt' : 'audit', () => {
				link.standing.audited(need.isOutOfRhythm(link));
				need.looked();
				if (why === 'audit') need.audited();
				else need.extended();
				link.connection?.audit();
			});
		},
		/** Somebody wants a fresh snapshot. */
		asked(link: Link) {
			turns.take(link, 'doubt', () => link.connection?.audit());
		},
		/** None is begun any more. */
		stop: turns.stop,
		/** The book has to be proven anew. */
		prove(link: Link) {
			port.tellSync(link);
			turns.take(link, 'lost', () => {
				begin(link);
			});
		},
		/** Something speaks against the book. */
		doubted(link: Link, fault: FeedFault | undefined) {
			// What speaks against it so much counts, also where the look at it has to wait.
			if (!fault && !need.mayDoubt()) return;
			link.standing.doubted(fault);
			if (fault) port.tellSync(link);
			const isUnderWay = (link.connection?.auditingSince() ?? null) !== null;
			if (!need.mayDoubt() && !(fault && isUnderWay)) return;
			// What was asked for before may be of before what speaks against the book.
			link.connection?.forget();
			begin(link);
		},
		/** The fresh snapshot is there; `lag`: why the connection is of no use if the two differ. */
		compare(link: Link, changes: readonly BookChange[], lag: FeedFault | undefined) {
			need.audited();
			const differences = port.compare(changes);
			health.audited(differences);
			if (differences === 0) {
				link.standing.compared();
				// The fresh snapshot may vouch for more.
				port.tellSync(link);
			} else if (lag) link.connection?.lose(lag);
			else link.connection?.resync(toDifferent(differences));
		},
		/** It could not be made: a book that has to be proven is by a new one, or it is not called live. */
		failed: fail,
	};
};

export type Audits = ReturnType<typeof createAudits>;
