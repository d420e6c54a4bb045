import type {Bus} from '../transport/bus.js';
import {readLeases} from './leases.js';
import {allStates, bookOfKey, bookOfState, keyOf, type BookName} from './subjects.js';

/** All books that relays have, or had as long as the history is kept, each once. Rejects with a `BusError`. */
export const listOffered = async (
	bus: Pick<Bus, 'names' | 'newest'>,
): Promise<readonly BookName[]> => {
	const [states, leases] = await Promise.all([bus.names(allStates), readLeases(bus)]);
	const stored = states.flatMap(subject => bookOfState(subject) ?? []);
	const offered = [...leases.values()].flatMap(({books}) =>
		books.flatMap(key => bookOfKey(key) ?? []),
	);
	return [...new Map([...stored, ...offered].map(book => [keyOf(book), book])).values()];
};
