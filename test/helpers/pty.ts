import {closeSync, constants, openSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import type {ReadStream} from 'node:tty';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {cellOf, findText, frameOf, lineOf, textOf} from './cells.js';
import {keySequences} from './keys.js';
import {toSvg} from '../../source/export/svg.js';

export type PtyOptions = {
	readonly columns?: number;
	readonly rows?: number;
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	/** Whether the terminal answers what it is asked. @default true */
	readonly answers?: boolean;
};

/** Longer than anything takes on a machine with much else to do: only what never comes is waited for so long. */
const patienceMs = 60_000;

const pieceLength = 512;

// Ink draws nothing interactive where it thinks it is on CI.
const hidden = ['CI', 'CONTINUOUS_INTEGRATION', 'BUILD_NUMBER', 'RUN_ID', 'NO_COLOR'];

const environment = (extra: Readonly<Record<string, string>>) => {
	const inherited = Object.entries(process.env).filter(([name]) => !hidden.includes(name));
	return {
		...Object.fromEntries(inherited.map(([name, value]) => [name, value ?? ''])),
		TERM: 'xterm-256color',
		COLORTERM: 'truecolor',
		// No config file of whoever runs the tests.
		XDG_CONFIG_HOME: '/nowhere',
		LC_ALL: 'C.UTF-8',
		...extra,
	};
};

/** So many turns of the event loop without anything to read, and nothing more is thought to come. */
const quietTurns = 50;

/**
 * Reads what a program wrote last, however busy the machine is. Where its end is seen with more than
 * 4 kB left to read, libuv drops the rest: so the terminal is kept open here as well. And node-pty
 * closes it 200 ms after the program's end, read or not: so what is still to be read is read first.
 */
const readToTheEnd = (child: pty.IPty) => {
	const {_socket: socket, _pty: path} = child as unknown as {_socket: ReadStream; _pty: string};
	const kept = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
	socket.once('close', () => {
		closeSync(kept);
	});
	const destroy = socket.destroy.bind(socket);
	const closeWhenQuiet = (turns: number, read: number) => {
		if (turns === 0 || socket.destroyed) destroy();
		else
			setImmediate(() => {
				const isQuiet = socket.bytesRead === read;
				closeWhenQuiet(isQuiet ? turns - 1 : quietTurns, socket.bytesRead);
			});
	};
	socket.destroy = () => {
		closeWhenQuiet(quietTurns, socket.bytesRead);
		return socket;
	};
};

/** A program in a real pseudo terminal, with a headless xterm in front of it. */
export const startPty = (file: string, args: readonly string[], options: PtyOptions = {}) => {
	const {columns = 80, rows = 24, env = {}, cwd = process.cwd(), answers = true} = options;
	const term = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 1000});
	const child = pty.spawn(file, [...args], {
		// It becomes TERM.
		name: env['TERM'] ?? 'xterm-256color',
		cols: columns,
		rows,
		cwd,
		env: environment(env),
	});
	readToTheEnd(child);
	let raw = '';
	let exit: {exitCode: number; signal?: number | undefined} | null = null;
	const exited = new Promise<{exitCode: number; signal?: number | undefined}>(resolve => {
		child.onExit(event => {
			exit = event;
			resolve(event);
		});
	});
	child.onData(data => {
		raw += data;
		term.write(data);
	});
	// Answers to what the program asks the terminal.
	term.onData(data => {
		if (answers) child.write(data);
	});

	const pieces: string[] = [];
	let isWriting = false;
	/**
	 * A write waits for the program to read, and nothing is read from it meanwhile: much at once, and
	 * both wait for each other for ever.
	 */
	const writeNext = () => {
		const piece = pieces.shift();
		isWriting = piece !== undefined;
		if (piece === undefined || exit) return;
		child.write(piece);
		if (pieces.length > 0) setImmediate(writeNext);
		else isWriting = false;
	};

	const flush = () =>
		new Promise<void>(resolve => {
			term.write('', resolve);
		});

	const terminal = {
		term,
		pid: child.pid,
		exited,
		/** Everything the program wrote. */
		raw: () => raw,
		press(...keys: readonly string[]) {
			for (const key of keys) {
				const text = keySequences[key] ?? key;
				for (let at = 0; at < text.length; at += pieceLength)
					pieces.push(text.slice(at, at + pieceLength));
			}
			if (!isWriting) writeNext();
		},
		/** Reads nothing that the program writes, as a stuck connection does, until `resume`. */
		pause() {
			child.pause();
		},
		resume() {
			child.resume();
		},
		/** Closes the window. */
		close() {
			(child as unknown as {destroy(): void}).destroy();
		},
		resize(newColumns: number, newRows: number) {
			term.resize(newColumns, newRows);
			child.resize(newColumns, newRows);
		},
		flush,
		line: (row: number) => lineOf(term, row),
		text: () => textOf(term),
		cell: (x: number, y: number) => cellOf(term, x, y),
		find: (text: string) => findText(term, text),
		isAlternate: () => term.buffer.active.type === 'alternate',
		svg: (title = 'steem-tui') => toSvg(frameOf(term), {title}),
		/** Polls the screen until a whole frame shows a text, matches, or satisfies a condition. */
		async waitFor(what: string | RegExp | (() => boolean), timeoutMs = patienceMs): Promise<void> {
			const isThere = () => {
				// A frame that has come in part holds lines of the one before.
				if (term.modes.synchronizedOutputMode) return false;
				if (typeof what === 'function') return what();
				return typeof what === 'string' ? textOf(term).includes(what) : what.test(textOf(term));
			};
			const end = Date.now() + timeoutMs;
			for (;;) {
				await flush();
				if (isThere()) return;
				if (Date.now() > end)
					throw new Error(
						`timed out waiting for ${String(what)}; exit ${JSON.stringify(exit)}; the screen was:\n${textOf(term)}`,
					);
				await sleep(10);
			}
		},
		kill(signal?: string) {
			if (!exit) child.kill(signal);
		},
	};
	return terminal;
};

export type PtyTerminal = ReturnType<typeof startPty>;
