import {rm} from 'node:fs/promises';
import type {CaptureHeader} from '../capture/capture-format.js';
import {CaptureError} from '../capture/capture-item.js';
import type {DamagedFiles} from '../capture/damaged-files.js';
import {isTimed, readCapture} from '../capture/read-capture.js';
import {trusts} from '../capture/read-lines.js';
import {exchanges} from '../exchanges/index.js';
import {isPipe} from '../files/open-input.js';
import type {Report} from '../verify/report.js';
import type {Written} from './day-files.js';
import {DamageError, exportCapture} from './export-capture.js';
import {topsOf, type RowRequest} from './row-maker.js';
import {startRowThread, type RowThread} from './row-thread.js';
import {openRowsHere} from './rows-here.js';
import {createSentDays, type SentDays} from './sent-days.js';

export type CapturesRequest = Omit<RowRequest, 'isHeldBack'> & {
	/** Of one capture or of several. */
	readonly files: readonly string[];
	/** Whether a market is to be exported, by its exchange and the exchange's name of it. */
	readonly isWanted: (exchange: string, symbol: string) => boolean;
	/** One that was started before. */
	readonly thread?: RowThread | null | undefined;
};

/** Who is told how an export goes. */
export type ExportWatch = {
	readonly onWritten: (written: Written) => void;
	/** A file is there, and is kept. */
	readonly onKept: (path: string) => void;
	/** What is worth saying, in a sentence. */
	readonly onNote: (text: string) => void;
	/** Bytes of the capture that is being read, and how many messages came since. */
	readonly onRead: (bytes: number, messages: number) => void;
	/** A capture is over. */
	readonly onCapture: () => void;
	/** Looked at now and then. */
	readonly isStopped: () => boolean;
};

const readHeader = async (path: string): Promise<CaptureHeader> => {
	for await (const item of readCapture(path, {trust: trusts.asItComes}))
		if (item.type === 'header') return item.header;
	throw new Error('a capture always begins with its header');
};

/**
 * Files of one time are one capture; where they have none in common, each is one. One that is there and is none, or of
 * which nothing can be read, is told of and left out, unless there is nothing else.
 */
const toCaptures = async (
	paths: readonly string[],
	onNote: ExportWatch['onNote'],
): Promise<readonly (readonly string[])[]> => {
	if (paths.length < 2) return [paths];
	const headers = new Map<string, CaptureHeader>();
	const leftOut: CaptureError[] = [];
	for (const path of paths)
		try {
			headers.set(path, await readHeader(path));
		} catch (error) {
			if (!(error instanceof CaptureError) || !error.defect) throw error;
			leftOut.push(error);
		}
	const [failure] = leftOut;
	if (headers.size === 0 && failure) throw failure;
	for (const {message} of leftOut) onNote(`${message}; it is left out`);
	const files = [...headers.keys()];
	return isTimed([...headers.values()]) ? [files] : files.map(path => [path]);
};

/** Weeks are hundreds of files. */
const nameOf = ([first = '', ...others]: readonly string[]): string =>
	others.length > 2 ? `${first} and ${others.length} more files` : [first, ...others].join(', ');

/** What is worth saying of a capture that was exported. */
const captureNotes = ({header, defects}: Report): readonly string[] => [
	...(header?.startedAt === 0
		? ['when it was recorded is not known, so its times count from 1970']
		: []),
	...(defects.length > 0
		? [
				'the capture has defects, which "steem-tui verify" lists; what could not be proven is left out',
			]
		: []),
];

/** Of exported markets, by exchange and symbol: which exchanges' books are written in part, and why. */
const partNotes = (markets: readonly string[]): readonly string[] =>
	exchanges.flatMap(({id, title, channels}) => {
		if (!markets.some(market => market.startsWith(`${id} `))) return [];
		const seen = channels.flatMap(({loss}) => (loss.type === 'checksum' ? [loss.levels] : []));
		return seen.map(
			levels =>
				`${title}: of each book the best ${levels} levels a side are written; nothing vouches for those beyond`,
		);
	});

/** Exports one capture after the other. Returns the markets that were exported; null where it was stopped. */
const exportAll = async (
	{files, isWanted, isForced}: CapturesRequest,
	watch: ExportWatch,
	days: SentDays,
	damaged: DamagedFiles,
): Promise<readonly string[] | null> => {
	const markets: string[] = [];
	// What is there is replaced by nothing that may have to be removed.
	const trust = isForced ? {...trusts.checked, isGivenUp: watch.isStopped} : trusts.held;
	for (const capture of await toCaptures(files, watch.onNote)) {
		const exported = await exportCapture(capture, {days, isWanted, damaged, trust}, watch);
		if (!exported) return null;
		watch.onCapture();
		markets.push(...exported.markets);
		for (const note of captureNotes(exported.report)) watch.onNote(`${nameOf(capture)}: ${note}`);
	}
	return markets;
};

/** As `exportCaptures`, without files that are known as damaged. Throws `DamageError` besides. */
const exportWithout = async (
	damaged: DamagedFiles,
	request: CapturesRequest,
	watch: ExportWatch & {readonly onGaps: (path: string) => void},
): Promise<readonly string[] | null> => {
	const {format, folder, types, levels, isForced, files} = request;
	// What comes once cannot be looked at before what is there is replaced.
	const isHeldBack = isForced && (await Promise.all(files.map(isPipe))).includes(true);
	const rows = {format, folder, types, levels, isForced, isHeldBack};
	const thread = request.thread ?? startRowThread(files);
	const port = thread ? thread.begin(rows) : await openRowsHere(rows);
	try {
		const days = createSentDays({...watch, port, tops: topsOf(rows)});
		return await exportAll(request, watch, days, damaged);
	} finally {
		await port.close();
	}
};

/**
 * Writes the proven books and the trades of captures in a format of others. Where a file turns out to be damaged, which
 * is known at its end alone, what was written is removed, and all is written once more without it; where files are
 * replaced, its sums are looked at first. Resolves with the markets that were exported, by exchange and symbol; with null
 * where it was stopped. Throws `CaptureError` and `FileError`.
 */
export const exportCaptures = async (
	request: CapturesRequest,
	watch: ExportWatch,
): Promise<readonly string[] | null> => {
	const paths: string[] = [];
	const onWritten = (written: Written) => {
		paths.push(written.path);
		watch.onWritten(written);
	};
	const onGaps = (path: string) => paths.push(path);
	let {thread} = request;
	for (let damaged: DamagedFiles = new Map(); ; thread = null)
		try {
			const wanted = {...request, thread};
			const markets = await exportWithout(damaged, wanted, {...watch, onWritten, onGaps});
			for (const note of partNotes(markets ?? [])) watch.onNote(note);
			return markets;
		} catch (error) {
			if (!(error instanceof DamageError)) throw error;
			for (const [file, detail] of error.damaged)
				if (!damaged.has(file))
					watch.onNote(
						`${file}: ${detail}: nothing in it is certain, so all is exported once more without it`,
					);
			({damaged} = error);
			for (const path of paths.splice(0)) await rm(path, {force: true});
		}
};
