import {encodeEvent, encodeHeader, type HeaderFacts} from '../capture/capture-format.js';
import type {UntimedEvent} from '../capture/capture-format.js';
import type {Clock} from '../clock.js';
import type {OpenFile} from '../files/file-system.js';
import {createLineWriter} from '../files/line-writer.js';
import {exitCodes} from '../output/console.js';
import type {ProgressOutput} from '../output/progress.js';
import type {CapturePart} from '../recording/running-capture.js';
import {subjectsOf, type BookName} from '../relay/subjects.js';
import type {Bus, BusMessage} from '../transport/bus.js';
import {createWireReader, placeOf} from './wire-reader.js';

export type WireHistoryOptions = {
	readonly path: string;
	readonly header: Omit<HeaderFacts, 'startedAt'>;
	readonly books: readonly BookName[];
	/** Epoch milliseconds. */
	readonly stretch: {readonly from: number; readonly to: number};
};

export type WireHistoryContext = {
	readonly bus: Bus;
	readonly clock: Clock;
	readonly output: ProgressOutput;
	readonly complain: (text: string) => void;
	readonly stopped: Promise<number>;
	readonly open: OpenFile;
	readonly tellFiles: (files: readonly CapturePart[], output: ProgressOutput) => void;
};

/** A part of the wire is no longer than an hour, and somewhat. */
const partMs = 3_900_000;

/** A message holds what came in the second before it was stored, and may have waited. */
const lateMs = 60_000;

type Timed = {readonly event: UntimedEvent; readonly at: number};

/** What is stored of a stretch of one book's wire, from the beginning of the part in which it lies. */
const readMessages = async (
	bus: Bus,
	book: BookName,
	{from, to}: WireHistoryOptions['stretch'],
): Promise<readonly BusMessage[]> => {
	let messages: BusMessage[] = [];
	const wire = subjectsOf(book).wire;
	for await (const message of bus.read(wire, {type: 'time', time: from - partMs})) {
		const storedAt = message.storedAt ?? 0;
		if (storedAt > to + lateMs) break;
		const {isFirst} = placeOf(message);
		// All that is before the last beginning is not needed.
		if (isFirst && storedAt <= from) messages = [];
		if (isFirst || messages.length > 0) messages.push(message);
	}
	return messages;
};

/** The events of all books, in the order of their times; nothing is after the stretch. */
const readEvents = async (
	bus: Bus,
	{books, stretch}: WireHistoryOptions,
): Promise<readonly Timed[]> => {
	const events: Timed[] = [];
	let connections = 0;
	for (const book of books) {
		const reader = createWireReader(
			(event, at) => {
				if (at <= stretch.to) events.push({event, at});
			},
			() => ++connections,
		);
		for (const message of await readMessages(bus, book, stretch)) await reader.read(message);
	}
	return events.sort((a, b) => a.at - b.at);
};

/** Writes a stretch of what relays keep of the wire into a file. Returns the exit code. */
export const readHistory = async (
	options: WireHistoryOptions,
	{bus, clock, output, complain, open, tellFiles}: WireHistoryContext,
): Promise<number> => {
	const {path, header} = options;
	const events = await readEvents(bus, options);
	const [first] = events;
	if (!first) {
		complain('nothing is kept of the wire of that time');
		return exitCodes.failed;
	}
	let failure: string | null = null;
	const lines = createLineWriter({
		...{path, clock, open: () => open(path)},
		onFailure: reason => (failure = reason),
	});
	const startedAt = Math.floor(first.at);
	lines.write(encodeHeader({...header, startedAt}));
	for (const {event, at} of events) {
		const t = at - startedAt;
		lines.write(encodeEvent({t, ...event}), t);
	}
	const {bytes, path: own} = await lines.close();
	if (failure !== null) {
		complain(failure);
		return exitCodes.failed;
	}
	tellFiles([{path: own, bytes}], output);
	return exitCodes.done;
};
