import type {Clock} from '../clock.js';
import {formatWanted} from '../market-name.js';
import {CaptureError} from '../capture/capture-item.js';
import {printBooksNow} from './book.js';
import {exitCodes, type Console} from '../output/console.js';
import {explainUnlisted} from '../session/unlisted.js';
import type {AlertPrinter} from './print-alerts.js';
import {watch, type WatchOptions} from './watch.js';
import {openReplay, type OpenReplay, type ReplayRequest} from '../replay/open-replay.js';
import {createPacer} from '../replay/pacer.js';
import {startPlay, type Play} from '../replay/play-replay.js';
import {formatPosition, type ReplaySpeed} from '../options/replay-options.js';

export type PrintOptions = {
	readonly isJson: boolean;
	/** A side, from 1. */
	readonly levels: number;
	readonly speed: ReplaySpeed;
	/** Milliseconds from the capture's start; null where it is not given. */
	readonly from: number | null;
	/** How much of the capture's time to print. */
	readonly forMs: number | undefined;
};

export type PrintContext = {
	readonly console: Console;
	/** For the speed. */
	readonly clock: Clock;
};

/** Runs an action on a capture that is played for it; what is wrong with it is said on stderr. Returns the exit code. */
const withReplay = async (
	request: ReplayRequest,
	console: Console,
	start: (opened: OpenReplay) => Play,
	action: (opened: OpenReplay, play: Play) => Promise<number>,
): Promise<number> => {
	try {
		const opened = await openReplay(request);
		const play = start(opened);
		try {
			return await action(opened, play);
		} finally {
			await play.stop();
		}
	} catch (error) {
		if (!(error instanceof CaptureError)) throw error;
		console.complain(error.message);
		return exitCodes.failed;
	}
};

/**
 * Why no exchange of a market lists it, in a sentence; null where one does, or nothing is known yet.
 * Of a market that the capture went over to, the books say it themselves.
 */
const findProblem = async ({groups}: OpenReplay, play: Play): Promise<string | null> => {
	if (play.hasTurned()) return null;
	for (const [index, session] of play.sessions().entries()) {
		const wanted = groups[index]?.wanted;
		const resolutions = await Promise.race([session.resolved, Promise.resolve(null)]);
		const problem = wanted && resolutions ? explainUnlisted(wanted, resolutions) : null;
		if (problem !== null) return `in the capture, ${problem}`;
	}
	return null;
};

const checkFrom = (from: number, isEnd: boolean, {groups}: OpenReplay) => {
	if (!isEnd) return;
	const markets = groups.map(({wanted}) => formatWanted(wanted)).join(', ');
	throw new CaptureError(`the capture of ${markets} ends before ${formatPosition(from)}`);
};

/** How a capture is printed: as live books are, but for the clock. */
export type WatchReplayOptions = PrintOptions &
	Omit<WatchOptions, 'now'> & {
		/** Null where there are no rules. */
		readonly alerts: AlertPrinter | null;
	};

/** Prints a line each time a book of the capture changed, to its end. Returns the exit code. */
export const watchReplay = (
	request: ReplayRequest,
	options: WatchReplayOptions,
	{console, clock}: PrintContext,
): Promise<number> => {
	const pacer = createPacer(options.speed, clock, console);
	const {pace, skip: onSkip} = pacer;
	const start = (opened: OpenReplay) =>
		startPlay({...opened, pace, onSkip, onDefect: console.complain});
	return withReplay(request, console, start, async (opened, play) => {
		const {startedAt} = opened.facts.header;
		const from = startedAt + (options.from ?? 0);
		if (options.from !== null) checkFrom(options.from, await play.playTo(from), opened);
		else await play.playTo(from);
		const problem = await findProblem(opened, play);
		if (problem !== null) throw new CaptureError(problem);
		pacer.start(from);
		const stopWatch = watch(play, pacer.console, {...options, now: play.clock.wall});
		const alerted = options.alerts?.follow(play.store, play.clock, stopWatch);
		const until = options.forMs === undefined ? Infinity : from + options.forMs;
		try {
			const played = play.playTo(until).then(() => exitCodes.done);
			return await Promise.race([...(alerted ? [alerted] : []), played]);
		} finally {
			pacer.flush();
		}
	});
};

/** Prints the books of a capture as they were at a time, or at its end. Returns the exit code. */
export const printReplayBooks = (
	request: ReplayRequest,
	options: Omit<PrintOptions, 'speed' | 'forMs'>,
	{console}: Omit<PrintContext, 'clock'>,
): Promise<number> => {
	const start = (opened: OpenReplay) => startPlay({...opened, onDefect: console.complain});
	return withReplay(request, console, start, async (opened, play) => {
		const {startedAt} = opened.facts.header;
		const isEnd = await play.playTo(startedAt + (options.from ?? Infinity));
		if (options.from !== null) checkFrom(options.from, isEnd, opened);
		const problem = await findProblem(opened, play);
		if (problem !== null) throw new CaptureError(problem);
		return printBooksNow(play.store, console, options);
	});
};
