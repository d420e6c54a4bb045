import type {FeedStatus} from '../faults.js';
import type {TimelineMark} from '../screen/timeline.js';
import type {StoreWrite} from './store-writes.js';

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

	/** `record` marks what happens to the books: Binance STEEM/BTC resyncing. */
	const isKnown = (at: number, label: string) =>
		marks.some(mark => at - mark.at < sameMs && label.startsWith(mark.label)) ||
		[...names.values()].some(name => label.startsWith(`${name} live`));

	return {
		marks: marks as readonly TimelineMark[],
		see(at: number, write: StoreWrite) {
			if (write.name === 'add') {
				const [{key, title, market}] = write.args;
				names.set(key, `${title} ${market}`);
			}
			if (write.name === 'remove') statuses.delete(write.args[0]);
			if (write.name !== 'setStatus') return;
			const [key, {status}] = write.args;
			const before = statuses.get(key);
			statuses.set(key, status);
			const kind = kindOf(status);
			// A book that was not there was not lost.
			if (kind === null || before === undefined || !isThere(before)) return;
			marks.push({at, kind, label: `${names.get(key) ?? key} ${status}`});
		},
		marker(at: number, label: string) {
			if (!isKnown(at, label)) marks.push({at, kind: 'marker', label});
		},
	};
};
