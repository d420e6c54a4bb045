import type {TimedItem} from './capture-item.js';

type EventItem = TimedItem & {readonly type: 'event'};

/** Milliseconds after its end in which a file without a header still vouches for its books. */
const endMs = 10_000;

/**
 * Closes the connections of files without a header that are over while others go on: nothing tells of
 * them any more. `endOf` is when a file ended, null while it goes on.
 */
export const createRawEnds = (endOf: (path: string) => number | null) => {
	/** In which files a connection was heard. */
	const carriers = new Map<number, Set<string>>();

	/** Those that are to be closed before an event. */
	return ({event, file, line}: EventItem): TimedItem[] => {
		if (event.kind === 'ws') {
			const files = carriers.get(event.connection) ?? new Set<string>();
			carriers.set(event.connection, files.add(file));
		}
		const {t} = event;
		return [...carriers].flatMap(([connection, files]) => {
			const ends = [...files].map(path => endOf(path) ?? Infinity);
			if (t - Math.max(...ends) < endMs) return [];
			carriers.delete(connection);
			const over = {t, kind: 'close', connection, reason: 'its file ends here'} as const;
			return [{type: 'event', event: over, file, line}];
		});
	};
};
