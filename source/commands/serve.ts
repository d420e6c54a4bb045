import {spawn} from 'node:child_process';
import {constants} from 'node:os';
import {CaptureError} from '../capture/capture-item.js';
import type {Clock} from '../clock.js';
import {filesIn} from '../files/files-in.js';
import {exitCodes, type Console} from '../output/console.js';
import {serveCapture, type ServeOptions, type Served} from '../serve/serve-capture.js';
import {whyNotListening} from './why-not-listening.js';

export type ServeRequest = Omit<ServeOptions, 'clock' | 'stopped' | 'onDefect'> & {
	/** What to run with the variables set; empty for nothing. */
	readonly command: readonly string[];
};

export type ServeContext = {
	readonly process: Pick<NodeJS.Process, 'env'>;
	readonly console: Pick<Console, 'write' | 'complain'>;
	readonly clock: Clock;
	/** Resolves with the exit code when it is time to stop. */
	readonly stopped: Promise<number>;
};

/** As shells tell that a signal ended a program. */
const signalBase = 128;

/** Runs a command to its end, and passes a signal on. Returns its exit code. */
const runCommand = (
	[program = '', ...words]: readonly string[],
	environment: Served['environment'],
	{process, console, stopped}: ServeContext,
): Promise<number> =>
	new Promise(resolve => {
		const child = spawn(program, words, {
			env: {...process.env, ...environment},
			stdio: 'inherit',
		});
		void stopped.then(() => child.kill('SIGTERM'));
		child.on('error', error => {
			console.complain(`${program} cannot be run: ${error.message}`);
			resolve(exitCodes.failed);
		});
		child.on('exit', (code, signal) => {
			resolve(code ?? signalBase + (signal ? constants.signals[signal] : 0));
		});
	});

/** Until it is told to stop; the last books stay when the capture is over. */
const waitForEnd = async (served: Served, {console, stopped}: ServeContext): Promise<number> => {
	let isStopped = false;
	void stopped.then(() => (isStopped = true));
	const failed = served.played.then(
		() => {
			// What is stopped is played no further, too.
			if (!isStopped)
				console.complain('the capture is over: its last books are served until Ctrl-C');
			return stopped;
		},
		(error: unknown) => {
			console.complain(error instanceof Error ? error.message : String(error));
			return exitCodes.failed;
		},
	);
	return Promise.race([stopped, failed]);
};

const open = async (
	request: ServeRequest,
	{clock, stopped, console}: Pick<ServeContext, 'clock' | 'stopped' | 'console'>,
): Promise<Served> => {
	const paths = await filesIn(request.paths);
	if (paths.length === 0)
		throw new CaptureError(`${request.paths.join(', ')}: no capture is there`);
	return serveCapture({...request, paths, clock, stopped, onDefect: console.complain});
};

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
	error instanceof Error && 'code' in error;

/** Serves a capture to any client of its exchanges. Returns the exit code. */
export const serve = async (request: ServeRequest, context: ServeContext): Promise<number> => {
	const {console} = context;
	let code: number | null = null;
	void context.stopped.then(stopCode => (code = stopCode));
	let served: Served;
	try {
		served = await open(request, context);
	} catch (error) {
		if (error instanceof CaptureError) console.complain(error.message);
		else if (isSystemError(error)) {
			// Each exchange has a port of its own, of which one alone may be taken.
			const {host, port} = {...request, ...error};
			console.complain(`${host}:${port} cannot be listened on: ${whyNotListening(error)}`);
		} else throw error;
		return exitCodes.failed;
	}
	const {environment} = served;
	try {
		if (Object.keys(environment).length === 0) {
			console.complain(`${request.paths.join(', ')}: no exchange we know is in it`);
			return exitCodes.failed;
		}
		// At once: whoever reads the first of them alone, and goes, does not end it.
		if (request.command.length === 0)
			console.write(
				Object.entries(environment)
					.map(([name, address]) => `${name}=${address}\n`)
					.join(''),
			);
		// What is before the beginning may be long.
		if (code !== null) return code;
		if (request.command.length > 0) {
			served.played.catch((error: unknown) => {
				console.complain(error instanceof Error ? error.message : String(error));
			});
			return await runCommand(request.command, environment, context);
		}
		return await waitForEnd(served, context);
	} finally {
		await served.stop();
	}
};
