import type {Clock} from '../clock.js';

/** What is known of bytes that wait for clients which do not take them. */
export type Unsent = {
	/** Of each client, in bytes. */
	unsent(): readonly number[];
	/** Ends the connections for which so many bytes wait, or more. */
	dropSlow(bytes: number): void;
};

/** Bytes that may wait for a client before others are held up for it, and after. */
const muchUnsent = 4_000_000;
const littleUnsent = 1_000_000;

/** Bytes that may wait for all clients. */
const mostUnsent = 256_000_000;

/** Milliseconds for which others are held up for one that takes nothing. */
const patienceMs = 10_000;

/** Milliseconds between two looks at whether it takes anything. */
const lookMs = 20;

/**
 * Bounds what waits for clients that take less than comes. Where the capture has no pace it waits for them, though not
 * for ever; where it has, those for whom most waits are ended, as an exchange does it.
 */
export const createSlowClients = (
	clients: () => Unsent | null,
	clock: Pick<Clock, 'now' | 'after'>,
	isPaced: boolean,
) => {
	const most = () => Math.max(0, ...(clients()?.unsent() ?? []));

	const waitFor = (): Promise<void> =>
		new Promise(resolve => {
			const end = clock.now() + patienceMs;
			const look = () => {
				if (most() > littleUnsent && clock.now() < end) {
					clock.after(lookMs, look);
					return;
				}
				clients()?.dropSlow(muchUnsent);
				resolve();
			};
			look();
		});

	const bound = () => {
		const waiting = clients()?.unsent() ?? [];
		const all = waiting.reduce((sum, bytes) => sum + bytes, 0);
		if (all > mostUnsent) clients()?.dropSlow(Math.max(...waiting));
	};

	/** To be called now and then; what it returns is to be awaited before more is told. */
	return (): Promise<void> | null => {
		if (!isPaced && most() > muchUnsent) return waitFor();
		bound();
		return null;
	};
};
