import {setImmediate} from 'node:timers/promises';
import type {CaptureEvent, CaptureHeader, RawLine} from './capture-format.js';
import {CaptureError, type FileItem, type TimedItem} from './capture-item.js';
import {CaptureLineError} from './capture-line-error.js';
import {decodeLine, type DecodedLine} from './decode-line.js';
import {createLinePatience, useless} from './line-patience.js';
import {readIndex} from './read-index.js';
import {readMessageLine} from './message-line.js';
import {mostAtOnce, readLines, toLongLine, type LineBatch} from './read-lines.js';
import {toTextKey} from './text-key.js';

export type CaptureFile = {
	readonly header: CaptureHeader;
	/** In the order of the file, a piece at a time; read once. */
	readonly items: AsyncGenerator<readonly FileItem[]>;
};

const words: Readonly<Record<string, string>> = {
	ENOENT: 'does not exist',
	EACCES: 'cannot be read: permission denied',
	EISDIR: 'is a folder, not a capture',
};

const fail = (path: string, error: unknown): never => {
	if (error instanceof CaptureLineError)
		throw new CaptureError(`${path} is not a capture: ${error.message}`, {
			code: 'unreadable',
			detail: `it is not a capture: ${error.message}`,
		});
	const {code = '', message} = error as NodeJS.ErrnoException;
	throw new CaptureError(`${path} ${words[code] ?? `cannot be read: ${message}`}`);
};

const headerFor = (path: string, first: DecodedLine): CaptureHeader => {
	if (first.type === 'header') return first.header;
	if (first.type === 'event') {
		const detail = 'it has no header';
		throw new CaptureError(`${path} is not a capture: ${detail}`, {code: 'unreadable', detail});
	}
	const {startedAt, symbols} = readIndex(path);
	return {
		format: 'steem-tui-capture',
		version: 1,
		startedAt,
		market: symbols[0] ?? '',
		...(symbols.length > 1 ? {markets: symbols} : {}),
		exchanges: [],
		app: '',
	};
};

/** Numbers the connections of all files of a capture. */
export type Numbering = {
	/** The next free number. */
	next(): number;
	/** Numbers of the connections in files without a header: by name of the session and address. */
	readonly raw: Map<string, number>;
};

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
		// What opened it was not written down; the file's start is the earliest it can have been.
		return known ? [event] : [{t: isFirst ? 0 : t, kind: 'open', connection, url}, event];
	};
};

/** Milliseconds: exchanges ping several times a minute, so nobody listened for so long, or the time is wrong. */
const maxPauseMs = 3_600_000;

/** Keeps the time of one file from falling; tells where it does, or leaps. Adds `to` what it makes of an event. */
const createTimeCheck = (file: string) => {
	let last = 0;
	return (event: CaptureEvent, line: number, to: TimedItem[]): void => {
		const ms = event.t - last;
		if (ms < 0) {
			const detail = `line ${line}: the time runs backwards by ${(-ms).toFixed(3)} ms`;
			to.push({type: 'defect', code: 'backwards', detail, file, line});
			to.push({type: 'event', event: {...event, t: last}, file, line});
			return;
		}
		last = event.t;
		if (ms >= maxPauseMs) {
			const detail = `line ${line}: nothing for ${(ms / 3_600_000).toFixed(1)} hours before it`;
			to.push({type: 'defect', code: 'jump', detail, file, line});
		}
		to.push({type: 'event', event, file, line});
	};
};

/** Lines of a capture; nearly all of them are messages. */
export type CaptureLines = LineBatch<CaptureEvent>;

/** Reads them a piece at a time. */
export const readCaptureLines = (
	path: string,
	onRead?: (bytes: number) => void,
): AsyncGenerator<CaptureLines> => readLines(path, onRead, undefined, readMessageLine);

/** Turns the lines of one file into items; broken ones into defects. */
const createItemReader = (file: string, numbering: Numbering) => {
	const readRaw = createRawReader(file, numbering);
	const patience = createLinePatience();
	let line = 0;
	let hasBegun = false;
	const addItems = createTimeCheck(file);

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
					if (hasBegun) throw new CaptureLineError(line, 'a second header');
					break;
				case 'event':
					addItems(decoded.event, line, to);
					break;
				case 'raw':
					for (const event of readRaw(decoded.line, !hasBegun)) addItems(event, line, to);
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
		addItems(text, line, to);
	};

	const read = ({lines, broken, isDamaged = false, notice}: CaptureLines): readonly TimedItem[] => {
		const items: TimedItem[] = [];
		for (const text of lines) readLine(text, items);
		if (notice !== undefined)
			return [...items, {type: 'defect', code: 'stray', detail: notice, file, line}];
		const end = patience.isOver() ? useless : broken;
		if (end === undefined) return items;
		const detail = `${end} after line ${line}`;
		return [
			...items,
			{type: 'defect', code: isDamaged ? 'damaged' : 'truncated', detail, file, line},
		];
	};

	return {read, isOver: patience.isOver, end: (): FileItem => ({type: 'end', file, line})};
};

/** Reads up to the first line that is not blank. */
const readFirst = async (batches: AsyncGenerator<CaptureLines>) => {
	const begun: CaptureLines[] = [];
	const patience = createLinePatience();
	let blank = 0;
	while (!patience.isOver()) {
		const {done, value} = (await batches.next()) as IteratorResult<CaptureLines, undefined>;
		if (done) return null;
		begun.push(value);
		const index = value.lines.findIndex(text => typeof text !== 'string' || text.trim() !== '');
		if (index >= 0) return {begun, first: value.lines[index] ?? null, line: blank + index + 1};
		blank += value.lines.length;
		for (let left = value.lines.length; left > 0; left--) patience.see(false);
	}
	return null;
};

export type OpenOptions = {
	readonly numbering: Numbering;
	/** Told of the bytes of its items as they are read. */
	readonly onRead: (bytes: number) => void;
	/** Whether it is closed once its header is read, and opened again where its items are wanted: of many few are. */
	readonly isClosed: boolean;
	readonly read: typeof readCaptureLines;
};

/** Opens one file of a capture and reads its header. */
export const openCaptureFile = async (
	path: string,
	{numbering, onRead, isClosed, read}: OpenOptions,
): Promise<CaptureFile> => {
	const batches = read(path, isClosed ? undefined : onRead);
	try {
		const beginning = await readFirst(batches);
		if (beginning === null) {
			const detail = 'it has no whole line';
			throw new CaptureError(`${path} is not a capture: ${detail}`, {code: 'truncated', detail});
		}
		const {begun, first, line} = beginning;
		if (first === null) throw new CaptureLineError(line, toLongLine());
		const isRead = typeof first === 'object';
		const header = headerFor(
			path,
			isRead ? {type: 'event', event: first} : decodeLine(first, line),
		);
		const reader = createItemReader(path, numbering);
		if (isClosed) await batches.return(undefined);
		const kept = isClosed ? [] : begun;
		const items = async function* () {
			const rest = isClosed ? read(path, onRead) : batches;
			try {
				for (const batch of kept) yield reader.read(batch);
				for (let lines = 0; !reader.isOver();) {
					const {done, value} = await rest.next();
					if (done) break;
					yield reader.read(value);
					lines += value.lines.length;
					if (lines < mostAtOnce) continue;
					lines = 0;
					await setImmediate();
				}
				yield [reader.end()];
			} catch (error) {
				fail(path, error);
			} finally {
				await rest.return(undefined);
			}
		};
		return {header, items: items()};
	} catch (error) {
		await batches.return(undefined);
		if (error instanceof CaptureError) throw error;
		return fail(path, error);
	}
};
