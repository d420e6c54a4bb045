import {main} from '../../source/cli/main.js';

export type Ended = {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
	readonly crash: string | null;
};

type Callback = (error?: Error | null) => void;

/** Keeps what is written to a stream of this process, in place of writing it. */
const capture = (stream: NodeJS.WriteStream) => {
	let pieces: string[] = [];
	const write = (
		text: string | Uint8Array,
		encoding?: BufferEncoding | Callback,
		done?: Callback,
	) => {
		pieces.push(typeof text === 'string' ? text : Buffer.from(text).toString());
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
const patienceMs = 60_000;

/**
 * Makes the whole program callable again and again: it believes to be a process of its own, with
 * arguments, streams and an exit code. To start one takes a hundred times as long.
 */
export const createInside = () => {
	const takeStdout = capture(process.stdout);
	const takeStderr = capture(process.stderr);
	let end: (code: number | null, crash: string | null) => void = () => undefined;

	process.exit = ((code?: number) => {
		end(code ?? 0, null);
	}) as typeof process.exit;
	const crash = (error: unknown) => {
		end(null, error instanceof Error ? (error.stack ?? error.message) : String(error));
	};
	process.on('uncaughtException', crash);
	process.on('unhandledRejection', crash);

	/** Something else than the program, watched in the same way. */
	const watch = async (run: () => Promise<void>): Promise<Ended> => {
		takeStdout();
		takeStderr();
		const ended = new Promise<{code: number | null; crash: string | null}>(resolve => {
			end = (code, crashed) => {
				resolve({code, crash: crashed});
			};
		});
		const timer = setTimeout(() => {
			end(null, 'no end');
		}, patienceMs);
		run().catch(crash);
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
		/** Ends what `watch` was given. */
		end(code: number) {
			end(code, null);
		},
	};
};

export type Inside = ReturnType<typeof createInside>;
