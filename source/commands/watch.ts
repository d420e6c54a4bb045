import {createBookNews} from '../output/book-news.js';
import type {Console} from '../output/console.js';
import {createEdgeNews} from '../output/edge-news.js';
import {createMergedNews} from '../output/merged-news.js';
import type {CreateNews, News, NewsOptions} from '../output/news.js';
import {createTradeNews} from '../output/trade-news.js';
import {createClockTime} from '../output/clock-time.js';
import type {ShownKind} from '../options/shown-kinds.js';
import type {WatchedStore} from '../session/joined-sessions.js';

export type WatchOptions = NewsOptions & {
	readonly show: readonly ShownKind[];
	/** Epoch milliseconds. */
	readonly now: () => number;
};

const others: readonly (readonly [ShownKind, CreateNews])[] = [
	['trades', createTradeNews],
	['edge', createEdgeNews],
	['merged', createMergedNews],
];

/**
 * Prints lines each time something that is shown changed, at the session's cadence. A slow reader
 * misses what was in between, never the newest. Returns stop.
 */
export const watch = (
	{store}: {readonly store: WatchedStore},
	console: Pick<Console, 'write' | 'onDrain'>,
	options: WatchOptions,
): (() => void) => {
	const {isJson, show, now} = options;
	const books = createBookNews(options);
	const news: readonly News[] = [
		...(show.includes('books') ? [books.look] : []),
		...others.filter(([kind]) => show.includes(kind)).map(([, create]) => create(options)),
	];
	const clockTime = createClockTime();
	let isBlocked = false;

	const print = () => {
		if (isBlocked) return;
		const [view, time] = [store.getView(), now()];
		const start = isJson ? '' : `${clockTime(time)}  `;
		for (const look of news)
			for (const line of look(view, time))
				if (!console.write(`${start}${line}\n`)) isBlocked = true;
		if (!isBlocked) return;
		console.onDrain(() => {
			// The view of before may be of books that nothing vouches for by now: we may have been stopped meanwhile.
			store.publish();
			isBlocked = false;
			print();
		});
	};

	print();
	const stops = [store.subscribe(print), store.followStatus(books.note)];
	return () => {
		for (const stop of stops) stop();
	};
};
