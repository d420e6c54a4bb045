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

/** When the next request may be sent: by our own spacing, and by the exchange's word. */
const createSpacing = (clock: Pick<Clock, 'now'>) => {
	let notBefore = 0;
	/** By our own spacing at its least. */
	let notBeforeAtLeast = 0;
	let heldUntil = 0;
	let count = 0;
	return {
		nextAt: () => Math.max(notBefore, heldUntil),
		sent(type: SnapshotRequest['type']) {
			const now = clock.now();
			notBeforeAtLeast = now + spacingMs[type];
			notBefore = now + Math.min(capMs, spacingMs[type] * 2 ** Math.min(count, 10));
			count++;
		},
		holdUntil(time: number) {
			heldUntil = Math.max(heldUntil, time);
		},
		calm() {
			count = 0;
			notBefore = Math.min(notBefore, notBeforeAtLeast);
		},
	};
};

/**
 * Spaces the snapshot requests of one connection: one under way at a time, each further one later
 * than the one before, a newer one in place of one still waiting.
 */
export const createSnapshotRequests = ({clock, run}: Options) => {
	let waiting: SnapshotRequest | null = null;
	let cancelTimer: (() => void) | null = null;
	let isUnderWay = false;
	const spacing = createSpacing(clock);

	const start = async (request: SnapshotRequest) => {
		isUnderWay = true;
		spacing.sent(request.type);
		await run(request);
		isUnderWay = false;
		schedule();
	};

	const schedule = () => {
		if (!waiting || isUnderWay || cancelTimer) return;
		const delay = spacing.nextAt() - clock.now();
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
		holdUntil: spacing.holdUntil,
		/** Epoch milliseconds of the next one, null where none is waiting for its time. */
		nextAt: () => (waiting && spacing.nextAt() > clock.now() ? spacing.nextAt() : null),
		/** The book has been in sync for a while, or agreed with a snapshot: the next need not wait long. */
		calm: spacing.calm,
		/** Forgets the one that is waiting. */
		drop,
	};
};
