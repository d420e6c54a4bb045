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

/** Where what is kept of a book's wire begins: with the part in which a stretch does, or else the first part after it. */
export type WireBeginning = {
	readonly book: BookName;
	/** Of its first message. */
	readonly sequence: number;
	/** Epoch milliseconds. */
	readonly storedAt: number;
};

const findBeginning = async (
	bus: Bus,
	book: BookName,
	{from, to}: Stretch,
): Promise<WireBeginning | null> => {
	let beginning: WireBeginning | null = null;
	const {wire} = subjectsOf(book);
	for await (const message of bus.read(wire, {type: 'time', time: from - partMs})) {
		const {sequence, storedAt} = message;
		if (sequence === null || storedAt === null) continue;
		const isBefore = storedAt <= from;
		if (storedAt > to + lateMs || (!isBefore && beginning !== null)) break;
		if (placeOf(message).isFirst) beginning = {book, sequence, storedAt};
	}
	return beginning;
};

/** Of the books of which anything is kept. */
export const findBeginnings = async (
	bus: Bus,
	books: readonly BookName[],
	stretch: Stretch,
): Promise<readonly WireBeginning[]> =>
	(await Promise.all(books.map(book => findBeginning(bus, book, stretch)))).flatMap(
		beginning => beginning ?? [],
	);

/** What is kept of one book's wire from there on. */
async function* readBook(
	bus: Bus,
	{book, sequence}: WireBeginning,
	to: number,
	next: () => number,
): AsyncGenerator<TimedEvent> {
	let read: TimedEvent[] = [];
	const reader = createWireReader((event, at) => {
		if (at <= to) read.push({event, at});
	}, next);
	for await (const message of bus.read(subjectsOf(book).wire, {type: 'sequence', sequence})) {
		if ((message.storedAt ?? 0) > to + lateMs) break;
		await reader.read(message).catch(reader.skip);
		yield* read;
		read = [];
	}
	reader.end(to);
	yield* read;
}

/** What relays keep of the wire of books, in the order of its times; nothing of it is after `to`, in epoch milliseconds. */
export async function* readWireEvents(
	bus: Bus,
	beginnings: readonly WireBeginning[],
	to: number,
): AsyncGenerator<TimedEvent> {
	let connections = 0;
	yield* mergeTimes(beginnings.map(beginning => readBook(bus, beginning, to, () => ++connections)));
}
