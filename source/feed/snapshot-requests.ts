import type {Clock} from '../clock.js';
import type {SnapshotRequest} from '../exchanges/exchange.js';

type Options = {
	readonly clock: Clock;
	/** Carries a request out; for HTTP, resolves when it is over. */
	readonly run: (request: SnapshotRequest) => Promise<void>;
};

/** Milliseconds between the first two requests; each further one waits twice as long, up to the cap. */
const spacingMs = {socket: 250, http: 1000};
const capMs = 30_000;

/**
 * Spaces the snapshot requests of one connection: one under way at a time, each further one later
 * than the one before, a newer one in place of one still waiting.
 */
export const createSnapshotRequests = ({clock, run}: Options) => {
	let waiting: SnapshotRequest | null = null;
	let cancelTimer: (() => void) | null = null;
	let isUnderWay = false;
	let notBefore = 0;
	let count = 0;

	const start = async (request: SnapshotRequest) => {
		isUnderWay = true;
		notBefore = clock.now() + Math.min(capMs, spacingMs[request.type] * 2 ** Math.min(count, 10));
		count++;
		await run(request);
		isUnderWay = false;
		schedule();
	};

	const schedule = () => {
		if (!waiting || isUnderWay || cancelTimer) return;
		const delay = notBefore - clock.now();
		if (delay > 0) {
			cancelTimer = clock.after(delay, () => {
				cancelTimer = null;
				schedule();
			});
			return;
		}
		const request = waiting;
		waiting = null;
		void start(request);
	};

	const drop = () => {
		waiting = null;
		cancelTimer?.();
		cancelTimer = null;
	};

	return {
		want(request: SnapshotRequest) {
			waiting = request;
			schedule();
		},
		/** Epoch milliseconds before which none is sent. */
		holdUntil(time: number) {
			notBefore = Math.max(notBefore, time);
		},
		/** Epoch milliseconds of the next one, null where none is waiting for its time. */
		nextAt: () => (waiting && notBefore > clock.now() ? notBefore : null),
		/** The book is in sync and has been for a while: the next request need not wait long. */
		calm() {
			count = 0;
		},
		/** Forgets the one that is waiting. */
		drop,
	};
};
