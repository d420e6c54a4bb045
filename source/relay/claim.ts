import type {BusMessage} from '../transport/bus.js';
import type {BookKey} from '../store/market-view.js';
import {readBatch, type Batch} from './messages.js';
import {placeOf} from './parts.js';
import {PayloadError} from './reading.js';

/** The end of a log that somebody else wrote, as far as it matters to who goes on from it. */
export type LogEnd = {
	/** 0 where there is no message. */
	readonly position: number;
	/** 0 where there was none. */
	readonly epoch: number;
	/** The exchange's sequence of its book, null where that is not known. */
	readonly q: number | null;
	/** See `bookSum`; null where it is not known. */
	readonly sum: number | null;
};

const unknown = {q: null, sum: null};

/** Of the words that a part names its payload by: `desk-1~k3f9a2 7 412`. */
const epochOfPart = (of: string): number => {
	const epoch = Number(of.split(' ').at(-2));
	return Number.isSafeInteger(epoch) ? epoch : 0;
};

const readNewest = (message: BusMessage, key: BookKey): Pick<Batch, 'epoch' | 'q' | 'sum'> => {
	try {
		const place = placeOf(message.headers);
		return place ? {epoch: epochOfPart(place.of), ...unknown} : readBatch(message.bytes, key);
	} catch (error) {
		if (error instanceof PayloadError) return {epoch: 0, ...unknown};
		throw error;
	}
};

/** A book never has so many owners. Who counted on from a higher number would come to some that nobody can read. */
const mostEpochs = 2 ** 52;

/** What its newest message says. One that cannot be read ends the log all the same. */
export const toLogEnd = (newest: BusMessage | null, key: BookKey): LogEnd => {
	if (newest?.sequence == null) return {position: 0, epoch: 0, ...unknown};
	const {epoch, q, sum} = readNewest(newest, key);
	if (epoch > mostEpochs) return {position: newest.sequence, epoch: 0, ...unknown};
	return {position: newest.sequence, epoch, q, sum};
};
