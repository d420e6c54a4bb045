import type {FeedStatus} from '../faults.js';
import type {TimelineMark} from '../screen/timeline.js';
import type {StoreWrite} from '../store/store-writes.js';

/** Milliseconds within which the recorder's own markers tell the same as the books do. */
const sameMs = 250;

const kindOf = (status: FeedStatus): 'gap' | 'reconnect' | null => {
	if (status === 'resyncing') return 'gap';
	return status === 'reconnecting' || status === 'failed' ? 'reconnect' : null;
};

const isThere = (status: FeedStatus) => status === 'live' || status === 'stale';

/** Collects what `n` goes to: where a book was lost, and the markers. Times from the capture's start. */
export const createMarkFinder = () => {
	const marks: TimelineMark[] = [];
	const statuses = new Map<string, FeedStatus>();
	const names = new Map<string, string>();

	/** When each was marked last, by its label. */
	const losses = new Map<string, number>();
	const markers = new Map<string, number>();

	const isRecent = (now: number, at = -Infinity) => now - at < sameMs;

	const isLost = (now: number, label: string) => {
		for (const [loss, at] of losses)
			if (!isRecent(now, at)) losses.delete(loss);
			else if (label.startsWith(loss)) return true;
		return false;
	};

	/** `record` marks what happens to the books: Binance STEEM/BTC resyncing. */
	const isKnown = (now: number, label: string) =>
		isRecent(now, markers.get(label)) ||
		isLost(now, label) ||
		[...names.values()].some(name => label.startsWith(`${name} live`));

	return {
		marks: marks as readonly TimelineMark[],
		see(at: number, write: StoreWrite) {
			if (write.name === 'add') {
				const [{key, title, market}] = write.args;
				names.set(key, `${title} ${market}`);
			}
			if (write.name === 'remove') {
				statuses.delete(write.args[0]);
				names.delete(write.args[0]);
			}
			if (write.name !== 'setStatus') return;
			const [key, {status}] = write.args;
			const before = statuses.get(key);
			statuses.set(key, status);
			const kind = kindOf(status);
			// A book that was not there was not lost.
			if (kind === null || before === undefined || !isThere(before)) return;
			const label = `${names.get(key) ?? key} ${status}`;
			losses.set(label, at);
			marks.push({at, kind, label});
		},
		marker(at: number, label: string) {
			if (isKnown(at, label)) return;
			markers.set(label, at);
			marks.push({at, kind: 'marker', label});
		},
	};
};
