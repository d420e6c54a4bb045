import type {CaptureHeader} from './capture-format.js';
import {CaptureError, type CaptureItem, type FileItem} from './capture-item.js';
import type {DamagedFiles} from './damaged-files.js';
import {createFileEnds} from './file-ends.js';
import {createPartJoiner} from './join-parts.js';
import {mergeTimed} from './merge-timed.js';
import {isPipe} from '../files/open-input.js';
import {
	openCaptureFile,
	readCaptureLines,
	type CaptureFile,
	type OpenOptions,
} from './read-file.js';
import {trusts} from './read-lines.js';

const unique = <T>(values: readonly T[]) => [...new Set(values)];

const mergeHeaders = (headers: readonly CaptureHeader[]): CaptureHeader => {
	const [first] = headers;
	if (first === undefined) throw new CaptureError('no file is named');
	if (headers.length === 1) return first;
	const markets = unique(headers.flatMap(({market, markets: all}) => all ?? [market]));
	const startedAt = Math.min(...headers.map(header => header.startedAt));
	const begun = headers.flatMap(header =>
		header.begunBy === undefined ? [] : [header.startedAt - startedAt + header.begunBy],
	);
	return {
		...first,
		startedAt,
		exchanges: unique(headers.flatMap(({exchanges}) => exchanges)),
		...(markets.length > 1 ? {markets} : {}),
		...(begun.length > 0 ? {begunBy: Math.max(...begun)} : {}),
	};
};

/** Milliseconds between the starts of files without a header that still are of one session. */
const sameSessionMs = 60_000;

/**
 * Whether the files have a common time. Where the start of one is unknown there is none; files without
 * a header that were not recorded together are still given to be seen together.
 */
export const isTimed = (headers: readonly CaptureHeader[]): boolean => {
	const starts = headers.map(({startedAt}) => startedAt);
	if (starts.some(start => start === 0)) return false;
	const isRaw = headers.every(({exchanges}) => exchanges.length === 0);
	return !isRaw || Math.max(...starts) - Math.min(...starts) < sameSessionMs;
};

type OpenFile = CaptureFile & {readonly path: string};

/** Opens all that can be; what is there and is none, or is damaged, is told of, unless there is nothing else. */
const openFiles = async (
	paths: readonly string[],
	damaged: DamagedFiles,
	open: (path: string) => Promise<CaptureFile>,
) => {
	const files: OpenFile[] = [];
	const leftOut: CaptureItem[] = [];
	let failure: CaptureError | null = null;
	for (const path of paths)
		try {
			const damage = damaged.get(path);
			if (damage !== undefined)
				throw new CaptureError(`${path}: ${damage}: nothing in it is certain`, {
					code: 'damaged',
					detail: `${damage}: nothing in it is certain`,
				});
			files.push({path, ...(await open(path))});
		} catch (error) {
			if (!(error instanceof CaptureError) || !error.defect) {
				for (const {close} of files) await close();
				throw error;
			}
			failure ??= error;
			const {code, detail} = error.defect;
			leftOut.push({
				type: 'defect',
				code,
				detail: `${detail}; it is left out`,
				file: path,
				line: 0,
			});
		}
	if (files.length === 0 && failure) throw failure;
	return {files, leftOut};
};

/** Whether there is anything but what is left out as damaged. */
const createLeft = () => {
	let hasEvents = false;
	let lost: (CaptureItem & {readonly type: 'defect'}) | null = null;
	return {
		see(items: readonly FileItem[]) {
			if (hasEvents) return;
			for (const item of items) {
				hasEvents ||= item.type === 'event';
				if (item.type === 'defect' && item.code === 'lost') lost ??= item;
			}
		},
		/** To be called at the end. Throws `CaptureError`. */
		check() {
			if (!hasEvents && lost) throw new CaptureError(`${lost.file}: ${lost.detail}`);
		},
	};
};

/** Header and items of files that are open. */
async function* mergeFiles(
	files: OpenFile[],
	leftOut: readonly CaptureItem[],
	nextConnection: () => number,
): AsyncGenerator<readonly CaptureItem[], undefined> {
	const header = mergeHeaders(files.map(file => file.header));
	const headers = new Map(files.map(file => [file.path, file.header]));
	yield [{type: 'header', header, files: headers}, ...leftOut];
	const hasTime = isTimed(files.map(file => file.header));
	// Of two that tell the same moment, the earlier one does so first.
	if (hasTime) files.sort((a, b) => a.header.startedAt - b.header.startedAt);
	const timed = files.map(file => ({
		...file,
		offsetMs: hasTime ? file.header.startedAt - header.startedAt : 0,
	}));
	const join = createPartJoiner(timed, nextConnection);
	const ends = createFileEnds();
	const left = createLeft();
	for await (const items of mergeTimed(timed)) {
		left.see(items);
		yield join.take(ends.take(items));
	}
	yield join.take(ends.end());
	yield join.end();
	left.check();
}

export type ReadOptions = {
	/** What is to be known of the sums of what is given. @default those of what is short */
	readonly trust?: OpenOptions['trust'] | undefined;
	/** @default from the files */
	readonly read?: OpenOptions['read'];
	/** Told the bytes read so far of all files. */
	readonly onRead?: ((bytes: number) => void) | undefined;
	/** They are left out. */
	readonly damaged?: DamagedFiles;
};

/**
 * Reads one capture, as many items at once as are at hand, from one or several files (`.jsonl`, `.jsonl.gz`, with a header or without), in the
 * order of time, a piece at a time. What was written before a break is given, then the break.
 * Connections are numbered through all files, and go on from one part of a recording to the next.
 * Of many files no more are open than are of the same time. Throws `CaptureError`.
 */
export async function* readCaptureBatches(
	paths: string | readonly string[],
	options: ReadOptions = {},
): AsyncGenerator<readonly CaptureItem[], undefined> {
	const {
		onRead,
		damaged = new Map<string, string>(),
		trust = trusts.held,
		read = readCaptureLines,
	} = options;
	const all = [paths].flat();
	let bytes = 0;
	const count = (more: number) => {
		bytes += more;
		onRead?.(bytes);
	};
	let connections = 0;
	const numbering = {next: () => ++connections, raw: new Map<string, number>()};
	const {files, leftOut} = await openFiles(all, damaged, async path => {
		// What comes through a pipe comes once.
		const isClosed = all.length > 1 && !(await isPipe(path));
		return openCaptureFile(path, {numbering, onRead: count, isClosed, trust, read});
	});
	try {
		yield* mergeFiles(files, leftOut, numbering.next);
	} finally {
		// Whoever leaves at the header has begun none.
		for (const {close} of files) await close();
	}
}

/** As `readCaptureBatches`, one item after the other. */
export async function* readCapture(
	...args: Parameters<typeof readCaptureBatches>
): AsyncGenerator<CaptureItem> {
	for await (const items of readCaptureBatches(...args)) yield* items;
}
