import type {Bus, BusMessage, ReadFrom} from '../transport/bus.js';
import {readPlaced, type PlacedState} from './messages.js';
import {createPartJoiner, placeOf} from './parts.js';
import {PayloadError} from './reading.js';

type StatesBus = Pick<Bus, 'read'>;

/** States are no further apart while a book changes, and somewhat, in milliseconds. */
const nearMs = 90_000;

/** Nobody keeps them for longer than that, in milliseconds: what is older is read from the start. */
const longMs = 86_400_000;

/** Puts states together of which others may send parts between. */
const createStateJoiner = () => {
	const joiners = new Map<string, ReturnType<typeof createPartJoiner>>();
	return (message: BusMessage): PlacedState | null => {
		try {
			const of = placeOf(message.headers)?.of ?? '';
			const joiner = joiners.get(of) ?? createPartJoiner();
			joiners.set(of, joiner);
			const whole = joiner.add(message);
			if (whole) joiners.delete(of);
			return whole && readPlaced(whole);
		} catch (error) {
			// What is none, or begins before what is read, is left out: the next one is not far.
			if (error instanceof PayloadError) return null;
			throw error;
		}
	};
};

/** The stored states of a book, oldest first. */
export async function* readStates(
	bus: StatesBus,
	subject: string,
	from: ReadFrom,
): AsyncGenerator<PlacedState> {
	const join = createStateJoiner();
	for await (const message of bus.read(subject, from)) {
		const placed = join(message);
		if (placed) yield placed;
	}
}

/** The newest by a moment of those that are read, or else the first after it. */
const findIn = async (states: AsyncIterable<PlacedState>, moment: number) => {
	let found: PlacedState | null = null;
	for await (const placed of states) {
		if (placed.at > moment) return found ?? placed;
		found = placed;
	}
	return found;
};

/**
 * The book that was stored last by a moment, in epoch milliseconds; where there is none, the first after it; null
 * where none is stored. Rejects with a `BusError`.
 */
export const findState = async (
	bus: StatesBus,
	subject: string,
	moment: number,
): Promise<PlacedState | null> => {
	for (let backMs = nearMs; ; backMs *= 4) {
		const isAll = backMs > longMs;
		const from: ReadFrom = isAll ? {type: 'start'} : {type: 'time', time: moment - backMs};
		const found = await findIn(readStates(bus, subject, from), moment);
		if (isAll || (found && found.at <= moment)) return found;
	}
};
