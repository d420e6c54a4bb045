import type {CaptureEvent, CaptureHeader} from './capture-format.js';
import type {FileItem, TimedItem} from './capture-item.js';

export type JoinedFile = {readonly path: string; readonly header: CaptureHeader};

/** A file of a recording, its connections by their own numbers. */
type Part = {
	readonly path: string;
	/** What files of one recording have in common; null without a header. */
	readonly recording: string | null;
	readonly numbers: Map<number, number>;
	/** When its first event was; null before. */
	firstAt: number | null;
	/** When its last event was, once no more will come; null before. */
	endedAt: number | null;
	/** How many it has, then. */
	lines: number;
};

/** A connection that is open, in the file in which it was heard of last. */
type Open = {part: Part; readonly own: number; readonly url: string};

/**
 * Milliseconds between two files of one recording: longer than any connection is without a sign
 * (Binance pings every 20 s). After more, what lies between was not recorded.
 */
const maxPauseMs = 30_000;

/** In the first milliseconds of a file are the connections that were open when it began. */
const beginMs = 1000;

const recordingOf = ({exchanges, market, markets = []}: CaptureHeader): string | null =>
	exchanges.length === 0 ? null : JSON.stringify([market, markets, exchanges]);

/**
 * Numbers the connections through all files, and joins those that go on from one part of a recording
 * into the next: a part ends without a word, and the next begins with what is open. Such an `open` is
 * left out. What does not go on is closed.
 */
export const createPartJoiner = (files: readonly JoinedFile[], next: () => number) => {
	const parts = new Map<string, Part>();
	for (const {path, header} of files)
		parts.set(path, {
			path,
			recording: recordingOf(header),
			numbers: new Map(),
			firstAt: null,
			endedAt: null,
			lines: 0,
		});
	const opens = new Map<number, Open>();
	/** Begun right after another one of the same recording. */
	let beginning: Part | null = null;
	let last = 0;

	/** Connections of files that ended before it began, by at least so many milliseconds. */
	const leftBefore = ({recording, firstAt}: Part, pauseMs = 0) =>
		[...opens].filter(
			([, {part}]) =>
				part.recording === recording &&
				part.endedAt !== null &&
				part.endedAt + pauseMs <= (firstAt ?? 0),
		);

	const close = (left: readonly (readonly [number, Open])[]): TimedItem[] =>
		left.map(([connection, {part}]) => {
			opens.delete(connection);
			const reason = 'the recording was interrupted';
			const event = {t: last, kind: 'close', connection, reason} as const;
			return {type: 'event', event, file: part.path, line: part.lines};
		});

	/** Closes what is known not to go on, before an event. */
	const settle = (part: Part, t: number): TimedItem[] => {
		const closed: TimedItem[] = [];
		if (beginning && t - (beginning.firstAt ?? t) > beginMs) {
			closed.push(...close(leftBefore(beginning)));
			beginning = null;
		}
		if (part.firstAt === null) {
			part.firstAt = t;
			closed.push(...close(leftBefore(part, maxPauseMs)));
			if (leftBefore(part).length > 0) beginning = part;
		}
		return closed;
	};

	const open = (part: Part, event: CaptureEvent & {readonly kind: 'open'}): boolean => {
		const {connection: own, url} = event;
		const known = leftBefore(part).find(([, before]) => before.own === own && before.url === url);
		const connection = known?.[0] ?? next();
		part.numbers.set(own, connection);
		opens.set(connection, {part, own, url});
		return known !== undefined;
	};

	const renumber = (part: Part, event: CaptureEvent): CaptureEvent | null => {
		if (!('connection' in event)) return event;
		if (event.kind === 'open' && open(part, event)) return null;
		const own = event.connection;
		const connection = part.numbers.get(own) ?? next();
		part.numbers.set(own, connection);
		if (event.kind === 'close') opens.delete(connection);
		return connection === own ? event : {...event, connection};
	};

	/** Takes the items of all files by time. */
	return (item: FileItem): readonly TimedItem[] => {
		const part = parts.get(item.file);
		if (item.type === 'end') {
			if (part) Object.assign(part, {endedAt: last, lines: item.line});
			return [];
		}
		if (item.type === 'defect' || !part) return [item];
		const closed = part.recording === null ? [] : settle(part, item.event.t);
		last = item.event.t;
		const event = part.recording === null ? item.event : renumber(part, item.event);
		if (!event) return closed;
		return [...closed, event === item.event ? item : {...item, event}];
	};
};
