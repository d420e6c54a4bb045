import type {Clock} from '../clock.js';
import {toHoleMarker} from '../recording/holes.js';
import type {WireTap} from '../recording/transport-tap.js';
import {subjectsOf, type BookName} from '../relay/subjects.js';
import {BusError, type Bus, type BusMessage} from '../transport/bus.js';
import {createHolding} from './held-events.js';
import {wireAskOf} from './relay-wire.js';
import {createWireReader, placeOf, type TimedSink} from './wire-reader.js';

export type WireTapOptions = {
	readonly bus: Bus;
	readonly clock: Pick<Clock, 'now' | 'after' | 'every'>;
	readonly books: readonly BookName[];
	/** What cannot be recorded, in a sentence. */
	readonly say: (text: string) => void;
};

const askMs = 2000;

/** Before a wire that cannot be read is tried again, in milliseconds. */
const retryMs = 1000;

/** A part that is handed out may have begun so long ago, in milliseconds. */
const partMs = 60_000;

/** How long the beginning of a part is waited for, in milliseconds: whoever promised it may be gone. */
const beginMs = 10_000;

const pause = (clock: Pick<Clock, 'after'>, ms: number) =>
	new Promise<void>(resolve => void clock.after(ms, resolve));

/** Asks whoever owns the book to begin a part; resolves with its name. */
const askPart = async (bus: Bus, book: BookName): Promise<string> => {
	const {bytes} = await bus.ask(wireAskOf(book), new Uint8Array(), {timeoutMs: askMs});
	const answer: unknown = JSON.parse(Buffer.from(bytes).toString());
	const {part} = answer as {readonly part?: unknown};
	if (typeof part !== 'string') throw new BusError('failed', 'the relay names no part');
	return part;
};

/** Where to go on behind a message, or to look for a part that has just begun. */
const placeToRead = async (bus: Bus, subject: string, sequence: number | null) => {
	const newest = await bus.newest(subject);
	// What is stored was begun anew where its numbers are lower.
	if (sequence !== null && (newest?.sequence ?? 0) >= sequence)
		return {type: 'sequence', sequence: sequence + 1} as const;
	return newest?.storedAt == null
		? ({type: 'start'} as const)
		: ({type: 'time', time: newest.storedAt - partMs} as const);
};

type WireWay = Pick<WireTapOptions, 'bus' | 'say'> & {
	readonly clock: Pick<Clock, 'now' | 'after'>;
};

type Way = {readonly sink: TimedSink; readonly next: () => number};

/** Reads the wire of a book from the beginning of a part on; what cannot be read is thrown, and read on behind it. */
const createWireReading = (
	{bus, clock}: WireWay,
	book: BookName,
	{sink, next}: Way,
	isStopped: () => boolean,
) => {
	const {wire} = subjectsOf(book);
	const reader = createWireReader((event, at) => {
		if (!isStopped()) sink(event, at);
	}, next);
	/** Whether the part that was asked for has begun. */
	let isFound = false;
	/** The last that was read of it. */
	let sequence: number | null = null;

	const take = async (message: BusMessage, wanted: string, askedAt: number) => {
		const {part, isFirst} = placeOf(message);
		if (!isFound && !(part === wanted && isFirst)) {
			if (clock.now() - askedAt < beginMs) return;
			throw new BusError('unanswered', 'the part that was asked for did not come');
		}
		({sequence} = message);
		// Behind one that cannot be read another part has to begin.
		isFound = false;
		try {
			await reader.read(message);
		} catch (error) {
			reader.skip();
			throw error;
		}
		isFound = true;
	};

	return async (): Promise<void> => {
		const from = await placeToRead(bus, wire, sequence);
		isFound &&= from.type === 'sequence';
		const askedAt = clock.now();
		const wanted = isFound ? '' : await askPart(bus, book);
		for await (const message of bus.read(wire, from, {isFollowed: true})) {
			if (isStopped()) return;
			await take(message, wanted, askedAt);
		}
	};
};

/** Follows the wire of a book for as long as it is wanted, whatever is wrong with it for a while. */
export const followWire = (options: WireWay, book: BookName, way: Way): (() => void) => {
	const {clock, say} = options;
	let isStopped = false;
	const readOn = createWireReading(options, book, way, () => isStopped);

	const run = async () => {
		let last = '';
		while (!isStopped) {
			try {
				await readOn();
			} catch (error) {
				if (isStopped) return;
				const words = error instanceof Error ? error.message : String(error);
				const name = `${book.base}/${book.quote} on ${book.exchange}`;
				if (words !== last) say(`the wire of ${name} cannot be read: ${words}; trying again`);
				last = words;
				await pause(clock, retryMs);
			}
		}
	};
	void run();
	return () => {
		isStopped = true;
	};
};

/** Tells what lies between the end of one recording of a book's wire and the beginning of the next. */
const createSeam = () => {
	/** Of the newest event, in epoch milliseconds; null before the first. */
	let lastAt: number | null = null;
	return (sink: TimedSink): TimedSink => {
		const before = lastAt;
		let isFirst = true;
		return (event, at) => {
			if (isFirst && before !== null && at > before)
				sink(toHoleMarker({from: before, to: at, reason: 'another part was begun'}), at);
			isFirst = false;
			lastAt = Math.max(at, lastAt ?? at);
			sink(event, at);
		};
	};
};

/**
 * What the exchanges sent, as relays keep it: each who starts gets a part of each book's wire from its beginning on,
 * some seconds late, and in the order of its times.
 */
export const createWireTap = (options: WireTapOptions): WireTap => {
	const wires = options.books.map(book => ({book, seam: createSeam()}));
	const holding = createHolding(options.clock);
	return {
		flush: holding.flush,
		start(sink) {
			let connections = 0;
			const next = () => ++connections;
			const held = holding.start(sink);
			const stops = wires.map(({book, seam}) =>
				followWire(options, book, {sink: seam(held.take), next}),
			);
			return () => {
				for (const stop of stops) stop();
				held.stop();
			};
		},
		beginning: () => [],
		keep: () => () => undefined,
	};
};
