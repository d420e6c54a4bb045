import {withCode} from '../faults.js';
import {statSync} from 'node:fs';
import {readdir} from 'node:fs/promises';
import {dirname} from 'node:path';
import type {Clock} from '../clock.js';
import {formatWanted, type WantedMarket} from '../market-name.js';
import {FileError} from '../files/file-error.js';
import type {OpenFile} from '../files/file-system.js';
import {lastPart} from '../files/recording-name.js';
import {createTransportTap} from '../recording/transport-tap.js';
import type {Service} from '../service/service.js';
import type {RecorderStatus} from '../service/recorder-status.js';
import type {BookView} from '../store/market-view.js';
import {exchangeAt, isListOf} from '../session/list-urls.js';
import type {WatchedStore} from '../session/joined-sessions.js';
import {startMarketSessions, type Resolved} from '../session/market-sessions.js';
import {showProgress, type ProgressOutput} from '../output/progress.js';
import type {Venue} from '../feed/venue.js';
import type {Source} from '../session/source.js';
import {exitCodes} from '../output/console.js';
import {
	startCapture,
	type PartsPlan,
	type StartCaptureOptions,
	type StartedCapture,
} from './record-parts.js';
import {tellFiles, tellLosses} from './tell-recorded.js';

export type RecordOptions = {
	readonly markets: readonly WantedMarket[];
	/** `.jsonl`, packed where it ends in `.gz`; or a folder, see `PartsPlan`. */
	readonly path: string;
	/** Null for one file. */
	readonly plan: PartsPlan | null;
	readonly appVersion: string;
};

export type RecordContext = {
	readonly source: Pick<Source, 'venues' | 'transport'>;
	readonly clock: Clock;
	/** From 0 to 1, as `Math.random`. */
	readonly random: () => number;
	/** See `MarketSessionsOptions`. */
	readonly restShare?: number;
	/** The progress, and the files at the end. */
	readonly output: ProgressOutput;
	/** What is wrong. */
	readonly complain: (text: string) => void;
	/** Resolves with the exit code when it is time to stop. */
	readonly stopped: Promise<number>;
	/** Whether whoever runs it said so: then it is no failure that nothing was recorded yet. @default it was not */
	readonly isTold?: () => boolean;
	/** @default on the disk */
	readonly open?: OpenFile;
	/** See `StartCaptureOptions`. */
	readonly findLast?: StartCaptureOptions['findLast'];
	/** See `StartCaptureOptions`. */
	readonly hold?: StartCaptureOptions['hold'];
	/** Whom it tells how it is doing; null for nobody. */
	readonly service?: Pick<Service, 'observe' | 'follow'> | null;
	/** Follows the books with the rules there are, which `mark` puts into the capture. Returns stop. */
	readonly followAlerts?: (
		store: Pick<WatchedStore, 'getView' | 'subscribe'>,
		mark: (label: string) => void,
	) => () => void;
	/** Is handed what is recorded once it is. */
	readonly onStart?: (capture: StartedCapture) => void;
};

/** Milliseconds after which the capture begins although the lists of markets have not come. */
const patienceMs = 2000;

/** Whether there is a file that a capture would write over. An empty one holds nothing. */
export const isTaken = (path: string): boolean => {
	try {
		const stats = statSync(path);
		return stats.isFile() && stats.size > 0;
	} catch {
		// Whoever opens it says why it cannot be.
		return false;
	}
};

/** Whether the path is meant as a folder, or is one. */
export const isFolder = (path: string): boolean => {
	if (/[/\\]$/.test(path)) return true;
	try {
		return statSync(path).isDirectory();
	} catch {
		return false;
	}
};

/** The number that follows all parts there are: what is added stands behind them in any listing. */
export const nextPart = async (path: string): Promise<number> => {
	// Whoever opens a part says why it cannot be.
	const names = await readdir(dirname(path)).catch(() => []);
	return lastPart(path, names) + 1;
};

const toHeader = (names: readonly string[], venues: readonly Venue[], app: string) => ({
	market: names[0] ?? '',
	...(names.length > 1 ? {markets: names} : {}),
	exchanges: venues.map(({exchange}) => exchange.id),
	app,
});

/** Why one of the markets is not to be had; never, where all of them are. */
const whenUnlisted = async (resolving: Promise<Resolved>): Promise<string> => {
	const resolved = await resolving;
	return resolved.type === 'unlisted' ? resolved.problem : new Promise(() => undefined);
};

