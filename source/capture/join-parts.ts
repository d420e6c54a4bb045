import type {FileItem, TimedItem} from './capture-item.js';
import {createNewest} from './newest.js';
import {createOpenConnections} from './open-connections.js';
import {toPart, type JoinedFile, type Part} from './part.js';
import {createDoubt, type Doubt} from './part-doubt.js';
import {createRawEnds} from './raw-ends.js';
import {digest, toTextKey} from './text-key.js';

/** Why a connection ended that the recording does not go on with. */
export const interruptedReason = 'the recording was interrupted';

/** Why one ended where nothing more of its recording comes, while others go on. */
const endedReason = 'its file ends here';

type EventItem = TimedItem & {readonly type: 'event'};
type EndItem = FileItem & {readonly type: 'end'};

/**
 * Milliseconds between two files of one recording that do not tell whether they belong together: as a rule a connection
 * is heard every five seconds, if it be by the answer to a ping. After more, what lies between was not recorded.
 */
const maxPauseMs = 10_000;

/** Addresses of which the newest answer is known: some of each market. */
const maxAnswers = 50_000;

/** What the newest answers were, by recording and address: they may be long, and many. */
const createAnswers = () => {
	const answers = createNewest<string, string>(maxAnswers);
	const keyOf = ({recording}: Part, url: string) => toTextKey(`${recording} ${url}`);
	return {
		note(part: Part, {event}: EventItem) {
			if (event.kind === 'http' && event.status === 200)
				answers.set(keyOf(part, event.url), digest(event.data));
		},
		/** Whether a recording was told the same before, word by word. */
		isKept: (part: Part, url: string, data: string) =>
			answers.get(keyOf(part, url)) === digest(data),
	};
};

const gather = (add: (to: TimedItem[]) => void): readonly TimedItem[] => {
	const items: TimedItem[] = [];
	add(items);
	return items;
};

/** Whether a part that begins at `t` may go on with one of those that are over. */
const mayGoOn = ({recording, after}: Part, over: readonly Part[], t: number): boolean =>
	over.some(part => {
		if (part.recording !== recording) return false;
		if (after !== undefined) return part.startedAt === after;
		return t - (part.endedAt ?? -Infinity) < maxPauseMs;
	});

/** Why what was open in a part is over with it; null where it may go on. `isBeforeOthers`: as its end tells. */
const whyOver = (over: Part, parts: Iterable<Part>, isBeforeOthers: boolean): string | null => {
	const later = [...parts].filter(
		({recording, hasBegun}) => recording === over.recording && !hasBegun,
	);
	if (later.length === 0) return isBeforeOthers ? endedReason : null;
	return later.some(part => mayGoOn(part, [over], part.offsetMs)) ? null : interruptedReason;
};

/** The ends, at `t`, of connections whose file is over. */
const endAll = (connections: readonly number[], {file, line}: EndItem, t: number): TimedItem[] =>
	connections.map(connection => {
		const event = {t, kind: 'close', connection, reason: endedReason} as const;
		return {type: 'event', event, file, line};
	});

