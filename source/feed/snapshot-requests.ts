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
	/** By our own spacing, at its least, and by the exchange's word. */
	let notBefore = 0;
	let notBeforeAtLeast = 0;
	let heldUntil = 0;
	let count = 0;

	const nextTime = () => Math.max(notBefore, heldUntil);

	const start = async (request: SnapshotRequest) => {
		isUnderWay = true;
		const spacing = spacingMs[request.type];
		notBeforeAtLeast = clock.now() + spacing;
		notBefore = clock.now() + Math.min(capMs, spacing * 2 ** Math.min(count, 10));
		count++;
		await run(request);
		isUnderWay = false;
		schedule();
	};

	const schedule = () => {
		if (!waiting || isUnderWay || cancelTimer) return;
		const delay = nextTime() - clock.now();
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
			heldUntil = Math.max(heldUntil, time);
		},
		/** Epoch milliseconds of the next one, null where none is waiting for its time. */
		nextAt: () => (waiting && nextTime() > clock.now() ? nextTime() : null),
		/** The book has been in sync for a while, or agreed with a snapshot: the next need not wait long. */
		calm() {
			count = 0;
			notBefore = Math.min(notBefore, notBeforeAtLeast);
		},
		/** Forgets the one that is waiting. */
		drop,
	};
};