/** Why a capture could not begin; throws what is no such reason. */
export const toFailure = (error: unknown): string => {
	if (error instanceof FileError) return error.message;
	throw error;
};

/** Captures markets without a screen until `stopped`. Returns the exit code; the files are whole. */
export const record = async (
	{markets, path, plan, appVersion}: RecordOptions,
	context: RecordContext,
): Promise<number> => {
	const {
		source,
		clock,
		random,
		restShare = 0.5,
		output,
		complain,
		stopped,
		open,
		findLast,
		hold,
		isTold = () => false,
	} = context;
	const {venues} = source;
	const isList = isListOf(venues);
	const tap = createTransportTap(source.transport, isList, exchangeAt(venues));
	const {transport} = tap;
	const observe = context.service?.observe;
	const sessions = startMarketSessions({
		...{markets, venues, transport, clock, random, restShare, observe},
		hasDay: true,
	});
	context.service?.follow(sessions.views);

	/** Captures until the end; tells the exit code, or what went wrong. */
	const run = async (names: readonly string[]): Promise<number | string> => {
		const header = toHeader(names, venues, appVersion);
		const {refresh} = sessions;
		const shared = {plan, path, header, clock, tap, refresh, open, findLast, hold, say: complain};
		const capture = await startCapture(shared).catch(toFailure);
		if (typeof capture === 'string') return capture;
		refresh();
		sessions.fetchTrades();
		context.onStart?.(capture);
		const unmark = sessions.mark(capture.marker);
		const endAlerts = context.followAlerts?.(sessions.store, capture.marker);
		const endProgress = showProgress(output, clock, () => {
			const {isBehind, elapsedMs, messages, bytes} = capture.state();
			const notes = toNotes(sessions.books(), isBehind, capture.status());
			return {elapsedMs, messages, bytes, notes};
		});
		const end = await Promise.race([stopped, capture.failed, whenUnlisted(sessions.resolved)]);
		unmark();
		endAlerts?.();
		const files = await capture.stop();
		endProgress();
		const failure = await Promise.race([capture.failed, Promise.resolve(null)]);
		tellFiles(files, output);
		if (failure !== null) return failure;
		tellLosses(capture.status(), complain);
		if (typeof end === 'number') for (const line of toComplaints(sessions.books())) complain(line);
		return end;
	};

	const assumed: readonly string[] | null = markets.every(({type}) => type === 'pair')
		? markets.map(formatWanted)
		: null;
	const begun = await Promise.race([stopped, sessions.resolved, impatient(clock, assumed)]);
	const end = typeof begun === 'number' ? begun : await beginWith(begun, run);
	sessions.stop();
	if (typeof begun === 'number') {
		complain('nothing was recorded: no exchange answered in time');
		return begun === exitCodes.done && !isTold() ? exitCodes.failed : begun;
	}
	if (typeof end === 'number') return end;
	complain(end);
	return exitCodes.failed;
};

/** Names that need no list come true after a while; others never. */
const impatient = (clock: Clock, names: readonly string[] | null): Promise<Resolved> =>
	new Promise(resolve => {
		if (names) clock.after(patienceMs, () => resolve({type: 'named', names}));
	});

const beginWith = async (
	resolved: Resolved,
	run: (names: readonly string[]) => Promise<number | string>,
): Promise<number | string> => (resolved.type === 'named' ? run(resolved.names) : resolved.problem);

/** What is not as it should be, in few words. */
const toNotes = (
	books: readonly BookView[],
	isBehind: boolean,
	{trouble, lost, hookFailures}: RecorderStatus,
): readonly string[] => {
	const live = books.filter(({status}) => status === 'live').length;
	return [
		...(live < books.length ? [`${live} of ${books.length} books in sync`] : []),
		...(isBehind ? ['the output is slow'] : []),
		...(trouble === null ? [] : ['nothing can be written']),
		...(lost > 0 ? [`${lost} events lost`] : []),
		...(hookFailures > 0 ? [`${hookFailures} times --on-rotate failed`] : []),
	];
};

const toComplaints = (books: readonly BookView[]): readonly string[] =>
	books
		.filter(({status}) => status !== 'live')
		.map(({title, market, status, reason, code}) => {
			const why = reason === null ? '' : `: ${reason}`;
			return withCode(`${title} ${market} is not in sync at the end (${status}${why})`, code);
		});
