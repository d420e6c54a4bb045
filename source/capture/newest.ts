/** Takes the older half out of what is kept in order, where that is more than `most`: seldom, and then many at once. */
export const takeOlder = <Key, Value>(
	all: Map<Key, Value>,
	most: number,
): readonly (readonly [Key, Value])[] => {
	if (all.size <= most) return [];
	const older = [...all].slice(0, all.size >> 1);
	for (const [key] of older) all.delete(key);
	return older;
};

/** What was noted last by its key: the newest `most` or half as many of them. */
export const createNewest = <Key, Value>(most: number) => {
	/** Oldest first. */
	const all = new Map<Key, Value>();
	return {
		get: (key: Key): Value | undefined => all.get(key),
		set(key: Key, value: Value) {
			all.delete(key);
			all.set(key, value);
			takeOlder(all, most);
		},
		delete: (key: Key) => all.delete(key),
	};
};
