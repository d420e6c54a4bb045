import type {TimedItem} from './capture-item.js';

type EventItem = TimedItem & {readonly type: 'event'};

/**
 * Tells which connections of files without a header are over with a file: nothing tells of them any more, though
 * others go on. Files may carry one together.
 */
export const createRawEnds = () => {
	/** In which files a connection was heard. */
	const carriers = new Map<number, Set<string>>();
	/** Those of a file, which are looked at once it is over. */
	const carried = new Map<string, Set<number>>();

	return {
		take({event, file}: EventItem): void {
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
		},
		/** A file is over, while others go on. Returns those that none of these carries. */
		over(file: string): readonly number[] {
			const connections = carried.get(file) ?? [];
			carried.delete(file);
			return [...connections].filter(connection => {
				const files = carriers.get(connection);
				files?.delete(file);
				if (files?.size !== 0) return false;
				carriers.delete(connection);
				return true;
			});
		},
	};
};
