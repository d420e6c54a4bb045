import type {CaptureEvent} from './capture-format.js';
import type {TimedItem} from './capture-item.js';
import type {Part} from './part.js';
import {toTextKey} from './text-key.js';

type EventItem = TimedItem & {readonly type: 'event'};

/** A connection that is open, in the file in which it was heard of last. */
type Open = {readonly part: Part; readonly own: number; readonly urlKey: string};

/** Why one ended that is opened once more. */
const openedAgainReason = 'the capture opens the connection again, and has no end of it';

/** The numbers of connections through all files, by file and own number. */
const createOwnNumbers = () => {
	const numbers = new Map<Part, Map<number, number>>();
	return (part: Part): Map<number, number> => {
		const known = numbers.get(part);
		if (known) return known;
		const own = new Map<number, number>();
		numbers.set(part, own);
		return own;
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

/** Numbers the connections of all files by `next`, and knows which are open. */
export const createOpenConnections = (next: () => number) => {
	const opens = new Map<number, Open>();
	/** Their numbers, by recording, own number and address. */
	const opened = new Map<string, number>();
	const numbersOf = createOwnNumbers();

	/** What was open at the end of files that are over. */
	const left = () => [...opens].filter(([, {part}]) => part.endedAt !== null);

	/** Whether it goes on with one that is open already. */
	const open = (part: Part, {connection: own, url}: CaptureEvent & {readonly kind: 'open'}) => {
		const urlKey = toTextKey(url);
		const key = toTextKey(JSON.stringify([part.recording, own, urlKey]));
		const candidate = opened.get(key);
		const before = candidate === undefined ? undefined : opens.get(candidate);
		const isKnown = before?.own === own && before.urlKey === urlKey && before.part.endedAt !== null;
		const connection = isKnown && candidate !== undefined ? candidate : next();
		numbersOf(part).set(own, connection);
		opens.set(connection, {part, own, urlKey});
		opened.set(key, connection);
		return isKnown;
	};

	return {
		/** What stands for the addresses, by own number, that a part goes on with if it goes on with its recording. */
		expectedBy: ({recording}: Part): Map<number, string> =>
			new Map(
				left()
					.filter(([, {part}]) => part.recording === recording)
					.map(([, {own, urlKey}]) => [own, urlKey]),
			),
		/** The ends, at `t`, of all that was open in files that are over. */
		closeLeft: (t: number, reason: string): TimedItem[] =>
			left().map(([connection, {part}]) => {
				opens.delete(connection);
				const event = {t, kind: 'close', connection, reason} as const;
				return {type: 'event', event, file: part.path, line: part.lines};
			}),
		/** An event with its connection's number through all files; null for an `open` of what is open. */
		renumber(part: Part, event: CaptureEvent): CaptureEvent | null {
			if (!('connection' in event)) return event;
			if (event.kind === 'open' && open(part, event)) return null;
			const own = event.connection;
			const known = numbersOf(part);
			const connection = known.get(own) ?? next();
			known.set(own, connection);
			if (event.kind === 'close') opens.delete(connection);
			return connection === own ? event : {...event, connection};
		},
		/** A number that is opened while it is open: what became of the connection before was not written down. */
		endBefore(part: Part, {event, file, line}: EventItem): TimedItem[] {
			if (event.kind !== 'open') return [];
			const own = event.connection;
			const connection = numbersOf(part).get(own);
			if (connection === undefined || opens.get(connection)?.part !== part) return [];
			opens.delete(connection);
			return toUnclosed(own, connection, {event, file, line});
		},
	};
};
