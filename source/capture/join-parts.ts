import {createHash} from 'node:crypto';
import type {CaptureEvent, CaptureHeader} from './capture-format.js';
import type {FileItem, TimedItem} from './capture-item.js';
import {createRawEnds} from './raw-ends.js';

export type JoinedFile = {
	readonly path: string;
	readonly header: CaptureHeader;
	/** When it began, by the time of its events. */
	readonly offsetMs: number;
};

/** Why a connection ended that the recording does not go on with. */
export const interruptedReason = 'the recording was interrupted';

/** Why one ended that is opened once more. */
const openedAgainReason = 'the capture opens the connection again, and has no end of it';

/** A file of a recording, its connections by their own numbers. */
type Part = {
	readonly path: string;
	readonly offsetMs: number;
	/** What files of one recording have in common; null without a header. */
	readonly recording: string | null;
	readonly numbers: Map<number, number>;
	hasBegun: boolean;
	/** When its last event was, once no more will come; null before. */
	endedAt: number | null;
	/** How many it has, then. */
	lines: number;
};

type EventItem = TimedItem & {readonly type: 'event'};

/** A connection that is open, in the file in which it was heard of last. */
type Open = {part: Part; readonly own: number; readonly url: string};

/** A part that has begun, and may go on with what is open. */
type Doubt = {
	readonly part: Part;
	/** What it has to open before it does anything else, by its own number. */
	readonly expected: Map<number, Open>;
	/** When its last answer was, or its beginning. */
	since: number;
	readonly held: FileItem[];
};

/**
 * Milliseconds between two files of one recording: longer than any connection is without a sign
 * (Binance pings every 20 s). After more, what lies between was not recorded.
 */
const maxPauseMs = 30_000;

/** A part that goes on writes down at once, without waiting for anything, what is open. */
const momentMs = 100;

/** What is held back of a part in doubt: more than it opens and is told before it is known. */
const maxHeld = 20_000;

const digest = (text: string): string => createHash('sha256').update(text).digest('base64');

const recordingOf = ({exchanges, market, markets = [], app}: CaptureHeader): string | null =>
	exchanges.length === 0 ? null : JSON.stringify([market, markets, exchanges, app]);

/**
 * Numbers the connections through all files, and joins those that go on from one part of a recording
 * into the next: a part ends without a word, and the next begins with the answers kept and exactly
 * what is open. Such an `open` is left out. Where a file does not begin so, the recording was
 * interrupted: what was open is closed, and where nothing else is going on, all begins anew.
 */
