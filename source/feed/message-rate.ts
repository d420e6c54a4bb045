const windowSeconds = 5;

/** Messages a second over the last five; `tick` is called once a second and returns it. */
export const createMessageRate = () => {
	const counts: number[] = [];
	let current = 0;
	return {
		count() {
			current++;
		},
		tick(): number {
			counts.push(current);
			current = 0;
			if (counts.length > windowSeconds) counts.shift();
			const sum = counts.reduce((total, count) => total + count, 0);
			return Math.round((sum / counts.length) * 10) / 10;
		},
	};
};
