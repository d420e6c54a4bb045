import {setImmediate} from 'node:timers/promises';
import type {CaptureHeader} from './capture-format.js';
import {CaptureError, type FileItem} from './capture-item.js';
import {CaptureLineError} from './capture-line-error.js';
import {decodeLine, type DecodedLine} from './decode-line.js';
import {createItemReader, toLoss, type CaptureLines, type Numbering} from './item-reader.js';
import {createLinePatience} from './line-patience.js';
import {readIndex} from './read-index.js';
import {readMessageLine} from './message-line.js';
import type {Trust} from './member-reader.js';
import {mostAtOnce, readLines, toLongLine, trusts} from './read-lines.js';

export type CaptureFile = {
	readonly header: CaptureHeader;
	/** In the order of the file, a piece at a time; read once. */
	readonly items: AsyncGenerator<readonly FileItem[]>;
	/** Closes what was opened for the header: items that were not begun cannot. */
	close(): Promise<void>;
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

/** Reads them a piece at a time. `trust`: what is to be known of the sums of what is given. */
export const readCaptureLines = (
	path: string,
	trust: Trust,
	onRead?: (bytes: number) => void,
): AsyncGenerator<CaptureLines> => readLines(path, {onRead, trust, readAtOnce: readMessageLine});

/** Reads up to the first line that is not blank. Throws where all is damaged. */
const readFirst = async (path: string, batches: AsyncGenerator<CaptureLines>) => {
	const begun: CaptureLines[] = [];
	const patience = createLinePatience();
	let blank = 0;
	while (!patience.isOver()) {
		const {done, value} = (await batches.next()) as IteratorResult<CaptureLines, undefined>;
		if (done) return null;
		if (value.lost) {
			const detail = toLoss(value.lost, 0);
			throw new CaptureError(`${path}: ${detail}`, {code: 'damaged', detail});
		}
		begun.push(value);
		const index = value.lines.findIndex(text => typeof text !== 'string' || text.trim() !== '');
		if (index >= 0) return {begun, first: value.lines[index] ?? null, line: blank + index + 1};
		blank += value.lines.length;
		for (let left = value.lines.length; left > 0; left--) patience.see(false);
	}
	return null;
};

/** Lines that are read behind what was given up, for nothing but the sum of what was packed: they may be billions. */
const mostBehind = 2_000_000;

/** Whether what was given up turns out to be damaged: then what was read of it before is not certain either. */
const findDamage = async (rest: AsyncIterator<CaptureLines>): Promise<string | null> => {
	let lines = 0;
	while (lines < mostBehind) {
		const {done, value} = (await rest.next()) as IteratorResult<CaptureLines, undefined>;
		if (done) return null;
		if (value.isDamaged) return value.broken ?? null;
		lines += value.lines.length;
	}
	return null;
};

export type OpenOptions = {
	readonly numbering: Numbering;
	/** Told of the bytes of its items as they are read. */
	readonly onRead: (bytes: number) => void;
	/** Whether it is closed once its header is read, and opened again where its items are wanted: of many few are. */
	readonly isClosed: boolean;
	readonly trust: Trust;
	readonly read: typeof readCaptureLines;
};

/** Opens one file of a capture and reads its header. */
export const openCaptureFile = async (
	path: string,
	{numbering, onRead, isClosed, trust, read}: OpenOptions,
): Promise<CaptureFile> => {
	const ofHeader = trust.isChecked ? trust : trusts.asItComes;
	const batches = isClosed ? read(path, ofHeader) : read(path, trust, onRead);
	try {
		const beginning = await readFirst(path, batches);
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
			const rest = isClosed ? read(path, trust, onRead) : batches;
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
				if (reader.isOver()) yield [reader.givenUp(await findDamage(rest))];
				yield [reader.end()];
			} catch (error) {
				fail(path, error);
			} finally {
				await rest.return(undefined);
			}
		};
		const close = async () => {
			await batches.return(undefined);
		};
		return {header, items: items(), close};
	} catch (error) {
		await batches.return(undefined);
		if (error instanceof CaptureError) throw error;
		return fail(path, error);
	}
};