export const createPartJoiner = (files: readonly JoinedFile[], next: () => number) => {
	const parts = new Map<string, Part>();
	for (const {path, header, offsetMs} of files)
		parts.set(path, {
			path,
			offsetMs,
			recording: recordingOf(header),
			numbers: new Map(),
			hasBegun: false,
			endedAt: null,
			lines: 0,
		});
	const opens = new Map<number, Open>();
	/** Their numbers, by recording, own number and address. */
	const opened = new Map<string, number>();
	/** What the newest answers were, by recording and address: they may be long, and many. */
	const answers = new Map<string, string>();
	const closeEnded = createRawEnds(path => parts.get(path)?.endedAt ?? null);
	let doubt: Doubt | null = null;
	/** The part before whose next event there was a break. */
	let broken: Part | null = null;
	let last = 0;

	/** What was open at the end of files that are over. */
	const left = () => [...opens].filter(([, {part}]) => part.endedAt !== null);

	const close = (): TimedItem[] =>
		left().map(([connection, {part}]) => {
			opens.delete(connection);
			const event = {t: last, kind: 'close', connection, reason: interruptedReason} as const;
			return {type: 'event', event, file: part.path, line: part.lines};
		});

	const interrupt = (part: Part): TimedItem[] => {
		const others = [...parts.values()].filter(other => other !== part && other.hasBegun);
		if (others.every(({endedAt}) => endedAt !== null)) broken = part;
		return close();
	};

	/** Holds back what may go on; closes what cannot. */
	const begin = (part: Part, t: number): TimedItem[] => {
		part.hasBegun = true;
		const over = [...parts.values()].filter(({hasBegun, endedAt}) => hasBegun && endedAt !== null);
		if (over.length === 0) return [];
		const mayGoOn = over.some(
			({recording, endedAt}) =>
				recording === part.recording && t - (endedAt ?? -Infinity) < maxPauseMs,
		);
		if (!mayGoOn) return interrupt(part);
		const before = left().filter(([, open]) => open.part.recording === part.recording);
		const expected = new Map(before.map(([, open]) => [open.own, open]));
		doubt = {part, expected, since: part.offsetMs, held: []};
		return [];
	};

	const toAnswerKey = ({recording}: Part, url: string) => `${recording} ${url}`;

	/** What an event of a part in doubt tells: whether it goes on, null where that is still open. */
	const judgeEvent = ({part, expected, since}: Doubt, event: CaptureEvent): boolean | null => {
		if (event.t - since > momentMs) return false;
		switch (event.kind) {
			case 'http': {
				// Kept by the recorder: word by word what it was told before.
				const isKept = answers.get(toAnswerKey(part, event.url)) === digest(event.data);
				return isKept && expected.size > 0 ? null : isKept;
			}
			case 'open': {
				const {connection, url} = event;
				if (expected.get(connection)?.url !== url) return false;
				expected.delete(connection);
				return expected.size === 0 ? true : null;
			}
			case 'sent':
			case 'ws':
				return expected.has(event.connection) ? false : null;
			case 'ping':
			case 'close':
			case 'marker':
				return false;
		}
	};

	const judge = (one: Doubt, item: FileItem): boolean | null => {
		const isOwn = item.file === one.part.path;
		if (item.type === 'end') return isOwn ? false : null;
		if (item.type === 'defect') return null;
		if (!isOwn) return item.event.t - one.since > momentMs ? false : null;
		if (one.held.length > maxHeld) return false;
		const verdict = judgeEvent(one, item.event);
		if (item.event.kind === 'http') one.since = item.event.t;
		return verdict;
	};

	const decide = ({part, held}: Doubt, goesOn: boolean): TimedItem[] => {
		doubt = null;
		const closed = goesOn ? [] : interrupt(part);
		return [...closed, ...held.flatMap(take)];
	};

	const open = (part: Part, event: CaptureEvent & {readonly kind: 'open'}): boolean => {
		const {connection: own, url} = event;
		const key = JSON.stringify([part.recording, own, url]);
		const candidate = opened.get(key);
		const before = candidate === undefined ? undefined : opens.get(candidate);
		const isKnown = before?.own === own && before.url === url && before.part.endedAt !== null;
		const connection = isKnown && candidate !== undefined ? candidate : next();
		part.numbers.set(own, connection);
		opens.set(connection, {part, own, url});
		opened.set(key, connection);
		return isKnown;
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

	/** A number that is opened while it is open: what became of the connection before was not written down. */
	const endBefore = (part: Part, {event, file, line}: EventItem): TimedItem[] => {
		if (event.kind !== 'open') return [];
		const own = event.connection;
		const connection = part.numbers.get(own);
		if (connection === undefined || opens.get(connection)?.part !== part) return [];
		opens.delete(connection);
		const {t} = event;
		const detail = `line ${line}: connection ${own} is opened again, and was not closed`;
		return [
			{type: 'defect', code: 'unclosed', detail, file, line},
			{type: 'event', event: {t, kind: 'close', connection, reason: openedAgainReason}, file, line},
		];
	};

	const pass = (part: Part, item: EventItem): TimedItem[] => {
		const ended = endBefore(part, item);
		if (ended.length > 0) return [...ended, ...pass(part, item)];
		last = item.event.t;
		if (item.event.kind === 'http' && item.event.status === 200)
			answers.set(toAnswerKey(part, item.event.url), digest(item.event.data));
		const event = renumber(part, item.event);
		if (!event) return [];
		const isFirst = broken === part;
		if (isFirst) broken = null;
		if (event === item.event && !isFirst) return [item];
		return [{...item, event, ...(isFirst ? {isAfterBreak: true} : {})}];
	};

	const take = (item: FileItem): TimedItem[] => {
		const part = parts.get(item.file);
		const begun =
			!doubt && part && part.recording !== null && item.type === 'event' && !part.hasBegun
				? begin(part, item.event.t)
				: [];
		if (doubt) {
			doubt.held.push(item);
			const verdict = judge(doubt, item);
			return verdict === null ? [] : decide(doubt, verdict);
		}
		if (item.type === 'end') {
			if (part) Object.assign(part, {endedAt: last, lines: item.line});
			return [];
		}
		if (item.type === 'defect' || !part) return [item];
		if (part.recording !== null) return [...begun, ...pass(part, item)];
		last = item.event.t;
		return [...closeEnded(item), item];
	};

	return {
		/** Takes the items of all files by time. */
		take: take as (item: FileItem) => readonly TimedItem[],
		/** What was held back, once there are no more. */
		end: (): readonly TimedItem[] => (doubt ? decide(doubt, false) : []),
	};
};
