/** Where a value differs in form from another: fields in their order, kinds of values; lists by their first item. */
export const differences = (wanted: unknown, given: unknown, path = ''): string[] => {
	if (Array.isArray(wanted) && Array.isArray(given)) {
		if (wanted.length === 0 || given.length === 0) return [];
		const isTuple = wanted.every(item => typeof item !== 'object');
		if (!isTuple) return differences(wanted[0], given[0], `${path}[]`);
		if (wanted.length > 1 && wanted.length !== given.length) return [`${path}: length`];
		return wanted.flatMap((item, index) => differences(item, given[index], `${path}[]`));
	}
	if (wanted === null || given === null) {
		const other = wanted ?? given;
		return other === null || Array.isArray(other) ? [] : [`${path}: null`];
	}
	if (typeof wanted !== 'object' || typeof given !== 'object')
		return typeof wanted === typeof given ? [] : [`${path}: ${typeof wanted}, ${typeof given}`];
	const names = Object.keys(wanted).join();
	if (names !== Object.keys(given).join())
		return [`${path}: ${names} and not ${Object.keys(given).join()}`];
	return Object.entries(wanted).flatMap(([name, value]) =>
		differences(value, (given as Record<string, unknown>)[name], `${path}.${name}`),
	);
};
