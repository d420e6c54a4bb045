import type {Clock} from '../clock.js';
import {cutLongWords, escapeDocument, toSafeLines} from '../safe-text.js';

/** Exit codes of the contract. */
export const exitCodes = {
	done: 0,
	failed: 1,
	usage: 2,
	notInSync: 3,
	defective: 4,
	alerted: 5,
	interrupted: 130,
} as const;

/**
 * What the commands without a screen get from the process. Files, exchanges, the system and whoever calls have a say
 * in what is written: here, and nowhere else, all that a terminal obeys is taken out, and every password.
 */
export type Console = {
	/**
	 * Data: lines for people, or of JSON. Before them stands what is `own`, escapes that we write ourselves. Returns
	 * false where the reader is slow, until `onDrain`.
	 */
	write(text: string, own?: string): boolean;
	onDrain(callback: () => void): void;
	/** What is wrong, or worth saying. */
	complain(text: string): void;
};

/** The process's streams, the only way out besides the screen. */
export type ProcessConsole = Console & {
	/** Data that is a whole document, with tabs of its own. */
	document(text: string): boolean;
	/** Everything else than data and complaints: progress, mistakes in the call; as with `write`. */
	tell(text: string, own?: string): boolean;
	/**
	 * Resolves with an exit code once whoever reads stdout has gone away, or has before. From then on that does not end
	 * the program at once, and whoever waits has to end it: for what leaves something behind otherwise.
	 */
	untilGone(): Promise<number>;
	/** Stdout for bytes that are safe as they are made: the lines of a capture. */
	readonly bytes: {write(bytes: Uint8Array, done: (error?: Error | null) => void): unknown};
};

/**
 * The process's streams. A reader that has gone away (`| head`) ends the program quietly. `mask` takes passwords out
 * of what is told and complained of, where words of the call are quoted.
 */
export const createConsole = (
	process: NodeJS.Process,
	mask: (text: string) => string = text => text,
): ProcessConsole => {
	// Cut behind the masks: half an address might show the password in it.
	const tell = (text: string, own = '') =>
		process.stderr.write(own + cutLongWords(toSafeLines(mask(text))));
	let [hasWritten, isGone, isAwaited] = [false, false, false];
	let tellGone: (code: number) => void = () => undefined;
	const gone = new Promise<number>(resolve => (tellGone = resolve));
	process.stdout.on('error', (error: NodeJS.ErrnoException) => {
		// A screen ends by itself where its terminal is gone, and its recording with it.
		if (isGone || process.stdout.listenerCount('error') > 1) return;
		isGone = true;
		// The last that is written is nothing: a full disk takes not even that.
		const code = error.code === 'EPIPE' || !hasWritten ? exitCodes.done : exitCodes.failed;
		if (code === exitCodes.failed)
			tell(`steem-tui: the output cannot be written: ${error.message}\n`);
		if (!isAwaited) process.exit(code);
		tellGone(code);
	});
	process.stderr.on('error', () => undefined);
	const write = (data: string | Uint8Array, done?: (error?: Error | null) => void): boolean => {
		hasWritten = true;
		return process.stdout.write(data, done);
	};
	return {
		write: (text, own = '') => write(own + toSafeLines(text)),
		document: text => write(escapeDocument(text)),
		tell,
		untilGone() {
			isAwaited = true;
			return gone;
		},
		bytes: {write},
		onDrain(callback) {
			process.stdout.once('drain', callback);
		},
		complain(text) {
			tell(`steem-tui: ${text}\n`);
		},
	};
};

/** The code to end with, where that of an output that is gone is `gone`: what was to be told there could not be. */
export const codeOfEnd = (code: number, gone: number): number =>
	gone === exitCodes.done || code === exitCodes.usage || code > 128 ? code : gone;

/** The file, line and column in which an error came about, as far as it knows. */
const placeOf = ({stack = ''}: Error): string => {
	const [, place] = /^\s+at .*?([^/\\(]+:\d+:\d+)\)?$/m.exec(stack) ?? [];
	return place === undefined ? '' : ` (at ${place})`;
};

/** Ends the program where it is wrong itself: in a sentence, with the place for whoever mends it. */
export const crash = (
	process: NodeJS.Process,
	{complain}: Pick<Console, 'complain'>,
	error: unknown,
): never => {
	const words = error instanceof Error ? `${String(error)}${placeOf(error)}` : String(error);
	complain(`a mistake in the program ended it, please report it: ${words}`);
	return process.exit(exitCodes.failed);
};

/** What a signal ends the program with. */
export const signals = [
	['SIGINT', exitCodes.interrupted],
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const;

/** How long a reader that is not waited for has for what is left. */
const patienceMs = 300;

export type FinishOptions = {
	/**
	 * Whether the end is what counts: a reader that does not read no longer holds it. Where the output is, as of a
	 * command that prints once, only a signal ends the waiting. @default after a signal (a code above 128)
	 */
	readonly isHurried?: boolean;
};

/** Ends the program with an exit code once all that was written has been handed over. */
export const finish = (
	process: NodeJS.Process,
	clock: Clock,
	code: number,
	{isHurried = code > 128}: FinishOptions = {},
): void => {
	process.stdout.write('', error => {
		// Otherwise the stream's own error says why.
		if (!error) process.exit(code);
	});
	if (isHurried) clock.after(patienceMs, () => process.exit(code));
	for (const [signal, signalled] of signals) process.on(signal, () => process.exit(signalled));
};

/** What a command does on a signal in place of ending with its code: ends with another, or does not end. */
export type OwnSignals = Readonly<
	Partial<Record<(typeof signals)[number][0], number | (() => void)>>
>;

/** Resolves with an exit code on a signal, or with 0 after `forMs`. The first to come wins. */
export const untilStopped = (
	process: NodeJS.Process,
	clock: Clock,
	forMs: number | undefined,
	own: OwnSignals = {},
): Promise<number> =>
	new Promise(resolve => {
		const cancel =
			forMs === undefined ? undefined : clock.after(forMs, () => resolve(exitCodes.done));
		const stop = (code: number) => () => {
			cancel?.();
			resolve(code);
		};
		for (const [signal, code] of signals) {
			const does = own[signal] ?? code;
			if (typeof does === 'number') process.once(signal, stop(does));
			else process.on(signal, does);
		}
	});
