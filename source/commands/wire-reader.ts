import {promisify} from 'node:util';
import {gunzip} from 'node:zlib';
import type {UntimedEvent} from '../capture/capture-format.js';
import {decodeLine} from '../capture/decode-line.js';
import {toHoleMarker} from '../recording/holes.js';
import type {BusMessage} from '../transport/bus.js';
import {nameOfWire, wireHeaders} from './wire-log.js';

const unpack = promisify(gunzip);

/** Bytes that a message may hold at the most. */
const maxBytes = 64_000_000;

/** Hands over an event with when it was, in epoch milliseconds. */
export type TimedSink = (event: UntimedEvent, at: number) => void;

/** Which message of which part one is, and whether that begins with it. */
export const placeOf = ({headers}: BusMessage) => {
	const number = Number(headers[wireHeaders.number]);
	return {part: headers[wireHeaders.part] ?? '', number, isFirst: number === 1};
};

/** Of a part that does not go on where the one before ended: for so long that may have been silent, in milliseconds. */
const graceMs = 2000;

/** So long before the end of a stretch a wire may be silent, in milliseconds: else nobody kept it. */
const quietMs = 5000;

/** The connections of one part after another, each under a number of its own. */
const createNumbers = (next: () => number) => {
	let known = new Map<number, number>();
	return {
		of(number: number): number {
			const own = known.get(number) ?? next();
			known.set(number, own);
			return own;
		},
		/** Those of a part that is over. */
		forget() {
			known = new Map();
		},
	};
};

/** The connections that are open, and what is told of them: times never go back. */
const createTeller = (sink: TimedSink, next: () => number) => {
	const numbers = createNumbers(next);
	const open = new Set<number>();
	let last = 0;

	const tell = (event: UntimedEvent, at: number) => {
		last = Math.max(last, at);
		sink(event, last);
	};

	const toOwn = (event: UntimedEvent): UntimedEvent => {
		if (!('connection' in event)) return event;
		const connection = numbers.of(event.connection);
		if (event.kind === 'open') open.add(connection);
		if (event.kind === 'close') open.delete(connection);
		return {...event, connection};
	};

	return {
		/** Epoch milliseconds of what was told last; 0 before. */
		last: () => last,
		/** An event of the wire, its connection under the number of its part. */
		take(event: UntimedEvent, at: number) {
			tell(toOwn(event), at);
		},
		tell,
		closeAll(at: number, reason: string) {
			for (const connection of open) tell({kind: 'close', connection, reason}, at);
			open.clear();
			numbers.forget();
		},
	};
};

const unkept = 'nobody kept the wire';

/**
 * Reads the messages of one book's wire, in their order, as one capture: where a part follows another, what was open
 * is closed, and what nobody kept is told of. `next` numbers the connections of all that goes into one capture.
 */
export const createWireReader = (sink: TimedSink, next: () => number) => {
	const teller = createTeller(sink, next);
	const {last, tell, closeAll} = teller;
	let part = '';
	/** Of the message that was read last, in its part. */
	let number = 0;
	let startedAt = 0;

	/** The part before is over, with all that was open in it: at its end, where this one does not go on from there. */
	const beginPart = (at: number, goesOn: boolean) => {
		startedAt = at;
		const from = last();
		if (!goesOn && at - from > graceMs) closeAll(from, unkept);
		if (!goesOn && from > 0 && at > from) tell(toHoleMarker({from, to: at, reason: unkept}), at);
		closeAll(at, 'another part of the wire begins');
	};

	return {
		/** Resolves once it was read; throws where it is none. */
		async read(message: BusMessage): Promise<void> {
			const place = placeOf(message);
			// What follows a part that was not read from its beginning is not understood.
			if (part === '' && !place.isFirst) return;
			if (!place.isFirst && (place.part !== part || place.number !== number + 1))
				throw new Error('a piece of it is missing');
			const goesOn = message.headers[wireHeaders.after] === nameOfWire(part, number);
			({part, number} = place);
			const text = await unpack(message.bytes, {maxOutputLength: maxBytes});
			for (const [index, line] of text.toString().split('\n').entries()) {
				if (line === '') continue;
				const decoded = decodeLine(line, index + 1);
				if (decoded.type === 'header') beginPart(decoded.header.startedAt, goesOn);
				else if (decoded.type === 'event') {
					const {t, ...event} = decoded.event;
					teller.take(event, startedAt + t);
				}
			}
		},
		/** A message could not be read: nothing after it is understood before another part begins. */
		skip() {
			part = '';
			closeAll(last(), 'a piece of the wire cannot be read');
		},
		/** Nothing more is there, up to that moment: what was open is not vouched for by a silence that nobody heard. */
		end(to: number) {
			const from = last();
			if (from === 0 || to - from <= quietMs) return;
			closeAll(from, unkept);
			tell(toHoleMarker({from, to, reason: unkept}), from);
		},
	};
};
