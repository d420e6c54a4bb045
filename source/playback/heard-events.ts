import {createSharedRoom} from '../exchanges/shared-room.js';
import type {SocketEvent} from '../transport/transport.js';

/** Room for messages side by side. */
type Page = {
	readonly bytes: Buffer;
	/** Messages in it that are kept. */
	messages: number;
};

/** What came on a connection. */
export type Heard = {
	/** Epoch milliseconds. */
	readonly at: number;
	/** Null for a message that lies in a page. */
	readonly event: SocketEvent | null;
	/** See `event`. */
	readonly page: Page | null;
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

/** Bytes of the smallest page, and of the largest. */
const leastPage = 4096;
const mostPage = 256 * 1024;

/** Pages that wait for their next use: one that is full comes as another one is left. */
const maxSpare = 4;

/** What no byte holds, found at once where V8 holds the text in bytes. */
const isBeyondBytes = (text: string): boolean => /[^\u0000-\u00ff]/.test(text);

/** The largest pages that nothing is in any more, for whoever needs one next. */
const createSparePages = () => {
	const spare: Page[] = [];
	return {
		take: () => spare.pop(),
		give(page: Page) {
			if (page.bytes.length === mostPage && spare.length < maxSpare) spare.push(page);
		},
	};
};

type SparePages = ReturnType<typeof createSparePages>;

/**
 * Puts one connection's messages side by side into pages: as objects and texts of their own, which stay for minutes, the
 * garbage collector would copy each of them twice. A page is used again once the last message in it is lost, for V8
 * looks through all of its memory after some megabytes of new ones. `kept`: characters of what is kept of the connection,
 * of which a page is a part: hundreds of connections keep little each, and each has a page that is not full.
 */
const createPacker = (spare: SparePages, kept: () => number) => {
	let open: Page | null = null;
	let end = 0;

	const pageFor = (length: number): Page => {
		if (open && end + length <= open.bytes.length) return open;
		const size = Math.max(length, Math.min(mostPage, Math.max(leastPage, kept() >> 2)));
		end = 0;
		open = (size === mostPage && spare.take()) || {
			bytes: Buffer.allocUnsafeSlow(size),
			messages: 0,
		};
		return open;
	};

	return {
		pack(event: SocketEvent, at: number): Heard {
			const data = event.type === 'message' && event.isText === undefined ? event.data : null;
			const isText = typeof data === 'string';
			if (data === null || data.length > mostPage || (isText && isBeyondBytes(data)))
				return {at, event, page: null, from: 0, to: 0, isText: false};
			const page = pageFor(data.length);
			const from = end;
			if (isText) page.bytes.write(data, from, 'latin1');
			else page.bytes.set(data, from);
			end += data.length;
			page.messages++;
			return {at, event: null, page, from, to: end, isText};
		},
		/** It is not kept any more. */
		lose({page}: Heard) {
			if (!page) return;
			page.messages--;
			if (page.messages > 0) return;
			if (page === open) open = null;
			spare.give(page);
		},
	};
};

/** What was heard, as it was told; to be asked for only while it is kept. */
export const eventOf = ({event, page, from, to, isText}: Heard): SocketEvent => {
	if (event) return event;
	const bytes = page?.bytes.subarray(from, to) ?? Buffer.alloc(0);
	// Whoever is told may keep it for longer.
	return {type: 'message', data: isText ? bytes.toString('latin1') : Buffer.from(bytes)};
};

/** For what is kept of all connections: the newest that came on each, for a client that comes late, or again. */
export const createHeard = () => {
	const room = createSharedRoom<Heard>(maxLengthInAll);
	const spare = createSparePages();
	return {
		/** For one connection. `onLost`: it had to go, for want of room. */
		createShelf(onLost: (heard: Heard) => void) {
			const {push, cost, ...shelf} = room.createShelf({
				...{maxCount: maxHeard, maxCost: maxLength, costOf: lengthOf},
				onLost(heard) {
					lose(heard);
					onLost(heard);
				},
			});
			const {pack, lose} = createPacker(spare, cost);
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
