import type {Clock} from '../clock.js';
import {openFile, type OpenFile} from './file-system.js';
import {createLinePump} from './line-pump.js';

export type LineWriterOptions = {
	/** Packed where it ends in `.gz`. Whoever opens it may choose another. */
	readonly path: string;
	readonly clock: Clock;
	/** Told once, in a sentence, where the file ended before it was closed. */
	readonly onFailure?: (reason: string) => void;
	readonly open?: OpenFile;
	/** Characters that may wait for the disk; more end the file. @default 32 Mi */
	readonly maxWaiting?: number;
};

export type WriterState = {
	/** `behind`: the disk does not keep up, and the lines wait. */
	readonly status: 'writing' | 'behind' | 'failed' | 'closed';
	/** Why it ended, in a sentence. */
	readonly failure: string | null;
	/** Where the file lies. */
	readonly path: string;
	/** Lines in the file. */
	readonly lines: number;
	/** Bytes of the file. */
	readonly bytes: number;
	/** Of the last line in the file that had one; null before. */
	readonly writtenAt: number | null;
};

/** Writes lines to a file without ever making the caller wait. */
export type LineWriter = {
	/**
	 * Takes whole lines, line feeds included; forgets them once it has ended. `at`: what the state's `writtenAt` is
	 * once it is in the file.
	 */
	write(line: string, at?: number): void;
	/** As it is now, at any time. */
	state(): WriterState;
	/** Writes what waits and closes the file; the disk is not waited for without an end. */
	close(): Promise<WriterState>;
	/** Resolves once it was closed and nothing of it is under way to the disk, however long that takes. */
	readonly gone: Promise<void>;
};

/** Milliseconds at most until a line is in the file. */
const flushMs = 1000;

/** Characters that are worth a write before their time. */
const fullBatch = 64 * 1024;

/** Milliseconds for which closing waits for the disk. */
const closeMs = 10_000;

/** Milliseconds for which closing waits for a file that has not opened until then. */
const openMs = 2000;

/** From this share of the bound on, the writer is behind. */
const behindShare = 1 / 8;

const tooSlow = 'cannot be written as fast as data comes: the disk, or who reads it, is too slow';

type Closing = {
	isOpen(): boolean;
	finish(): Promise<void>;
	/** Says why nothing more is waited for. */
	giveUp(why: string): void;
};

/** Resolves once it has finished, or the disk has not answered for too long. */
const closeInTime = (clock: Clock, {isOpen, finish, giveUp}: Closing): Promise<void> =>
	new Promise(resolve => {
		const settle = () => {
			cancelTimeout();
			resolve();
		};
		const end = (why: string) => {
			giveUp(why);
			settle();
		};
		let cancelTimeout = clock.after(openMs, () => {
			if (!isOpen()) end('could not be opened: a pipe has to have a reader');
			else
				cancelTimeout = clock.after(closeMs - openMs, () => {
					end(`could not be closed: the disk did not answer for ${closeMs / 1000} s`);
				});
		});
		void finish().then(settle);
	});

export const createLineWriter = (options: LineWriterOptions): LineWriter => {
	const {path, clock, onFailure, open = openFile, maxWaiting = 32 * 1024 * 1024} = options;
	let failure: string | null = null;
	let isClosed = false;
	let closing: Promise<WriterState> | null = null;

	const fail = (reason: string) => {
		if (failure !== null || isClosed) return;
		failure = reason;
		cancelFlush();
		onFailure?.(reason);
	};

	const pump = createLinePump({path, open, onError: fail});

	const toStatus = (): WriterState['status'] => {
		if (failure !== null) return 'failed';
		if (isClosed) return 'closed';
		return pump.waitingLength() > maxWaiting * behindShare ? 'behind' : 'writing';
	};
	const state = (): WriterState => ({
		...{status: toStatus(), failure},
		...{path: pump.path(), lines: pump.lines(), bytes: pump.bytes()},
		writtenAt: pump.writtenAt(),
	});

	const cancelFlush = clock.every(flushMs, () => {
		if (pump.hasWaiting()) void pump.flush();
	});
	void pump.flush();

	let setGone: () => void = () => undefined;
	const gone = new Promise<void>(resolve => (setGone = resolve));

	const close = async () => {
		cancelFlush();
		const giveUp = (why: string) => {
			fail(`${pump.path()} ${why}`);
			pump.drop();
		};
		const finish = () => pump.finish().finally(setGone);
		await closeInTime(clock, {isOpen: pump.isOpen, finish, giveUp});
		isClosed = true;
		return state();
	};

	return {
		write(line, at) {
			if (failure !== null || closing) return;
			pump.push(line, at);
			if (pump.waitingLength() > maxWaiting) fail(`${pump.path()} ${tooSlow}`);
			else if (pump.waitingLength() >= fullBatch) void pump.flush();
		},
		state,
		close: () => (closing ??= close()),
		gone,
	};
};
