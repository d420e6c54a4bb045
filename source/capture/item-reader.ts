import type {CaptureEvent, CaptureHeader, RawLine} from './capture-format.js';
import type {EventPlace, FileItem, TimedItem} from './capture-item.js';
import {CaptureLineError} from './capture-line-error.js';
import {decodeLine} from './decode-line.js';
import {createJoinedCaptures} from './joined-captures.js';
import {createLinePatience, useless} from './line-patience.js';
import {takeOlder} from './newest.js';
import {crowdedReason, maxOpen} from './open-limit.js';
import {toLongLine, type LineBatch} from './read-lines.js';
import {toTextKey} from './text-key.js';
import type {Lost} from './unpack.js';

/** Numbers the connections of all files of a capture. */
export type Numbering = {
	/** The next free number. */
	next(): number;
	/** Numbers of the connections in files without a header: by name of the session and address. */
	readonly raw: Map<string, number>;
};

/** Milliseconds that a connection takes for its first message at the most: a file that begins later is what was left of one. */
const maxFirstMs = 10_000;

/** Opens a connection where the address has none yet, and says what a raw line stands for. */
const createRawReader = (file: string, {next, raw}: Numbering) => {
	// What was sent lies in a file of its own beside the one with what was received.
	const session = file.replace(/(\.sent)?\.jsonl(\.gz)?$/, '');
	return ({t, kind, url, ...data}: RawLine, isFirst: boolean): CaptureEvent[] => {
		if (kind === 'http') return [{t, kind, url, status: 200, data: data.data}];
		const key = toTextKey(`${session} ${url}`);
		const known = raw.get(key);
		const connection = known ?? next();
		raw.set(key, connection);
		const event: CaptureEvent = {t, kind, connection, ...data};
		if (known) return [event];
		const crowded = takeOlder(raw, maxOpen).map(([, other]): CaptureEvent => {
			return {t, kind: 'close', connection: other, reason: crowdedReason};
		});
		// What opened it was not written down; the file's start is the earliest it can have been.
		const openedAt = isFirst && t < maxFirstMs ? 0 : t;
		return [...crowded, {t: openedAt, kind: 'open', connection, url}, event];
	};
};

/** Milliseconds: exchanges ping several times a minute, so nobody listened for so long, or the time is wrong. */
const maxPauseMs = 3_600_000;

/** Keeps the time of one file from falling; tells where it does, or leaps. */
const createTimes = (file: string) => {
	const joined = createJoinedCaptures(file);
	let last = 0;
	return {
		begin: joined.begin,
		beginAnother(header: CaptureHeader, line: number, to: TimedItem[]) {
			joined.beginAnother(header, line, last, to);
		},
		/** Adds `to` what it makes of an event. */
		add(event: CaptureEvent, line: number, to: TimedItem[]): void {
			const t = joined.timeOf(event);
			if (t === null) return;
			const ms = t - last;
			if (ms < 0) {
				const detail = `line ${line}: the time runs backwards by ${(-ms).toFixed(3)} ms`;
				to.push({type: 'defect', code: 'backwards', detail, file, line});
				to.push({type: 'event', event: {...event, t: last}, file, line});
				return;
			}
			last = t;
			if (ms >= maxPauseMs) {
				const detail = `line ${line}: nothing for ${(ms / 3_600_000).toFixed(1)} hours before it`;
				to.push({type: 'defect', code: 'jump', detail, file, line});
			}
			to.push({type: 'event', event: t === event.t ? event : {...event, t}, file, line});
		},
	};
};

/** Lines of a capture; nearly all of them are messages. */
export type CaptureLines = LineBatch<CaptureEvent>;

/** What is missing of a file. */
export const toLoss = ({lost, isAll}: Lost, line: number): string =>
	isAll
		? `the file is damaged: ${lost}: nothing in it is certain`
		: `the file is damaged: ${lost} after line ${line}: what is damaged there is left out`;

/** What is wrong behind the lines of a batch; null where nothing is. */
const findDefect = (
	{broken, isDamaged = false, lost, notice}: CaptureLines,
	line: number,
): Pick<TimedItem & {readonly type: 'defect'}, 'code' | 'detail'> | null => {
	if (lost) return {code: 'lost', detail: toLoss(lost, line)};
	if (notice !== undefined) return {code: 'stray', detail: notice};
	if (broken === undefined) return null;
	return {code: isDamaged ? 'damaged' : 'truncated', detail: `${broken} after line ${line}`};
};

/** That a file is not read on. `damage`: what was found wrong with it behind that, if anything was. */
const toGivenUp = (damage: string | null, place: EventPlace): FileItem => ({
	type: 'defect',
	code: damage === null ? 'truncated' : 'damaged',
	detail: `${damage ?? useless} after line ${place.line}`,
	...place,
});

/** Turns the lines of one file into items; broken ones into defects. */
export const createItemReader = (file: string, numbering: Numbering) => {
	const readRaw = createRawReader(file, numbering);
	const patience = createLinePatience();
	let line = 0;
	let hasBegun = false;
	const times = createTimes(file);

	/** One that was not read at once. */
	const readText = (text: string | null, to: TimedItem[]): void => {
		patience.see(false);
		if (text?.trim() === '') return;
		try {
			if (text === null) throw new CaptureLineError(line, toLongLine());
			const decoded = decodeLine(text, line);
			patience.see(true);
			switch (decoded.type) {
				case 'header':
					if (hasBegun) times.beginAnother(decoded.header, line, to);
					else times.begin(decoded.header);
					break;
				case 'event':
					times.add(decoded.event, line, to);
					break;
				case 'raw':
					for (const event of readRaw(decoded.line, !hasBegun)) times.add(event, line, to);
			}
		} catch (error) {
			if (!(error instanceof CaptureLineError)) throw error;
			to.push({type: 'defect', code: 'unreadable', detail: error.message, file, line});
		}
		hasBegun = true;
	};

	const readLine = (text: CaptureLines['lines'][number], to: TimedItem[]): void => {
		if (patience.isOver()) return;
		line++;
		if (typeof text !== 'object' || text === null) {
			readText(text, to);
			return;
		}
		patience.see(true);
		hasBegun = true;
		times.add(text, line, to);
	};

	const read = (batch: CaptureLines): readonly TimedItem[] => {
		const items: TimedItem[] = [];
		for (const text of batch.lines) readLine(text, items);
		const found = findDefect(batch, line);
		return found ? [...items, {type: 'defect', ...found, file, line}] : items;
	};

	return {
		read,
		isOver: patience.isOver,
		/** It is not read on; see `toGivenUp`. */
		givenUp: (damage: string | null) => toGivenUp(damage, {file, line}),
		end: (): FileItem => ({type: 'end', file, line}),
	};
};
