import type {Clock} from '../clock.js';
import type {Link} from './link.js';

export type WakePort = {
	/** It is said that the computer slept. */
	slept(): void;
	/** The connection in charge, null where it was lost. */
	leader(): Link | null;
	/** None is in charge: another is made at once. */
	open(): void;
	/** The book of the one in charge has to be proven anew. */
	prove(link: Link): void;
};

/**
 * Tells whether the computer slept: what was live before is so no more until its link was heard and
 * its book compared.
 */
export const createWake = (
	clock: Pick<Clock, 'sleeps'>,
	deadAfterMs: number,
	port: WakePort,
): (() => void) => {
	let sleeps = clock.sleeps();
	return () => {
		if (clock.sleeps() === sleeps) return;
		sleeps = clock.sleeps();
		port.slept();
		const link = port.leader();
		if (!link) {
			port.open();
			return;
		}
		if (link.signs.silentMs() >= deadAfterMs) {
			link.connection?.lose({code: 'slept'});
			return;
		}
		const answer = `awake ${sleeps}`;
		link.standing.slept(answer);
		link.connection?.ping(answer);
		link.connection?.forget();
		if (link.standing.inSyncSince() !== null) port.prove(link);
	};
};
