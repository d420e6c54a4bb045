/** Numbers that an array has at the least, and arrays that are kept for the next time. */
const leastNumbers = 192;
const mostFree = 1000;

/** Hands out arrays, and takes those back that nobody needs any more: new ones all the time are the garbage collector's. */
export const createNumberPool = () => {
	const free: Float64Array[] = [];
	return {
		/** One of so many numbers at the least, in which anything may stand. */
		take(length: number): Float64Array {
			const known = free.pop();
			// One that is too short is no loss: the next ones are as long as this.
			return known && known.length >= length
				? known
				: new Float64Array(Math.max(leastNumbers, length));
		},
		giveBack(numbers: Float64Array) {
			if (free.length < mostFree && numbers.length >= leastNumbers) free.push(numbers);
		},
	};
};

export type NumberPool = ReturnType<typeof createNumberPool>;
