import type {Clock} from '../clock.js';
import type {SnapshotRequest} from '../exchanges/exchange.js';

type Options = {
	readonly clock: Clock;
	/** Carries a request out; for HTTP, resolves when it is over. */
	readonly run: (request: SnapshotRequest) => Promise<void>;
	/** Whether there is no book until one comes that links, so that the next is asked for soon. */
	readonly isAwaited: () => boolean;
};

/** Milliseconds after each request until the next; after these, each waits twice as long, up to the cap. */
const waitsMs = {socket: [250], http: [1000]};
/**
 * No reply of Huobi was newer than 0.3 s, and few are older than 1.4 s: asked evenly in between, a busy book is in
 * sync after 0.8 s, and would be after 1.3 s if waits grew from the first on. One request in 100 ms is allowed there.
 */
const awaitedMs = {...waitsMs, socket: [300, 200, 200, 200, 200, 200]};
const capMs = 30_000;

/** Milliseconds to wait after the last of so many requests. */
const waitAfter = (waits: readonly number[], count: number): number => {
	const further = Math.max(0, count - waits.length);
	return Math.min(capMs, (waits[count - further - 1] ?? 0) * 2 ** Math.min(further, 10));
};

/** When the next request may be sent: by our own spacing, and by the exchange's word. */
const createSpacing = ({clock, isAwaited}: Pick<Options, 'clock' | 'isAwaited'>) => {
	let last: {readonly type: SnapshotRequest['type']; readonly at: number} | null = null;
	/** Of requests whose waits grow. */
	let count = 0;
	let heldUntil = 0;

	const notBefore = (): number => {
		if (!last) return 0;
		const waits = isAwaited() ? awaitedMs : waitsMs;
		return last.at + waitAfter(waits[last.type], Math.max(1, count));
	};

	return {
		nextAt: () => Math.max(notBefore(), heldUntil),
		sent(type: SnapshotRequest['type']) {
			last = {type, at: clock.now()};
			count++;
		},
		holdUntil(time: number) {
			heldUntil = Math.max(heldUntil, time);
		},
		calm() {
			count = 0;
		},
	};
};

/**
 * Spaces the snapshot requests of one connection: one under way at a time, no further one too
 * soon after the one before, a newer one in place of one still waiting.
 */
export const createSnapshotRequests = ({clock, run, isAwaited}: Options) => {
	let waiting: SnapshotRequest | null = null;
	let cancelTimer: (() => void) | null = null;
	let isUnderWay = false;
	const spacing = createSpacing({clock, isAwaited});

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
