import type {Clock} from '../clock.js';

/** Exit codes of the contract. */
export const exitCodes = {
	done: 0,
	failed: 1,
	usage: 2,
	notInSync: 3,
	defective: 4,
	interrupted: 130,
} as const;

/** What the commands without a screen get from the process. */
export type Console = {
	/** Data. Returns false where the reader is slow, until `onDrain`. */
	write(text: string): boolean;
	onDrain(callback: () => void): void;
	/** Everything else. */
	complain(text: string): void;
};

/** Files, exchanges and the system have a say in it: nothing of that is for the terminal to obey. Its lines stay. */
const withoutControls = (text: string): string =>
	text.replace(/[^\P{C}\n]+|[\p{Zl}\p{Zp}]+/gu, ' ');

/** The process's streams. A reader that has gone away (`| head`) ends the program quietly. */
export const createConsole = (process: NodeJS.Process): Console => {
	process.stdout.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code === 'EPIPE') process.exit(exitCodes.done);
		process.stderr.write(`steem-tui: the output cannot be written: ${error.message}\n`);
		process.exit(exitCodes.failed);
	});
	process.stderr.on('error', () => undefined);
	return {
		write: text => process.stdout.write(text),
		onDrain(callback) {
			process.stdout.once('drain', callback);
		},
		complain(text) {
			process.stderr.write(`steem-tui: ${withoutControls(text)}\n`);
		},
	};
};

/** How long a reader has for what is left after a signal. */
const patienceMs = 500;

/**
 * Ends the program with an exit code once all that was written has been handed over. After a signal
 * (a code above 128), a reader that does not read no longer holds it.
 */
export const finish = (process: NodeJS.Process, clock: Clock, code: number): void => {
	process.stdout.write('', error => {
		// Otherwise the stream's own error says why.
		if (!error) process.exit(code);
	});
	if (code > 128) clock.after(patienceMs, () => process.exit(code));
};

/** Resolves with an exit code on a signal, or with 0 after `forMs`. The first to come wins. */
export const untilStopped = (
	process: NodeJS.Process,
	clock: Clock,
	forMs: number | undefined,
): Promise<number> =>
	new Promise(resolve => {
		const cancel =
			forMs === undefined ? undefined : clock.after(forMs, () => resolve(exitCodes.done));
		const stop = (code: number) => () => {
			cancel?.();
			resolve(code);
		};
		process.once('SIGINT', stop(exitCodes.interrupted));
		process.once('SIGTERM', stop(143));
		process.once('SIGHUP', stop(129));
	});
