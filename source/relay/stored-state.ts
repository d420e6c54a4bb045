import {BusError, type Bus, type BusMessage} from '../transport/bus.js';
import {readPlaced, type PlacedState} from './messages.js';
import {createPartJoiner, firstHeader, placeOf} from './parts.js';
import {PayloadError} from './reading.js';

type StatesBus = Pick<Bus, 'newest' | 'names' | 'read'>;

/** All parts of the payload that a message is the last part of; null where one is not there. */
const readParts = async (bus: StatesBus, last: BusMessage, of: string) => {
	const first = Number(last.headers[firstHeader]);
	if (!Number.isSafeInteger(first) || first < 1) return null;
	const joiner = createPartJoiner();
	for await (const message of bus.read(last.subject, {type: 'sequence', sequence: first})) {
		// Those of another owner may lie between.
		const whole = placeOf(message.headers)?.of === of ? joiner.add(message) : null;
		if (whole) return whole;
	}
	return null;
};

const readWhole = async (bus: StatesBus, newest: BusMessage): Promise<Uint8Array | null> => {
	const place = placeOf(newest.headers);
	if (!place) return newest.bytes;
	// The rest may be on its way: the next state is not far.
	return place.part === place.count ? readParts(bus, newest, place.of) : null;
};

/** The newest message; null also where there is no stream yet, which is nothing but that no relay ever was. */
const newestOf = async (bus: StatesBus, subject: string): Promise<BusMessage | null> => {
	try {
		return await bus.newest(subject);
	} catch (error) {
		if (!(error instanceof BusError) || error.code !== 'nobody') throw error;
		// Where no server stores at present, there are no names either.
		if ((await bus.names(subject)).length > 0) throw error;
		return null;
	}
};

/** The newest book that is stored under a subject, null where none can be read. Rejects with a `BusError`. */
export const readStoredState = async (
	bus: StatesBus,
	subject: string,
): Promise<PlacedState | null> => {
	const newest = await newestOf(bus, subject);
	try {
		const bytes = newest && (await readWhole(bus, newest));
		return bytes && readPlaced(bytes);
	} catch (error) {
		if (error instanceof PayloadError) return null;
		throw error;
	}
};
