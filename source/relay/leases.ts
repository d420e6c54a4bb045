import type {FeedFault} from '../faults.js';
import type {Bus} from '../transport/bus.js';
import {decode, PayloadError, readCount, readFields, readList, readText} from './reading.js';
import {allLeases, formatVersion, relayOfLease} from './subjects.js';

/** Books that one relay may offer. */
const mostBooks = 20_000;

/** What a relay says of itself, as long as it is there. */
export type Lease = {
	readonly run: string;
	/** Keys of the books that it offers to follow. */
	readonly books: readonly string[];
	/** Keys of those that are live with it. */
	readonly live: readonly string[];
	/** Books that it takes at the most. */
	readonly capacity: number;
	/** Of the program. */
	readonly version: string;
};

/** Throws a `PayloadError` for what is none. */
export const readLease = (bytes: Uint8Array): Lease => {
	const fields = readFields(decode(bytes));
	const readKeys = (value: unknown) => readList(value, mostBooks, key => readText(key, 120));
	return {
		run: readText(fields['run']),
		books: readKeys(fields['books']),
		live: readKeys(fields['live']),
		capacity: readCount(fields['capacity']),
		version: readText(fields['version']),
	};
};

/** The leases of all relays that speak our version, by their names. Rejects with a `BusError`. */
export const readLeases = async (
	bus: Pick<Bus, 'names' | 'newest'>,
): Promise<ReadonlyMap<string, Lease>> => {
	const leases = new Map<string, Lease>();
	const read = async (subject: string) => {
		const relay = relayOfLease(subject);
		if (relay?.version !== formatVersion) return;
		const message = await bus.newest(subject);
		try {
			if (message) leases.set(relay.name, readLease(message.bytes));
		} catch (error) {
			if (!(error instanceof PayloadError)) throw error;
		}
	};
	await Promise.all((await bus.names(allLeases)).map(read));
	return leases;
};

export type ForeignRelay = {readonly name: string; readonly version: number};

export const describeForeign = ({name, version}: ForeignRelay): FeedFault => ({
	code: 'no-relay',
	detail: `relay ${name} speaks version ${version}`,
});

/** A relay that speaks another version, null where there is none, or one that speaks ours. Rejects with a `BusError`. */
export const findForeign = async (bus: Pick<Bus, 'names'>): Promise<ForeignRelay | null> => {
	const relays = (await bus.names(allLeases)).flatMap(subject => relayOfLease(subject) ?? []);
	const isOurs = relays.some(({version}) => version === formatVersion);
	return isOurs ? null : (relays[0] ?? null);
};
