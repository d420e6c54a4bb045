import type {UntimedEvent} from '../capture/capture-format.js';
import {mergeTimes} from '../relay/merge-times.js';
import {subjectsOf, type BookName} from '../relay/subjects.js';
import type {Bus} from '../transport/bus.js';
import {createWireReader, placeOf} from './wire-reader.js';

/** Epoch milliseconds. */
export type Stretch = {readonly from: number; readonly to: number};

export type TimedEvent = {readonly event: UntimedEvent; readonly at: number};

/** A part of the wire is no longer than an hour, and somewhat. */
const partMs = 3_900_000;

/** A message holds what came in the second before it was stored, and may have waited. */
const lateMs = 60_000;

/** The number of the message with which the part begins that lies at a moment, or else the first part after it. */
const findBeginning = async (
	bus: Bus,
	wire: string,
	{from, to}: Stretch,
): Promise<number | null> => {
	let beginning: number | null = null;
	for await (const message of bus.read(wire, {type: 'time', time: from - partMs})) {
		const storedAt = message.storedAt ?? 0;
		const isBefore = storedAt <= from;
		if (storedAt > to + lateMs || (!isBefore && beginning !== null)) break;
		if (placeOf(message).isFirst) beginning = message.sequence;
	}
	return beginning;
};

/** What is kept of one book's wire, from the beginning of the part in which the stretch begins. */
async function* readBook(
	bus: Bus,
	book: BookName,
	stretch: Stretch,
	next: () => number,
): AsyncGenerator<TimedEvent> {
	const {wire} = subjectsOf(book);
	const beginning = await findBeginning(bus, wire, stretch);
	if (beginning === null) return;
	let read: TimedEvent[] = [];
	const reader = createWireReader((event, at) => {
		if (at <= stretch.to) read.push({event, at});
	}, next);
	for await (const message of bus.read(wire, {type: 'sequence', sequence: beginning})) {
		if ((message.storedAt ?? 0) > stretch.to + lateMs) break;
		await reader.read(message).catch(reader.skip);
		yield* read;
		read = [];
	}
	reader.end(stretch.to);
	yield* read;
}

/** What relays keep of the wire of books, in the order of its times; nothing of it is after the stretch. */
export async function* readWireEvents(
	bus: Bus,
	books: readonly BookName[],
	stretch: Stretch,
): AsyncGenerator<TimedEvent> {
	let connections = 0;
	const readers = books.map(book => readBook(bus, book, stretch, () => ++connections));
	yield* mergeTimes(readers);
}
