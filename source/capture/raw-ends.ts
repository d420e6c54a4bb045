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
	/** Those of a file, which are looked at once it is over. */
	const carried = new Map<string, Set<number>>();

	/** Connections of files that are over for long enough, and are carried on by none. */
	const over = (t: number): readonly number[] => {
		const found: number[] = [];
		for (const [path, connections] of carried) {
			if (t - (endOf(path) ?? Infinity) < endMs) continue;
			carried.delete(path);
			for (const connection of connections) {
				const files = carriers.get(connection);
				files?.delete(path);
				if (files?.size === 0) found.push(connection);
			}
		}
		return found;
	};

	/** Those that are to be closed before an event. */
	return ({event, file, line}: EventItem): EventItem[] => {
		if (event.kind === 'ws') {
			const files = carriers.get(event.connection) ?? new Set<string>();
			carriers.set(event.connection, files.add(file));
			const connections = carried.get(file) ?? new Set<number>();
			carried.set(file, connections.add(event.connection));
		} else if (event.kind === 'close') {
			for (const path of carriers.get(event.connection) ?? [])
				carried.get(path)?.delete(event.connection);
			carriers.delete(event.connection);
		}
		const {t} = event;
		return over(t).map(connection => {
			carriers.delete(connection);
			const end = {t, kind: 'close', connection, reason: 'its file ends here'} as const;
			return {type: 'event', event: end, file, line};
		});
	};
};
