type Timed = {
	/** Epoch milliseconds. */
	readonly at: number;
};

const isEarlier = (a: Timed | null, b: Timed | null): boolean =>
	a !== null && (b === null || a.at < b.at);

/** What several tell, each in the order of its times, in the order of all. */
export async function* mergeTimes<T extends Timed>(
	readers: readonly AsyncGenerator<T>[],
): AsyncGenerator<T> {
	const take = async (reader: AsyncGenerator<T>): Promise<T | null> => {
		const taken = await reader.next();
		return taken.done === true ? null : taken.value;
	};
	try {
		const heads: (T | null)[] = [];
		// One after the other: what they number is numbered in their order.
		for (const reader of readers) heads.push(await take(reader));
		for (;;) {
			let first = 0;
			for (let at = 1; at < heads.length; at++)
				if (isEarlier(heads[at] ?? null, heads[first] ?? null)) first = at;
			const [head, reader] = [heads[first], readers[first]];
			if (!head || !reader) return;
			yield head;
			heads[first] = await take(reader);
		}
	} finally {
		for (const reader of readers) await reader.return(undefined);
	}
}