/** Passes on the events of recordings, those that are open and where there are breaks. */
const createPassing = (next: () => number) => {
	const connections = createOpenConnections(next);
	const answers = createAnswers();
	const raw = createRawEnds();
	/** The part before whose next event there was a break. */
	let broken: Part | null = null;
	/** Whether some of what was before the next event is lost, of whichever file. */
	let hasLost = false;
	let last = 0;

	/** Marks the first event behind a break. */
	const mark = (item: EventItem, isFirst: boolean): EventItem => {
		if (!isFirst && !hasLost) return item;
		hasLost = false;
		return {...item, isAfterBreak: true};
	};

	return {
		expectedBy: connections.expectedBy,
		isKept: answers.isKept,
		/** An event of a file that tells of no recording. */
		passRaw(item: EventItem, to: TimedItem[]): void {
			last = item.event.t;
			raw.take(item);
			to.push(mark(item, false));
		},
		/** Where some of a file is left out no book goes on, as nobody knows what was in it. */
		passDefect(item: Exclude<TimedItem, EventItem>, to: TimedItem[]): void {
			hasLost ||= item.code === 'lost';
			to.push(item);
		},
		/** A part does not go on with what is over. `isAlone`: whether nothing else is going on. */
		interrupt(part: Part, isAlone: boolean): TimedItem[] {
			if (isAlone) broken = part;
			return connections.closeLeft(last, interruptedReason);
		},
		/** A file is over. `all`: the parts that what was open in it may go on in. */
		end(part: Part, {line, isBeforeOthers = false}: EndItem, all: Iterable<Part>): TimedItem[] {
			Object.assign(part, {endedAt: last, lines: line});
			connections.over(part);
			const reason = whyOver(part, all, isBeforeOthers);
			return reason === null ? [] : connections.closeLeft(last, reason, part);
		},
		/** A file that tells of no recording is over. */
		endRaw: (item: EndItem): TimedItem[] =>
			endAll(item.isBeforeOthers ? raw.over(item.file) : [], item, last),
		pass(part: Part, item: EventItem, to: TimedItem[]): void {
			if (item.event.kind === 'open')
				for (const made of connections.endBefore(part, item))
					to.push(made.type === 'event' ? mark(made, false) : made);
			last = item.event.t;
			answers.note(part, item);
			const event = connections.renumber(part, item.event);
			if (!event) return;
			const isFirst = broken === part;
			if (isFirst) broken = null;
			to.push(mark(event === item.event ? item : {...item, event}, isFirst));
		},
	};
};

/**
 * Numbers the connections through all files, and joins those that go on from one part of a recording
 * into the next: a part ends without a word, and the next begins with the answers kept and exactly
 * what is open. Such an `open` is left out. Where a file does not begin so, the recording was
 * interrupted: what was open is closed, and where nothing else is going on, all begins anew.
 */
export const createPartJoiner = (files: readonly JoinedFile[], next: () => number) => {
	const parts = new Map(files.map(file => [file.path, toPart(file)]));
	const {pass, ...passing} = createPassing(next);
	let doubt: Doubt | null = null;

	const begun = () => [...parts.values()].filter(({hasBegun}) => hasBegun);

	const interrupt = (part: Part): TimedItem[] => {
		const isAlone = begun().every(other => other === part || other.endedAt !== null);
		return passing.interrupt(part, isAlone);
	};

	/** Holds back what may go on; closes what cannot. */
	const begin = (part: Part, t: number): TimedItem[] => {
		part.hasBegun = true;
		const over = begun().filter(({endedAt}) => endedAt !== null);
		if (over.length === 0) return [];
		if (!mayGoOn(part, over, t)) return interrupt(part);
		doubt = createDoubt(part, passing.expectedBy(part), (url, data) =>
			passing.isKept(part, url, data),
		);
		return [];
	};

	const decide = (decided: Doubt, goesOn: boolean, to: TimedItem[]): void => {
		doubt = null;
		if (!goesOn) to.push(...interrupt(decided.part));
		for (const item of decided.held()) take(item, to);
	};

	const take = (item: FileItem, to: TimedItem[]): void => {
		const part = parts.get(item.file);
		const isFirst = part && part.recording !== null && item.type === 'event' && !part.hasBegun;
		if (!doubt && isFirst) to.push(...begin(part, item.event.t));
		if (doubt) {
			const verdict = doubt.take(item);
			if (verdict !== null) decide(doubt, verdict, to);
		} else if (item.type === 'end') {
			if (part?.recording != null) to.push(...passing.end(part, item, parts.values()));
			else to.push(...passing.endRaw(item));
		} else if (item.type === 'defect') passing.passDefect(item, to);
		else if (!part) to.push(item);
		else if (part.recording !== null) pass(part, item, to);
		else passing.passRaw(item, to);
	};

	return {
		/** Takes items of all files by time. */
		take: (items: readonly FileItem[]): readonly TimedItem[] =>
			gather(to => items.forEach(item => take(item, to))),
		/** What was held back, once there are no more. */
		end: (): readonly TimedItem[] =>
			gather(to => {
				if (doubt) decide(doubt, false, to);
			}),
	};
};
