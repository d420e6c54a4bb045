import {spawn} from 'node:child_process';
import {resolve} from 'node:path';
import type {Readable} from 'node:stream';
import type {RunHook} from '../recording/part-hooks.js';

/** Characters of what a command complains of that are looked at. */
const maxComplaint = 4000;

/** Milliseconds that its last words have to come after its end: what it left running may hold their pipe open. */
const lastWordsMs = 1000;

const toFailure = (code: number | null, signal: string | null, complaint: string): string => {
	const [last = ''] = complaint.trim().split('\n').slice(-1);
	const how = signal === null ? `it ended with ${code}` : `it was ended by ${signal}`;
	return last === '' ? how : `${how}: ${last}`;
};

/**
 * Runs a command in a shell with more in its environment; a Ctrl-C for us is none for it. Resolves with why it failed,
 * null where it did not. `start`: @default the system's
 */
export const createRunCommand =
	(command: string, environment: NodeJS.ProcessEnv, start: typeof spawn = spawn) =>
	(more: Readonly<Record<string, string>>): Promise<string | null> =>
		new Promise(done => {
			const child = start(command, {
				shell: true,
				detached: true,
				env: {...environment, ...more},
				stdio: ['ignore', 'ignore', 'pipe'],
			});
			let complaint = '';
			child.once('error', ({message}) => done(message));
			// Where too many files are open it has none, and the error is all that comes.
			const {stderr} = child as {readonly stderr?: Readable};
			stderr?.on('data', (data: Buffer) => {
				complaint = (complaint + data.toString()).slice(-maxComplaint);
			});
			child.once('exit', (code, signal) => {
				const tell = () => done(code === 0 ? null : toFailure(code, signal, complaint));
				child.once('close', tell);
				setTimeout(tell, lastWordsMs);
			});
		});

/** Runs a command with a part's path in `STEEM_TUI_PART`. */
export const createRunHook = (command: string, environment: NodeJS.ProcessEnv): RunHook => {
	const run = createRunCommand(command, environment);
	return path => run({STEEM_TUI_PART: resolve(path)});
};
