import type {BookChannel} from '../exchanges/exchange.js';
import type {FeedFault} from '../faults.js';

/** Connections lost in a row without a book, after which another channel is tried. */
const maxLosses = 3;

/**
 * Which of an exchange's channels carries a book: the best one that is served. While that one has
 * trouble another stands in, until the next connection after things went well.
 */
export const createChannelChoice = (channels: readonly [BookChannel, ...BookChannel[]]) => {
	let index = 0;
	/** The best one not known as unserved. */
	let best = 0;
	let losses = 0;
	let isCalm = false;
	const after = (channel: number) => (channel + 1) % channels.length;

	return {
		get: (): BookChannel => channels[index] ?? channels[0],
		/** Whether there is nothing better to fall back to before all were tried. */
		isFirst: () => index === 0,
		/** The book is in sync. */
		synced() {
			losses = 0;
		},
		/** It has been for a while. */
		calm() {
			isCalm = true;
		},
		/** A connection was lost. Returns whether the next one is of another channel. */
		lost({code}: FeedFault, isUnserved: boolean): boolean {
			const before = index;
			// Where nothing can be reached, no channel is better than another.
			if (code !== 'unreachable') losses++;
			if (isUnserved) {
				losses = 0;
				index = best = after(index);
			} else if (code === 'stopped') {
				// Its subscription is taken, and not carried out.
				losses = 0;
				index = after(index);
			} else if (isCalm) index = best;
			else if (losses === maxLosses) {
				losses = 0;
				index = after(index);
			}
			isCalm = false;
			return index !== before;
		},
	};
};
