/** Values by two names, such as exchange and symbol: to look for both in turn is quicker than to make one of them. */
export const createPairs = <T>() => {
	const all = new Map<string, Map<string, T>>();
	return {
		get: (first: string, second: string): T | undefined => all.get(first)?.get(second),
		set(first: string, second: string, value: T) {
			const some = all.get(first) ?? new Map<string, T>();
			all.set(first, some.set(second, value));
		},
	};
};
