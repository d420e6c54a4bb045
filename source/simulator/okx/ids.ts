/** An exchange's ids of a book, which may begin anew at a low one. */
export type Ids = {
	/** Of what the book was at. */
	of(sequence: number): number;
	/** The next ids after a sequence begin anew. */
	restart(sequence: number): void;
};

const firstId = 100;

export const createIds = (): Ids => {
	let restarts: readonly {readonly after: number; readonly lower: number}[] = [];
	return {
		of(sequence) {
			const restart = restarts.findLast(({after}) => sequence > after);
			return sequence - (restart?.lower ?? 0);
		},
		restart(sequence) {
			restarts = [...restarts, {after: sequence, lower: sequence - firstId}];
		},
	};
};
