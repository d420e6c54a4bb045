/** Writes times of day as `22:13:20.1`, UTC. Those of a second follow each other, and a date takes long to make. */
export const createClockTime = () => {
	let second = NaN;
	let start = '';
	/** `now`: epoch milliseconds. */
	return (now: number): string => {
		const tenths = Math.floor(now / 100);
		const at = Math.floor(tenths / 10);
		if (at !== second) {
			second = at;
			start = new Date(at * 1000).toISOString().slice(11, 20);
		}
		return `${start}${tenths - at * 10}`;
	};
};
