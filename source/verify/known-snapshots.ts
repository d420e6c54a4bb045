import {createNewestTexts} from '../playback/newest-texts.js';
import type {Recorded} from '../playback/recorded-connection.js';
import type {BookRun} from './book-run.js';
import type {BookStream} from './book-stream.js';

/** What the names of a book's streams begin with. */
export const toKey = (exchange: string, symbol: string): string => `${exchange} ${symbol} `;

/** Bytes of snapshots that are kept, of all books. */
const maxBytes = 32_000_000;

type Known = {readonly body: string; readonly at: number};

/** The newest snapshot of each book that came over HTTP. */
export const createKnownSnapshots = (
	/** By their names. */
	streams: ReadonlyMap<string, BookStream>,
	now: () => number,
) => {
	const snapshots = createNewestTexts<Known>(maxBytes, ({body}) => [body]);

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
		/** The one of a book since its connection opened may link to what that has told, but for what had to go. */
		recall(key: string, {openedAt, lostAt}: Pick<Recorded, 'openedAt' | 'lostAt'>) {
			const known = snapshots.get(key);
			if (known && known.at >= openedAt && known.at > lostAt)
				give(key, known.body, run => !run.isInSync());
		},
		clear: snapshots.clear,
	};
};
