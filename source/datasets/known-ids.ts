/** Ids kept at the least, the newest ones. */
const kept = 20_000;

/** Tells of each id whether it is new; of those long ago it may not know. */
export const createKnownIds = () => {
	let [newer, older] = [new Set<string>(), new Set<string>()];
	return (id: string): boolean => {
		if (newer.has(id) || older.has(id)) return false;
		if (newer.size >= kept) [newer, older] = [new Set(), newer];
		newer.add(id);
		return true;
	};
};
