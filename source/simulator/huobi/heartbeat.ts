import type {FaultSite} from '../fault-site.js';
import type {Outlet} from '../outlet.js';

export type Heartbeat = {
	/** Takes the value of a `pong`; only the number of a ping counts. */
	pong(value: unknown): void;
	stop(): void;
};

const pingEveryMs = 5000;
const mostUnanswered = 2;

/** Pings every 5 s. With two unanswered, the connection is closed in place of the third. */
export const startHeartbeat = (
	outlet: Outlet,
	{clock, time}: FaultSite,
	session: string,
): Heartbeat => {
	let unanswered: number[] = [];
	const stop = clock.every(pingEveryMs, () => {
		if (unanswered.length >= mostUnanswered) {
			stop();
			outlet.close(1003, `ping check expired, session: ${session}`);
			return;
		}
		const sentAt = time();
		unanswered.push(sentAt);
		outlet.send({kind: 'ping', text: JSON.stringify({ping: sentAt})});
	});
	return {
		pong(value) {
			unanswered = unanswered.slice(unanswered.findIndex(sentAt => sentAt === value) + 1);
		},
		stop,
	};
};
