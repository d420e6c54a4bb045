import {existsSync, statSync, type Stats} from 'node:fs';
import {availableParallelism} from 'node:os';
import {fileURLToPath} from 'node:url';
import {Worker} from 'node:worker_threads';
import {removeOwnParts} from '../files/open-beside.js';
import type {RowNews, RowRequest} from './row-maker.js';
import type {RowPort} from './sent-days.js';

/** Bytes of captures that are worth a thread: to start one takes as long as to export a quarter of that. */
const leastBytes = 1_000_000;

/** In the folder that the build makes; where there was no build it is not there. */
const program = new URL('../row-worker.cjs', import.meta.url);

/** Null where nothing is there, or it may not be looked at: whoever opens it says so. */
const statsOf = (path: string): Stats | null => {
	try {
		return statSync(path);
	} catch {
		return null;
	}
};

/** Whether rows are made on a thread of their own: where there is a processor for it, and enough to do. */
const isWorthThread = (paths: readonly string[]): boolean => {
	if (availableParallelism() < 2 || !existsSync(fileURLToPath(program))) return false;
	const files = paths.map(statsOf);
	// Of what comes through a pipe, and of what is in a folder, the size is not known.
	if (files.some(file => file?.isFile() === false)) return true;
	return files.reduce((sum, file) => sum + (file?.size ?? 0), 0) >= leastBytes;
};

/** A thread that may make rows, for one who wants them. */
export type RowThread = {
	/** Once. */
	begin(request: RowRequest): RowPort;
};

/**
 * Starts one before it is known what it is to make. Until then it keeps no process from its end. `url`: of the program
 * that it runs.
 */
export const startThread = (url: URL): RowThread => {
	const worker = new Worker(url);
	worker.unref();
	let hear: ((news: RowNews) => void) | null = null;
	let lost: RowNews | null = null;
	let isClosed = false;
	const fail = (error: unknown) => {
		if (isClosed || lost) return;
		lost = {type: 'lost', error};
		hear?.(lost);
	};
	worker.on('error', fail);
	worker.on('exit', code => {
		fail(new Error(`the thread that makes rows ended with ${code}`));
	});
	return {
		begin(request) {
			worker.ref();
			worker.postMessage(request);
			return {
				send(order) {
					worker.postMessage(order);
				},
				listen(listener) {
					hear = listener;
					worker.on('message', listener);
					if (lost) listener(lost);
				},
				async close() {
					isClosed = true;
					await worker.terminate();
					// It cannot leave nothing of what is not whole any more.
					if (lost) await removeOwnParts(request.folder);
				},
			};
		},
	};
};

/** Starts a thread for the rows of captures in these files or folders; null where none is worth it. */
export const startRowThread = (paths: readonly string[]): RowThread | null =>
	isWorthThread(paths) ? startThread(program) : null;
