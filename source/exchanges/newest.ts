import type {FeedFault} from '../faults.js';
import type {Snapshot} from './increment.js';

/** When something was so: the exchange's id, and its time in epoch milliseconds, null where it tells none. */
type Moment = Pick<Snapshot, 'to' | 'time'>;

/**
 * The newest of what came of a book: a whole book of before must not take its place. `isByTime`: ids tell nothing.
 * @default both have to be lower
 */
export const createNewest = (isByTime = false) => {
	let newest: Moment | null = null;

	/** By its id as well as by its time: ids alone may begin anew. */
	const isOlder = ({to, time}: Moment, than: Moment): boolean =>
		(isByTime || to < than.to) && (time ?? Infinity) < (than.time ?? -Infinity);

	return {
		/** This one came. */
		passed({to, time}: Moment) {
			if (!newest || !isOlder({to, time}, newest))
				newest = {to, time: time ?? newest?.time ?? null};
		},
		/** Why a whole book is of no use; null where it may be. */
		faultOf(book: Moment): FeedFault | null {
			if (!newest || !isOlder(book, newest)) return null;
			return {code: 'old-snapshot', detail: `${book.to} before ${newest.to}`};
		},
	};
};
