/** Leaves in a map only those of these names, each of which is in it, and none of them twice. */
export const keepOnly = (
	map: Map<string, unknown>,
	named: readonly {readonly key: string}[],
): void => {
	// As a rule there are no others.
	if (map.size === named.length) return;
	const keys = new Set(named.map(({key}) => key));
	for (const key of map.keys()) if (!keys.has(key)) map.delete(key);
};
