import type {Trade} from '../book/trade.js';
import type {StoreWrite} from '../store/store-writes.js';

/** Whether fills may be missing from here on: the exchange was not heard for a while. */
export const breaksTape = (write: StoreWrite): boolean =>
	write.name === 'setStatus' && write.args[1].status === 'reconnecting';

/** What was told of fills: those of a state are the newest there were, and may not go back to those told before. */
export const createToldFills = () => {
	let newest: string | null = null;
	return {
		/** Oldest first. */
		told(trades: readonly Trade[]) {
			newest = trades.at(-1)?.id ?? newest;
		},
		/** Whether others may have been between the ones told before and those of a state. */
		mayMiss: ({trades}: {readonly trades: readonly Trade[]}): boolean =>
			newest !== null && !trades.some(({id}) => id === newest),
	};
};
