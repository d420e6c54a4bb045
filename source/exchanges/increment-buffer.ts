import type {Increment} from './increment.js';

/** Increments, and levels in them, kept while waiting for a snapshot: minutes of a busy market. */
const maxBuffered = 5000;
const maxBufferedLevels = 500_000;

const countLevels = ({bids, asks}: Increment) => bids.length + asks.length;

/** Increments in order of arrival. Over its bounds the oldest go, which later shows as a gap. */
export const createIncrementBuffer = () => {
	let increments: Increment[] = [];
	let levels = 0;
	return {
		push(increment: Increment) {
			increments.push(increment);
			levels += countLevels(increment);
			while (increments.length > maxBuffered || levels > maxBufferedLevels) {
				const oldest = increments.shift();
				if (!oldest) break;
				levels -= countLevels(oldest);
			}
		},
		/** Those that a book at this sequence lacks. */
		after: (sequence: number) => increments.filter(({to}) => to > sequence),
		replace(by: readonly Increment[]) {
			increments = [...by];
			levels = by.reduce((sum, increment) => sum + countLevels(increment), 0);
		},
	};
};
