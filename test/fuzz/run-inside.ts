import {AsyncLocalStorage} from 'node:async_hooks';
import {main} from '../../source/cli/main.js';

export type Ended = {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
	readonly crash: string | null;
};

type Callback = (error?: Error | null) => void;

/** One run of the program, and all that it leaves behind: timers of an earlier one have no say in a later one. */
type Run = {end(code: number | null, crash: string | null): void};

/** Keeps what the present run writes to a stream of this process, in place of writing it. */
const capture = (stream: NodeJS.WriteStream, isPresent: () => boolean) => {
	let pieces: string[] = [];
	const write = (
		text: string | Uint8Array,
		encoding?: BufferEncoding | Callback,
		done?: Callback,
	) => {
		if (isPresent()) pieces.push(typeof text === 'string' ? text : Buffer.from(text).toString());
		const callback = typeof encoding === 'function' ? encoding : done;
		if (callback) setImmediate(callback);
		return true;
	};
	stream.write = write;
	return () => {
		const text = pieces.join('');
		pieces = [];
		return text;
	};
};

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Longer than any input takes on a machine with much else to do. */
const patienceMs = 240_000;

/**
 * Makes the whole program callable again and again: it believes to be a process of its own, with
 * arguments, streams and an exit code. To start one takes a hundred times as long.
 */
export const createInside = () => {
	const runs = new AsyncLocalStorage<Run>();
	let present: Run | null = null;
	const isPresent = () => present !== null && runs.getStore() === present;
	const takeStdout = capture(process.stdout, isPresent);
	const takeStderr = capture(process.stderr, isPresent);

	process.exit = ((code?: number) => {
		if (isPresent()) present?.end(code ?? 0, null);
	}) as typeof process.exit;
	const crash = (error: unknown) => {
		const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
		// Whichever run it was of: it is one too many.
		present?.end(null, words);
	};
	process.on('uncaughtException', crash);
	process.on('unhandledRejection', crash);

	/** Something else than the program, watched in the same way; ends with the code that `process.exit` is given. */
	const watch = async (act: () => Promise<void>): Promise<Ended> => {
		const ended = new Promise<{code: number | null; crash: string | null}>(resolve => {
			present = {
				end(code, crashed) {
					resolve({code, crash: crashed});
				},
			};
		});
		const timer = setTimeout(() => present?.end(null, 'no end'), patienceMs);
		if (present) runs.run(present, () => void act().catch(crash));
		const {code, crash: crashed} = await ended;
		clearTimeout(timer);
		// What was to be said in the same breath still is.
		await new Promise(resolve => setImmediate(resolve));
		for (const signal of signals) process.removeAllListeners(signal);
		return {code, crash: crashed, stdout: takeStdout(), stderr: takeStderr()};
	};

	return {
		watch,
		/** Runs the program with these arguments to its end. */
		program(args: readonly string[]): Promise<Ended> {
			process.argv.splice(2, Infinity, ...args);
			return watch(main);
		},
	};
};

export type Inside = ReturnType<typeof createInside>;
