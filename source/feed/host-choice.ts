import type {Addresses} from '../exchanges/exchange.js';

/** How little is to be hoped of a host after a try: nothing, not much, or nothing is wrong with it. */
export type Prospect = 'hopeless' | 'doubtful' | 'good';

/** Tries in a row after which a doubtful host is left. */
const maxDoubts = 2;

export const addressesOf = (addresses: Addresses): readonly [string, ...string[]] =>
	typeof addresses === 'string' ? [addresses] : addresses;

/** What people call an address: the host, with the port where it is not the usual one. */
export const hostOf = (address: string): string => new URL(address).host;

/** As `hostOf`, for who asks once a second and nearly always for the same. */
export const createHostName = (): ((address: string) => string) => {
	let known = {address: '', host: ''};
	return address => {
		if (address !== known.address) known = {address, host: hostOf(address)};
		return known.host;
	};
};

/**
 * Which of an exchange's hosts is in use. One that serves stays; one that is blocked, refused or
 * unknown is left for the next at once, one that only fails after the second time. After the last
 * the first has its turn again, later: whoever asks waits before the next round.
 */
export const createHostChoice = (from: Addresses) => {
	const addresses = addressesOf(from);
	let index = 0;
	let doubts = 0;
	return {
		get: (): string => addresses[index] ?? addresses[0],
		/** Whether it is another than the first. */
		isAway: () => index > 0,
		/**
		 * Learns how a try of this address went. Returns whether another is to be tried at once; several
		 * may use the same choice, and each hears of its own tries alone.
		 */
		judge(address: string, prospect: Prospect): boolean {
			const tried = addresses.indexOf(address);
			if (prospect === 'good') {
				if (tried === index) doubts = 0;
				return false;
			}
			// Somebody else was faster: there is one that this one has not tried, or the round is over.
			if (tried !== index) return tried < index;
			doubts++;
			if (prospect === 'doubtful' && doubts < maxDoubts) return false;
			doubts = 0;
			index = (index + 1) % addresses.length;
			return index > 0;
		},
	};
};
