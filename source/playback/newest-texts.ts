type Kept<T> = {readonly value: T; readonly bytes: number};

/** What one takes besides its texts, and each of these besides its characters. */
const emptyBytes = 300;
const emptyTextBytes = 40;

/** Bytes that a text takes: one a character where none of them needs two. */
const bytesOf = (text: string): number =>
	emptyTextBytes + (/[^\u0000-\u00ff]/.test(text) ? 2 * text.length : text.length);

/**
 * What came by its key, within a bound over all of it: beyond it, what came longest ago goes. `textsOf`: what in
 * it takes memory.
 */
export const createNewestTexts = <T>(
	maxBytes: number,
	textsOf: (value: T) => readonly string[],
) => {
	/** Oldest first. */
	const all = new Map<string, Kept<T>>();
	let bytes = 0;

	const remove = (key: string) => {
		bytes -= all.get(key)?.bytes ?? 0;
		all.delete(key);
	};

	return {
		/** Of all that is kept. */
		bytes: () => bytes,
		get: (key: string): T | undefined => all.get(key)?.value,
		set(key: string, value: T) {
			remove(key);
			const texts = [key, ...textsOf(value)];
			const size = texts.reduce((sum, text) => sum + bytesOf(text), emptyBytes);
			all.set(key, {value, bytes: size});
			bytes += size;
			for (const oldest of all.keys()) {
				if (bytes <= maxBytes) break;
				remove(oldest);
			}
		},
		delete: remove,
		toMap: (): ReadonlyMap<string, T> => new Map([...all].map(([key, {value}]) => [key, value])),
		/** Those whose keys begin with this. */
		of: (start: string): readonly T[] =>
			[...all].flatMap(([key, {value}]) => (key.startsWith(start) ? [value] : [])),
		clear() {
			all.clear();
			bytes = 0;
		},
	};
};
