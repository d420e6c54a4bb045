import type {FeedFault} from '../../source/faults.js';
import type {Connection} from '../../source/feed/connection.js';
import {createLink} from '../../source/feed/link.js';
import type {FakeClock} from './fake-clock.js';

/** A link whose connection does nothing but write down what it was told. */
export const createLinkRun = (clock: FakeClock, mustPush = false) => {
	const told: string[] = [];
	const tell =
		(name: string) =>
		(detail?: FeedFault | string): void => {
			const said = typeof detail === 'object' ? detail.code : detail;
			told.push(said === undefined ? name : `${name} ${said}`);
		};
	let auditingSince: number | null = null;
	let slowMs = 0;
	let unansweredMs = 0;
	let keepsUpMs = Infinity;
	const connection: Connection = {
		end: tell('end'),
		lose: tell('lose'),
		waited: tell('waited'),
		resync: tell('resync'),
		lateness: {
			beat: () => undefined,
			told: () => undefined,
			isLate: () => false,
			slowMs: () => slowMs,
			unansweredMs: () => unansweredMs,
			wasInTime: () => true,
		},
		ping: tell('ping'),
		forget: tell('forget'),
		audit() {
			auditingSince = clock.now();
			told.push('audit');
		},
		auditingSince: () => auditingSince,
		auditLate: tell('audit-late'),
		calm: tell('calm'),
	};
	const no = () => false;
	const rules = {mustPush, isBehind: no, isLate: no, keepsUpMs: () => keepsUpMs};
	const link = createLink(clock, rules, {ids: 'exchange', loss: {type: 'ids'}, audit: 'rest'});
	link.connection = connection;
	return {
		...{link, told},
		/** Its socket has been late for so long with what it brings, and the program has kept up for so long. */
		slowFor(ms: number, upMs = Infinity) {
			[slowMs, keepsUpMs] = [ms, upMs];
		},
		/** The same, of a ping that had no answer for so long. */
		unansweredFor(ms: number, upMs = Infinity) {
			[unansweredMs, keepsUpMs] = [ms, upMs];
		},
	};
};
