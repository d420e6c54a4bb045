import type {CaptureEvent} from './capture-format.js';
import type {TimedItem} from './capture-item.js';
import {createNewest, takeOlder} from './newest.js';
import {crowdedReason, maxClosed, maxOpen} from './open-limit.js';
import type {Part} from './part.js';
import {toTextKey} from './text-key.js';

type EventItem = TimedItem & {readonly type: 'event'};

/** A connection that is open, in the file in which it was heard of last. */
type Open = {
	readonly part: Part;
	readonly own: number;
	readonly urlKey: string;
	/** By recording, own number and address. */
	readonly key: string;
};

/** Why one ended that is opened once more. */
const openedAgainReason = 'the capture opens the connection again, and has no end of it';

/** The numbers through all files of one file's connections, by its own. */
const createOwnNumbers = () => {
	const open = new Map<number, number>();
	/** Of those that were closed, or never opened. */
	const others = createNewest<number, number>(maxClosed);
	return {
		get: (own: number): number | undefined => open.get(own) ?? others.get(own),
		opened(own: number, connection: number) {
			open.set(own, connection);
			others.delete(own);
		},
		other(own: number, connection: number) {
			open.delete(own);
			others.set(own, connection);
		},
	};
};

/** The numbers of all files that are not over. */
const createNumbers = () => {
	const numbers = new Map<Part, ReturnType<typeof createOwnNumbers>>();
	return {
		of(part: Part) {
			const known = numbers.get(part);
			if (known) return known;
			const own = createOwnNumbers();
			numbers.set(part, own);
			return own;
		},
		/** The file is over. */
		forget: (part: Part) => numbers.delete(part),
	};
};

/** Those that are open, oldest first, and which is which. */
const createOpens = () => {
	const opens = new Map<number, Open>();
	/** Their numbers, by recording, own number and address. */
	const known = new Map<string, number>();

	const forget = (connection: number, {key}: Open) => {
		if (known.get(key) === connection) known.delete(key);
	};

	return {
		get: (connection: number) => opens.get(connection),
		numberOf: (key: string) => known.get(key),
		/** What was open at the end of files that are over. */
		left: () => [...opens].filter(([, {part}]) => part.endedAt !== null),
		add(connection: number, open: Open) {
			opens.set(connection, open);
			known.set(open.key, connection);
		},
		remove(connection: number) {
			const open = opens.get(connection);
			opens.delete(connection);
			if (open) forget(connection, open);
		},
		/** The older half, where they are too many. */
		takeCrowded() {
			const older = takeOlder(opens, maxOpen);
			for (const [connection, open] of older) forget(connection, open);
			return older;
		},
	};
};

/** That a connection was never closed, and its end before the event that opens it once more. */
const toUnclosed = (
	own: number,
	connection: number,
	{event, file, line}: Pick<EventItem, 'event' | 'file' | 'line'>,
): TimedItem[] => {
	const detail = `line ${line}: connection ${own} is opened again, and was not closed`;
	const end = {t: event.t, kind: 'close', connection, reason: openedAgainReason} as const;
	return [
		{type: 'defect', code: 'unclosed', detail, file, line},
		{type: 'event', event: end, file, line},
	];
};

/** That too many are open at once, and the ends of the oldest before the event that opens one more. */
const toCrowded = (
	older: readonly (readonly [connection: number, open: Open])[],
	{event, file, line}: Pick<EventItem, 'event' | 'file' | 'line'>,
): TimedItem[] => {
	if (older.length === 0) return [];
	const detail = `line ${line}: more than ${maxOpen} connections are open at once: the oldest ${older.length} are taken for closed`;
	return [
		{type: 'defect', code: 'unclosed', detail, file, line},
		...older.map(([connection]): TimedItem => {
			const end = {t: event.t, kind: 'close', connection, reason: crowdedReason} as const;
			return {type: 'event', event: end, file, line};
		}),
	];
};

/** What ends before an event that opens a connection. */
const createEnding = (
	opens: ReturnType<typeof createOpens>,
	numbers: ReturnType<typeof createNumbers>,
) => {
	/** A number that is opened while it is open: what became of the connection before was not written down. */
	const endUnclosed = (part: Part, item: EventItem): TimedItem[] => {
		const own = item.event.kind === 'open' ? item.event.connection : null;
		const connection = own === null ? undefined : numbers.of(part).get(own);
		if (own === null || connection === undefined) return [];
		if (opens.get(connection)?.part !== part) return [];
		opens.remove(connection);
		return toUnclosed(own, connection, item);
	};

	/** Where too many are open, the oldest of them. */
	const endCrowded = (item: EventItem): TimedItem[] => {
		const crowded = opens.takeCrowded();
		for (const [connection, {part, own}] of crowded) numbers.of(part).other(own, connection);
		return toCrowded(crowded, item);
	};

	return (part: Part, item: EventItem): TimedItem[] =>
		item.event.kind === 'open' ? [...endUnclosed(part, item), ...endCrowded(item)] : [];
};

/** Numbers the connections of all files by `next`, and knows which are open. */
export const createOpenConnections = (next: () => number) => {
	const opens = createOpens();
	const numbers = createNumbers();

	/** Whether it goes on with one that is open already. */
	const open = (part: Part, {connection: own, url}: CaptureEvent & {readonly kind: 'open'}) => {
		const urlKey = toTextKey(url);
		const key = toTextKey(JSON.stringify([part.recording, own, urlKey]));
		const candidate = opens.numberOf(key);
		const before = candidate === undefined ? undefined : opens.get(candidate);
		const isKnown = before?.own === own && before.urlKey === urlKey && before.part.endedAt !== null;
		const connection = isKnown && candidate !== undefined ? candidate : next();
		numbers.of(part).opened(own, connection);
		opens.add(connection, {part, own, urlKey, key});
		return isKnown;
	};

	return {
		/** What stands for the addresses, by own number, that a part goes on with if it goes on with its recording. */
		expectedBy: ({recording}: Part): Map<number, string> =>
			new Map(
				opens
					.left()
					.filter(([, {part}]) => part.recording === recording)
					.map(([, {own, urlKey}]) => [own, urlKey]),
			),
		/** The ends, at `t`, of what was open in files that are over. `of`: @default all */
		closeLeft: (t: number, reason: string, of?: Part): TimedItem[] =>
			opens.left().flatMap(([connection, {part}]): TimedItem[] => {
				if (of && part !== of) return [];
				opens.remove(connection);
				const event = {t, kind: 'close', connection, reason} as const;
				return [{type: 'event', event, file: part.path, line: part.lines}];
			}),
		/** An event with its connection's number through all files; null for an `open` of what is open. */
		renumber(part: Part, event: CaptureEvent): CaptureEvent | null {
			if (!('connection' in event)) return event;
			if (event.kind === 'open' && open(part, event)) return null;
			const own = event.connection;
			const known = numbers.of(part);
			const before = known.get(own);
			const connection = before ?? next();
			if (event.kind === 'close') opens.remove(connection);
			if (before === undefined || event.kind === 'close') known.other(own, connection);
			return connection === own ? event : {...event, connection};
		},
		/** Before an event that opens a connection: the ends of the one that has its number, and of the oldest where too many are open. */
		endBefore: createEnding(opens, numbers),
		/** A file is over: no more of it is to be numbered. */
		over: numbers.forget,
	};
};
