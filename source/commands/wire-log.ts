import {promisify} from 'node:util';
import {gzip, gzipSync} from 'node:zlib';
import {
	encodeEvent,
	encodeHeader,
	type HeaderFacts,
	type UntimedEvent,
} from '../capture/capture-format.js';
import type {Clock} from '../clock.js';
import type {WireTap} from '../recording/transport-tap.js';
import {BusError, type Bus, type BusFaultCode, type BusHeaders} from '../transport/bus.js';

const packLong = promisify(gzip);

/** Bytes that take less time to pack than to hand over. */
const shortBytes = 8192;

/** With a window of their size: most of what packing a few takes is to set up a large one. */
const shortOptions = {windowBits: 13, memLevel: 6};

const pack = (lines: Buffer): Buffer | Promise<Buffer> =>
	lines.length <= shortBytes ? gzipSync(lines, shortOptions) : packLong(lines);

/** Counted over all logs, as they wait together where the bus is away. */
export type WaitingLetters = {readonly most: number; count: number};

export type WireLogOptions = {
	readonly bus: Pick<Bus, 'append' | 'newest'>;
	/** Of the wire of one book. */
	readonly subject: string;
	/** Of this ownership: unlike all others. */
	readonly part: string;
	readonly header: Omit<HeaderFacts, 'startedAt'>;
	readonly tap: WireTap;
	readonly clock: Clock;
	/** Asks for a fresh snapshot: with it the part plays by itself. */
	readonly refresh: () => void;
	/** Letters that wait in the logs of all books. */
	readonly waiting: WaitingLetters;
	/** Nothing is sent before: see `stop` of the part before it. */
	readonly after?: Promise<string | null> | undefined;
	/** The server does not store it now, with why: it is tried again. */
	readonly onTrouble: (reason: string) => void;
	/** It ended by itself, with why. */
	readonly onEnd: (reason: string) => void;
};

/**
 * Of each message: which part it is of, and which of its messages it is; a part begins with 1. Of the first: behind
 * which message it goes on, with nothing missing between them.
 */
export const wireHeaders = {part: 'part', number: 'n', after: 'after'} as const;

/** Of one message among all. */
export const nameOfWire = (part: string, number: number): string => `${part} ${number}`;

/** At least so often, in milliseconds. */
const everyMs = 1000;

/** Bytes of lines that go into one message, unless one line is longer. */
const pieceBytes = 262_144;

/** Letters of one log that wait while the bus is away: more, and the part ends. */
const maxWaiting = 16_000_000;

/** Before what was not answered is sent again, in milliseconds. */
const retryMs = 200;

/** Lines that wait to be sent. */
const createWaiting = (all: WaitingLetters) => {
	let lines: string[] = [];
	let length = 0;
	const grow = (by: number) => {
		length += by;
		all.count += by;
	};
	return {
		add(line: string) {
			lines.push(line);
			grow(line.length);
		},
		length: () => length,
		/** Whether it is time to give up: a piece may wait whatever the others have. */
		isTooMuch: () => length > maxWaiting || (all.count > all.most && length > pieceBytes),
		drop() {
			lines = [];
			grow(-length);
		},
		/** The first of them, as many as go into a message. */
		take(): Buffer {
			let count = 0;
			for (let taken = 0; count < lines.length && taken < pieceBytes; count++)
				taken += lines[count]?.length ?? 0;
			const first = lines.slice(0, count).join('');
			lines = lines.slice(count);
			grow(-first.length);
			return Buffer.from(first);
		},
	};
};

/** What another try does not mend. */
const final: ReadonlySet<BusFaultCode> = new Set(['too-large', 'closed', 'denied']);

const pause = (clock: Pick<Clock, 'after'>) =>
	new Promise<void>(resolve => void clock.after(retryMs, resolve));

