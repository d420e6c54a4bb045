import type {TimelineMark} from '../screen/timeline.js';
import type {BookStatus} from '../store/market-view.js';
import type {StoreWrite} from '../store/store-writes.js';

/** Milliseconds within which the recorder's own markers tell the same as the books do. */
const sameMs = 250;

/** Nobody kept what came: of a relay that was killed that is all that is known. */
const isUntold = ({code}: BookStatus): boolean => code === 'no-word';

const kindOf = (book: BookStatus): 'gap' | 'reconnect' | null => {
	const {status} = book;
	if (status === 'resyncing' || isUntold(book)) return 'gap';
	return status === 'reconnecting' || status === 'failed' ? 'reconnect' : null;
};

const isThere = (book: BookStatus) =>
	(book.status === 'live' || book.status === 'stale') && !isUntold(book);

/** Collects what `n` goes to: where a book was lost, and the markers. Times from the capture's start. */
export const createMarkFinder = () => {
	const marks: TimelineMark[] = [];
	const statuses = new Map<string, BookStatus>();
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
			const [key, book] = write.args;
			const before = statuses.get(key);
			statuses.set(key, book);
			const kind = kindOf(book);
			// A book that was not there was not lost.
			if (kind === null || before === undefined || !isThere(before)) return;
			const label = `${names.get(key) ?? key} ${book.status}`;
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
