import type {Clock} from '../clock.js';
import type {WireTap} from '../recording/transport-tap.js';
import {subjectsOf, type BookName} from '../relay/subjects.js';
import {BusError, type Bus, type BusMessage} from '../transport/bus.js';
import {wireAskOf} from './relay-wire.js';
import {createWireReader, placeOf, type TimedSink} from './wire-reader.js';

export type WireTapOptions = {
	readonly bus: Bus;
	readonly clock: Pick<Clock, 'after'>;
	readonly books: readonly BookName[];
	/** What cannot be recorded, in a sentence. */
	readonly say: (text: string) => void;
};

const askMs = 2000;

/** Before a wire that cannot be read is tried again, in milliseconds. */
const retryMs = 1000;

/** A part that is handed out may have begun so long ago, in milliseconds. */
const partMs = 60_000;

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

/** Where the newest messages begin. */
const readFrom = async (bus: Bus, subject: string) => {
	const newest = await bus.newest(subject);
	return newest?.storedAt == null
		? ({type: 'start'} as const)
		: ({type: 'time', time: newest.storedAt - partMs} as const);
};

/** Follows the wire of a book from the beginning of a part on, for as long as it is wanted. */
const followWire = (
	{bus, clock, say}: WireTapOptions,
	book: BookName,
	{sink, next}: {readonly sink: TimedSink; readonly next: () => number},
): (() => void) => {
	const {wire} = subjectsOf(book);
	const reader = createWireReader(sink, next);
	let isStopped = false;
	/** The last that was read; null before the beginning was found. */
	let sequence: number | null = null;

	const take = async (message: BusMessage, wanted: string): Promise<boolean> => {
		const {part, isFirst} = placeOf(message);
		if (sequence === null && !(part === wanted && isFirst)) return false;
		await reader.read(message);
		sequence = message.sequence;
		return true;
	};

	const readOn = async () => {
		const begun = await readFrom(bus, wire);
		const wanted = sequence === null ? await askPart(bus, book) : '';
		const from = sequence === null ? begun : ({type: 'sequence', sequence: sequence + 1} as const);
		for await (const message of bus.read(wire, from, {isFollowed: true})) {
			if (isStopped) return;
			await take(message, wanted);
		}
	};

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

/** What the exchanges sent, as relays keep it: each who starts gets a part of each book's wire from its beginning on. */
export const createWireTap = (options: WireTapOptions): WireTap => ({
	start(sink) {
		let connections = 0;
		const way = {sink, next: () => ++connections};
		const stops = options.books.map(book => followWire(options, book, way));
		return () => {
			for (const stop of stops) stop();
		};
	},
	beginning: () => [],
	keep: () => () => undefined,
});
