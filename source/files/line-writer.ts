import type {Clock} from '../clock.js';
import {describeWriteError, openFile, type OpenFile} from './file-system.js';
import {openLineFile, type LineFile} from './line-file.js';

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
};

/** Writes lines to a file without ever making the caller wait. */
export type LineWriter = {
	/** Takes whole lines, line feeds included; forgets them once it has ended. */
	write(line: string): void;
	state(): WriterState;
	/** Writes what waits and closes the file. */
	close(): Promise<WriterState>;
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

export const createLineWriter = (options: LineWriterOptions): LineWriter => {
	const {clock, onFailure, open = openFile, maxWaiting = 32 * 1024 * 1024} = options;
	let file: LineFile | null = null;
	const path = () => file?.path ?? options.path;
	let failure: string | null = null;
	let isClosed = false;
	let waiting: string[] = [];
	/** Characters, those under way to the disk included. */
	let waitingLength = 0;
	let lines = 0;
	let running: Promise<void> | null = null;

	const fail = (reason: string) => {
		if (failure !== null || isClosed) return;
		failure = reason;
		cancelFlush();
		onFailure?.(reason);
	};

	const appendAll = async () => {
		if (failure !== null && file === null) return;
		file ??= await openLineFile(options.path, open);
		while (waiting.length > 0) {
			const batch = waiting;
			const text = batch.join('');
			waiting = [];
			await file.append(text);
			lines += batch.length;
			waitingLength -= text.length;
		}
	};

	/** Writes what waits; one write at a time. */
	const flush = (): Promise<void> => {
		running ??= appendAll()
			.catch((error: unknown) => {
				waiting = [];
				fail(describeWriteError(path(), error));
			})
			.finally(() => {
				running = null;
			});
		return running;
	};

	const state = (): WriterState => {
		const isBehind = waitingLength > maxWaiting * behindShare;
		const open = isBehind ? 'behind' : 'writing';
		const status = failure !== null ? 'failed' : isClosed ? 'closed' : open;
		return {status, failure, path: path(), lines, bytes: file?.size() ?? 0};
	};

	const finish = async () => {
		while (running || waiting.length > 0) await flush();
		try {
			await file?.close();
		} catch (error) {
			fail(describeWriteError(path(), error));
		}
	};

	const cancelFlush = clock.every(flushMs, () => {
		if (waiting.length > 0) void flush();
	});
	void flush();

	let closing: Promise<WriterState> | null = null;

	return {
		write(line) {
			if (failure !== null || closing) return;
			waiting.push(line);
			waitingLength += line.length;
			if (waitingLength > maxWaiting)
				fail(
					`${path()} cannot be written as fast as data comes: the disk, or who reads it, is too slow`,
				);
			else if (waitingLength >= fullBatch) void flush();
		},
		state,
		close() {
			closing ??= new Promise(resolve => {
				cancelFlush();
				const settle = () => {
					cancelTimeout();
					isClosed = true;
					resolve(state());
				};
				const giveUp = (why: string) => {
					fail(`${path()} ${why}`);
					settle();
				};
				let cancelTimeout = clock.after(openMs, () => {
					if (!file) giveUp('could not be opened: a pipe has to have a reader');
					else
						cancelTimeout = clock.after(closeMs - openMs, () => {
							giveUp(`could not be closed: the disk did not answer for ${closeMs / 1000} s`);
						});
				});
				void finish().then(settle);
			});
			return closing;
		},
	};
};
