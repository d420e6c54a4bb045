import {promisify} from 'node:util';
import {gunzip} from 'node:zlib';
import type {UntimedEvent} from '../capture/capture-format.js';
import {decodeLine} from '../capture/decode-line.js';
import {toHoleMarker} from '../recording/holes.js';
import type {BusMessage} from '../transport/bus.js';
import {wireHeaders} from './wire-log.js';

const unpack = promisify(gunzip);

/** Bytes that a message may hold at the most. */
const maxBytes = 64_000_000;

/** Hands over an event with when it was, in epoch milliseconds. */
export type TimedSink = (event: UntimedEvent, at: number) => void;

/** Whether a message begins a part, and of which it is. */
export const placeOf = ({headers}: BusMessage) => ({
	part: headers[wireHeaders.part] ?? '',
	isFirst: headers[wireHeaders.number] === '1',
});

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

/**
 * Reads the messages of one book's wire, in their order, as one capture: where a part follows another, what was open
 * is closed, and what nobody kept is told of. `next` numbers the connections of all that goes into one capture.
 */
export const createWireReader = (sink: TimedSink, next: () => number) => {
	const numbers = createNumbers(next);
	const open = new Set<number>();
	let part = '';
	let startedAt = 0;
	let last = 0;

	const tell = (event: UntimedEvent, at: number) => {
		last = Math.max(last, at);
		sink(event, last);
	};

	/** The part before is over, with all that was open in it. */
	const beginPart = (at: number) => {
		startedAt = at;
		if (last > 0 && at > last)
			tell(toHoleMarker({from: last, to: at, reason: 'nobody kept the wire'}), at);
		for (const connection of open)
			tell({kind: 'close', connection, reason: 'another part of the wire begins'}, at);
		open.clear();
		numbers.forget();
	};

	const toOwn = (event: UntimedEvent): UntimedEvent => {
		if (!('connection' in event)) return event;
		const connection = numbers.of(event.connection);
		if (event.kind === 'open') open.add(connection);
		if (event.kind === 'close') open.delete(connection);
		return {...event, connection};
	};

	return {
		/** Resolves once it was read; throws where it is none. */
		async read(message: BusMessage): Promise<void> {
			const place = placeOf(message);
			// What follows a part that was not read from its beginning is not understood.
			if (place.part !== part && !place.isFirst) return;
			part = place.part;
			const text = await unpack(message.bytes, {maxOutputLength: maxBytes});
			for (const [index, line] of text.toString().split('\n').entries()) {
				if (line === '') continue;
				const decoded = decodeLine(line, index + 1);
				if (decoded.type === 'header') beginPart(decoded.header.startedAt);
				else if (decoded.type === 'event') {
					const {t, ...event} = decoded.event;
					tell(toOwn(event), startedAt + t);
				}
			}
		},
	};
};
