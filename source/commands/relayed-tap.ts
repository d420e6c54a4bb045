import type {Clock} from '../clock.js';
import type {WireTap} from '../recording/transport-tap.js';
import {keyOf, type BookName} from '../relay/subjects.js';
import type {Bus} from '../transport/bus.js';
import {createHolding} from './held-events.js';
import {followWire} from './wire-tap.js';
import type {TimedSink} from './wire-reader.js';

export type RelayedTapOptions = {
	readonly bus: Bus;
	readonly clock: Pick<Clock, 'now' | 'wall' | 'after' | 'every'>;
	/** The books that are followed now. */
	readonly books: () => readonly BookName[];
};

/** How often it is looked whether other books are followed, in milliseconds. */
const lookMs = 1000;

/** Closes what is open of a wire that is not followed any more. */
const createClosing = (sink: TimedSink) => {
	const open = new Set<number>();
	let last = 0;
	const take: TimedSink = (event, at) => {
		if (event.kind === 'open') open.add(event.connection);
		if (event.kind === 'close') open.delete(event.connection);
		last = at;
		sink(event, at);
	};
	return {
		take,
		close() {
			for (const connection of open)
				sink({kind: 'close', connection, reason: 'the book is not followed any more'}, last);
		},
	};
};

/** Follows the wire of each book that is followed, as long as it is. Returns stop. */
const followBooks = ({bus, clock, books}: RelayedTapOptions, sink: TimedSink): (() => void) => {
	const wires = new Map<string, {readonly stop: () => void; readonly close: () => void}>();
	let connections = 0;
	const next = () => ++connections;
	// Where nobody keeps a wire, the recording itself tells why there is none.
	const say = (label: string) => sink({kind: 'marker', label}, clock.wall());

	const look = () => {
		const now = new Map(books().map(book => [keyOf(book), book]));
		for (const [key, {stop, close}] of wires)
			if (!now.has(key)) {
				stop();
				close();
				wires.delete(key);
			}
		for (const [key, book] of now)
			if (!wires.has(key)) {
				const {take, close} = createClosing(sink);
				const stop = followWire({bus, clock, say}, book, {sink: take, next});
				wires.set(key, {stop, close});
			}
	};
	look();
	const stopLooking = clock.every(lookMs, look);
	return () => {
		stopLooking();
		for (const {stop} of wires.values()) stop();
	};
};

/** What the exchanges send of the books that are followed, as relays keep it, from when somebody records it. */
export const createRelayedTap = (options: RelayedTapOptions): WireTap => {
	const holding = createHolding(options.clock);
	return {
		flush: holding.flush,
		start(sink) {
			const held = holding.start(sink);
			const stop = followBooks(options, held.take);
			return () => {
				stop();
				held.stop();
			};
		},
		beginning: () => [],
		keep: () => () => undefined,
	};
};
