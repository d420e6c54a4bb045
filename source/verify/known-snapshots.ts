import type {BookRun} from './book-run.js';
import type {BookStream} from './book-stream.js';

/** What the names of a book's streams begin with. */
export const toKey = (exchange: string, symbol: string): string => `${exchange} ${symbol} `;

/** The newest snapshot of each book that came over HTTP. */
export const createKnownSnapshots = (
	/** By their names. */
	streams: ReadonlyMap<string, BookStream>,
	now: () => number,
) => {
	const snapshots = new Map<string, {readonly body: string; readonly at: number}>();

	const give = (key: string, body: string, isWanted: (run: BookRun) => boolean = () => true) => {
		for (const [name, stream] of streams) {
			const run = name.startsWith(key) ? stream.run() : null;
			if (run && isWanted(run)) stream.onSnapshot(body);
		}
	};

	return {
		add(key: string, body: string) {
			snapshots.set(key, {body, at: now()});
			give(key, body);
		},
		/** The one of a book since then may link to what its connection has told. */
		recall(key: string, openedAt: number) {
			const known = snapshots.get(key);
			if (known && known.at >= openedAt) give(key, known.body, run => !run.isInSync());
		},
		clear() {
			snapshots.clear();
		},
	};
};
