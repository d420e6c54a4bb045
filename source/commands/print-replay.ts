import type {Clock} from '../clock.js';
import {formatWanted} from '../market-name.js';
import {CaptureError} from '../capture/capture-item.js';
import {nothingCertain} from '../capture/damaged-files.js';
import {trusts} from '../capture/read-lines.js';
import {printBooksNow} from './book.js';
import {exitCodes, type Console} from '../output/console.js';
import type {ProgressOutput} from '../output/progress.js';
import {explainUnlisted} from '../session/unlisted.js';
import type {AlertPrinter} from './print-alerts.js';
import {watch, type WatchOptions} from './watch.js';
import {createCaptureMeter} from './capture-meter.js';
import {inlineLess} from './engine-flags.js';
import {openReplay, type OpenReplay} from '../replay/open-replay.js';
import {createPacer} from '../replay/pacer.js';
import {startPlay, type Play, type PlayOptions} from '../replay/play-replay.js';
import {startWritesPlay} from '../replay/play-writes.js';
import type {PlayWatch} from '../replay/timer-run.js';
import {isPast, type Replayable} from './replayable.js';
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

/** What is printed, from its start on. */
type Printed = {
	/** Epoch milliseconds. */
	readonly startedAt: number;
	readonly play: Pick<Play, 'clock' | 'store' | 'playTo' | 'stop'> &
		Partial<Pick<Play, 'isDamaged'>>;
	/** The files that are played; none of what is no capture. */
	readonly paths: readonly string[];
	/** Of a capture, whose end is known; null of what goes on. */
	readonly name: string | null;
	/** Why nothing of it can be printed, in a sentence; null where it can. */
	findProblem(): Promise<string | null>;
};

type Watch = Pick<PlayWatch, 'pace' | 'onSkip'> & Pick<PlayOptions, 'trust' | 'onRead'>;

const openPrinted = async (
	request: Replayable,
	watched: Watch,
	onDefect: (text: string) => void,
): Promise<Printed> => {
	if (isPast(request)) {
		const {startedAt, stop} = request;
		const play = {...startWritesPlay({...request, ...watched}), stop};
		const findNone = () => Promise.resolve(null);
		return {startedAt, play, paths: [], name: null, findProblem: findNone};
	}
	const {trust, ...listener} = watched;
	const opened = await openReplay({...request, trust});
	const play = startPlay({...opened, ...listener, onDefect});
	return {
		...{startedAt: opened.facts.header.startedAt, play, paths: opened.paths},
		name: opened.groups.map(({wanted}) => formatWanted(wanted)).join(', '),
		findProblem: () => findProblem(opened, play),
	};
};

/** Runs an action on what is played for it; what is wrong with it is said on stderr. Returns the exit code. */
const withReplay = async (
	request: Replayable,
	console: Console,
	watched: Watch,
	action: (printed: Printed) => Promise<number>,
): Promise<number> => {
	inlineLess();
	try {
		const printed = await openPrinted(request, watched, console.complain);
		try {
			return await action(printed);
		} finally {
			await printed.play.stop();
		}
	} catch (error) {
		if (!(error instanceof CaptureError)) throw error;
		console.complain(error.message);
		return exitCodes.failed;
	}
};

/** What is found damaged at its end is not certain before it. */
const checkDamage = ({play}: Printed) => {
	if (play.isDamaged?.()) throw new CaptureError(nothingCertain);
};

const checkFrom = (from: number, isEnd: boolean, {name}: Printed) => {
	if (isEnd && name !== null)
		throw new CaptureError(`the capture of ${name} ends before ${formatPosition(from)}`);
};

/** How a capture is printed: as live books are, but for the clock. */
export type WatchReplayOptions = PrintOptions &
	Omit<WatchOptions, 'now'> & {
		/** Null where there are no rules. */
		readonly alerts: AlertPrinter | null;
	};

/** Prints a line each time a book of the capture changed, to its end. Returns the exit code. */
export const watchReplay = (
	request: Replayable,
	options: WatchReplayOptions,
	{console, clock}: PrintContext,
): Promise<number> => {
	const pacer = createPacer(options.speed, clock, console);
	const {pace, skip: onSkip} = pacer;
	// What may end before its file does learns of no sum behind that.
	const mayEndEarly = options.forMs !== undefined || options.alerts !== null;
	const trust = mayEndEarly ? trusts.checked : trusts.held;
	return withReplay(request, console, {pace, onSkip, trust}, async printed => {
		const {play, startedAt} = printed;
		const from = startedAt + (options.from ?? 0);
		if (options.from !== null) checkFrom(options.from, await play.playTo(from), printed);
		else await play.playTo(from);
		const problem = await printed.findProblem();
		if (problem !== null) throw new CaptureError(problem);
		pacer.start(from);
		const stopWatch = watch(play, pacer.console, {...options, now: play.clock.wall});
		const alerted = options.alerts?.follow(play.store, play.clock, stopWatch);
		const until = options.forMs === undefined ? Infinity : from + options.forMs;
		try {
			const played = play.playTo(until).then(() => exitCodes.done);
			const code = await Promise.race([...(alerted ? [alerted] : []), played]);
			checkDamage(printed);
			return code;
		} finally {
			pacer.flush();
		}
	});
};

/** Milliseconds after which it is told how far a capture is read. */
const patienceMs = 5000;

/** Prints the books of a capture as they were at a time, or at its end. Returns the exit code. */
export const printReplayBooks = (
	request: Replayable,
	options: Omit<PrintOptions, 'speed' | 'forMs'>,
	{console, clock, output}: PrintContext & {readonly output: ProgressOutput},
): Promise<number> => {
	let meter: ReturnType<typeof createCaptureMeter> | null = null;
	const onRead = (bytes: number) => meter?.onRead(bytes);
	// A book is printed before the end of its file: nothing is played of which the sum is not known.
	return withReplay(request, console, {trust: trusts.checked, onRead}, async printed => {
		const {play, startedAt, paths} = printed;
		// For whoever waits in front of it: scripts are told no more than what is wrong.
		meter = output.isTTY
			? createCaptureMeter(paths, {clock, output, patienceMs, hasMessages: false})
			: null;
		const played = play.playTo(startedAt + (options.from ?? Infinity));
		const isEnd = await played.finally(() => meter?.stop());
		if (options.from !== null) checkFrom(options.from, isEnd, printed);
		const problem = await printed.findProblem();
		if (problem !== null) throw new CaptureError(problem);
		return printBooksNow(play.store, console, options);
	});
};
