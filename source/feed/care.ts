import type {Clock} from '../clock.js';
import type {Audits} from './audits.js';
import {whatIsDue, type Due, type Limits} from './due.js';
import type {Link} from './link.js';

export type CarePort = {
	/** Levels of the shorter side that the last snapshot vouches for. */
	vouchedLevels(): number;
	/** Whether the link is in charge of the book. */
	leads(link: Link): boolean;
	/** Where the book stands may have changed. */
	tellSync(link: Link): void;
	/** The book has been in sync for a while. */
	calm(): void;
	/** The exchange will end the connection before long. */
	renew(): void;
};

type Options = {
	readonly clock: Pick<Clock, 'now'>;
	readonly limits: Limits;
	readonly audits: Pick<Audits, 'get' | 'due'>;
	readonly port: CarePort;
};

/** Gives a connection what it needs, once a second. */
export const createCare = ({clock, limits, audits, port}: Options) => {
	const actions: Record<Due, (link: Link) => void> = {
		lose(link) {
			const detail = `no sign for ${Math.round(link.signs.silentMs() / 1000)} s`;
			link.connection?.lose({code: 'silent', detail});
		},
		'lose-late'(link) {
			link.connection?.lose({code: 'late'});
		},
		stale(link) {
			link.standing.silent();
			if (port.leads(link)) port.tellSync(link);
		},
		ping(link) {
			link.ping();
		},
		wait(link) {
			link.connection?.waited();
		},
		calm(link) {
			port.calm();
			link.connection?.calm();
		},
		audit(link) {
			if (port.leads(link)) audits.due(link, 'audit');
		},
		extend(link) {
			if (port.leads(link)) audits.due(link, 'extend');
		},
		'audit-late'(link) {
			link.connection?.auditLate();
		},
		renew() {
			port.renew();
		},
	};

	return (link: Link): void => {
		const {isOutOfRhythm, lastAuditAt, lastExtendAt} = audits.get(link);
		const book = {
			lastAuditAt,
			lastExtendAt,
			vouchedLevels: port.vouchedLevels(),
			isOutOfRhythm: isOutOfRhythm && port.leads(link),
		};
		for (const due of whatIsDue(link.get(), book, limits, clock.now())) actions[due](link);
	};
};
