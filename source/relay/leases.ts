import type {Clock} from '../clock.js';
import {BusError, type Bus} from '../transport/bus.js';
import {
	decode,
	encode,
	PayloadError,
	readCount,
	readFields,
	readList,
	readText,
} from './reading.js';
import {allLeases, formatVersion, leaseMs, leaseOf, relayOfLease} from './subjects.js';

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

const readLease = (bytes: Uint8Array): Lease => {
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

type OwnLeaseOptions = {
	readonly bus: Pick<Bus, 'store' | 'remove'>;
	readonly name: string;
	readonly clock: Pick<Clock, 'now'>;
	readonly lease: () => Lease;
	/** It cannot be renewed, in words. */
	readonly onTrouble: (words: string) => void;
};

/** Our own lease: others believe that we are there for as long as it lasts, and so do we. */
export const createOwnLease = ({bus, name, clock, lease, onTrouble}: OwnLeaseOptions) => {
	const subject = leaseOf(name);
	let renewedAt = -Infinity;
	let isEnded = false;
	return {
		/** Counted from when it was sent: the others' count begins later. */
		isEntitled: (): boolean => clock.now() - renewedAt < leaseMs,
		async renew(): Promise<void> {
			if (isEnded) return;
			const sentAt = clock.now();
			try {
				await bus.store(subject, encode(lease()));
				renewedAt = Math.max(renewedAt, sentAt);
			} catch (error) {
				if (!(error instanceof BusError)) throw error;
				onTrouble(error.message);
			}
		},
		/** The others take over at once. */
		async end(): Promise<void> {
			isEnded = true;
			try {
				await bus.remove(subject);
			} catch (error) {
				// It ends by itself.
				if (!(error instanceof BusError)) throw error;
			}
		},
	};
};

export type OwnLease = ReturnType<typeof createOwnLease>;
