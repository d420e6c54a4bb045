import {createSharedRoom} from '../exchanges/shared-room.js';
import type {SocketEvent} from '../transport/transport.js';

/** What came on a connection. */
export type Heard = {
	/** Epoch milliseconds. */
	readonly at: number;
	/** Null for a message that lies in a page. */
	readonly event: SocketEvent | null;
	readonly page: Buffer;
	readonly from: number;
	readonly to: number;
	/** Whether what lies in the page is a text. */
	readonly isText: boolean;
};

/** Messages kept of a connection: minutes of a busy market. */
const maxHeard = 5000;

/** Characters of them, of one connection and of all: of a market whose messages are of 1,000, five thousand. */
const maxLength = 8_000_000;
const maxLengthInAll = 32_000_000;

/** What a message takes besides what is in it, in characters. */
const emptyLength = 100;

const lengthOf = ({event, from, to}: Heard): number =>
	emptyLength + (event?.type === 'message' ? event.data.length : to - from);

/** Bytes of a connection's first page, and of its largest. */
const leastPage = 4096;
const mostPage = 256 * 1024;

const noPage = Buffer.alloc(0);

/** What no byte holds, found at once where V8 holds the text in bytes. */
const isBeyondBytes = (text: string): boolean => /[^\u0000-\u00ff]/.test(text);

/**
 * Puts one connection's messages side by side into pages: as objects and texts of their own, which stay for minutes, the
 * garbage collector would copy each of them twice. A page goes with the last message in it.
 */
const createPacker = () => {
	let page = noPage;
	let end = 0;

	const makeRoom = (length: number) => {
		if (end + length <= page.length) return;
		const size = Math.min(mostPage, Math.max(leastPage, 2 * page.length));
		page = Buffer.allocUnsafeSlow(Math.max(size, length));
		end = 0;
	};

	return (event: SocketEvent, at: number): Heard => {
		const data = event.type === 'message' && event.isText === undefined ? event.data : null;
		const isText = typeof data === 'string';
		if (data === null || data.length > mostPage || (isText && isBeyondBytes(data)))
			return {at, event, page: noPage, from: 0, to: 0, isText: false};
		makeRoom(data.length);
		const from = end;
		if (isText) page.write(data, from, 'latin1');
		else page.set(data, from);
		end += data.length;
		return {at, event: null, page, from, to: end, isText};
	};
};

/** What was heard, as it was told. */
export const eventOf = ({event, page, from, to, isText}: Heard): SocketEvent =>
	event ?? {
		type: 'message',
		data: isText ? page.toString('latin1', from, to) : page.subarray(from, to),
	};

/** For what is kept of all connections: the newest that came on each, for a client that comes late, or again. */
export const createHeard = () => {
	const room = createSharedRoom<Heard>(maxLengthInAll);
	return {
		/** For one connection. `onLost`: it had to go, for want of room. */
		createShelf(onLost: (heard: Heard) => void) {
			const pack = createPacker();
			const {push, ...shelf} = room.createShelf({
				...{maxCount: maxHeard, maxCost: maxLength, costOf: lengthOf, onLost},
			});
			return {
				...shelf,
				push(event: SocketEvent, at: number) {
					push(pack(event, at));
				},
			};
		},
	};
};

export type HeardRoom = ReturnType<typeof createHeard>;
export type HeardShelf = ReturnType<HeardRoom['createShelf']>;