/** Appends the messages of a part one after the other, each again until it is answered. */
const createSender = (
	{bus, subject, part, clock, after, onTrouble}: WireLogOptions,
	isOver: () => boolean,
	onRefused: (why: string) => void,
) => {
	let position: number | null = null;
	let number = 0;

	const toHeaders = async (): Promise<BusHeaders> => {
		const before = number === 1 ? await after : null;
		return {
			...{[wireHeaders.part]: part, [wireHeaders.number]: String(number)},
			...(before && {[wireHeaders.after]: before}),
		};
	};

	/** Why it was refused; null where the newest message is this one: a lost answer was a yes. */
	const whyRefused = async (expected: number): Promise<string | null> => {
		const newest = await bus.newest(subject);
		const isThis =
			newest?.headers[wireHeaders.part] === part &&
			newest.headers[wireHeaders.number] === String(number);
		if (isThis) position = newest.sequence;
		if (isThis) return null;
		return (newest?.sequence ?? 0) > expected
			? 'another relay keeps it'
			: 'its log was lost, or the end of it';
	};

	/** Resolves with why it was refused, null where it is stored. */
	const sendOnce = async (bytes: Uint8Array): Promise<string | null> => {
		position ??= (await bus.newest(subject))?.sequence ?? 0;
		const headers = await toHeaders();
		const appended = await bus.append(subject, bytes, position, headers);
		if (appended.type === 'refused') return whyRefused(position);
		position = appended.sequence;
		return null;
	};

	return {
		/** Resolves once it is stored, refused or no more wanted. */
		async send(bytes: Uint8Array): Promise<void> {
			number++;
			while (!isOver()) {
				try {
					const why = await sendOnce(bytes);
					if (why !== null) onRefused(why);
					return;
				} catch (error) {
					if (!(error instanceof BusError) || final.has(error.code)) throw error;
					if (error.code === 'failed') onTrouble(error.message);
					await pause(clock);
				}
			}
		},
		/** Of the newest message. */
		name: () => nameOfWire(part, number),
	};
};

/**
 * Keeps what passes the tap on the bus, from now on: gzip members of capture lines, which laid end to end are a
 * capture. Whoever else appends to the subject ends it.
 */
export const startWireLog = (options: WireLogOptions) => {
	const {header, tap, clock, after, refresh, onEnd} = options;
	const wall = clock.wall();
	const began = clock.now();
	const startedAt = Math.floor(wall);
	const waiting = createWaiting(options.waiting);
	let isOver = false;
	let sending: Promise<void> | null = null;
	let last = 0;
	let stopTap = () => {};

	let tellOver = () => {};
	const over = new Promise<void>(resolve => (tellOver = resolve));

	const end = (reason: string | null) => {
		if (isOver) return;
		isOver = true;
		waiting.drop();
		tellOver();
		stopTap();
		cancel();
		if (reason !== null) onEnd(reason);
	};

	const {send, name} = createSender(options, () => isOver, end);
	const sendAll = async () => {
		await Promise.race([after, over]);
		while (waiting.length() > 0 && !isOver) await send(await pack(waiting.take()));
	};
	const flush = (): Promise<void> =>
		(sending ??= sendAll()
			.catch((error: unknown) => {
				end(error instanceof Error ? error.message : String(error));
			})
			.finally(() => (sending = null)));

	const write = (event: UntimedEvent) => {
		last = Math.max(last, wall - startedAt + clock.now() - began);
		waiting.add(encodeEvent({t: last, ...event}));
		if (waiting.isTooMuch()) end('it could not be stored for too long');
		else if (waiting.length() >= pieceBytes) void flush();
	};
	const cancel = clock.every(everyMs, () => void flush());
	waiting.add(encodeHeader({...header, startedAt}));
	stopTap = tap.start(write);
	refresh();
	return {
		/** Sends what waits, and ends. Resolves with the name of the last message, null where not all could be sent. */
		async stop(): Promise<string | null> {
			stopTap();
			await flush();
			const isWhole = !isOver;
			end(null);
			return isWhole ? name() : null;
		},
		/** Ends at once, with why where that is worth telling: else somebody else keeps it now. */
		drop: (reason: string | null = null) => end(reason),
	};
};

export type WireLog = ReturnType<typeof startWireLog>;
