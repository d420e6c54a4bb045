import {existsSync, statSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {fileURLToPath} from 'node:url';
import {Worker} from 'node:worker_threads';
import {createRowMaker, type RowNews, type RowRequest} from './row-maker.js';
import type {RowPort} from './sent-days.js';

/** Bytes of captures that are worth a thread: to start one takes as long as to export a quarter of that. */
const leastBytes = 1_000_000;

/** In the folder that the build makes; where there was no build it is not there. */
const program = new URL('../row-worker.js', import.meta.url);

/** Whether rows are made on a thread of their own: where there is a processor for it, and enough to do. */
const isWorthThread = (paths: readonly string[]): boolean => {
	if (availableParallelism() < 2 || !existsSync(fileURLToPath(program))) return false;
	const files = paths.map(path => statSync(path, {throwIfNoEntry: false}));
	// Of what comes through a pipe the size is not known.
	if (files.some(file => file?.isFile() === false)) return true;
	return files.reduce((sum, file) => sum + (file?.size ?? 0), 0) >= leastBytes;
};

/** Makes rows on this thread. */
export const openRowsHere = async (request: RowRequest): Promise<RowPort> => {
	let hear: (news: RowNews) => void = () => undefined;
	const send = await createRowMaker(request, news => {
		hear(news);
	});
	return {
		send,
		listen(listener) {
			hear = listener;
		},
		close: () => Promise.resolve(),
	};
};

/** Makes rows on a thread of their own. `url`: of the program that it runs. */
export const openRowsApart = (request: RowRequest, url: URL): RowPort => {
	const worker = new Worker(url, {workerData: request});
	let isClosed = false;
	return {
		send(order) {
			worker.postMessage(order);
		},
		listen(hear) {
			worker.on('message', hear);
			const fail = (error: unknown) => {
				if (isClosed) return;
				isClosed = true;
				hear({type: 'lost', error});
			};
			worker.on('error', fail);
			worker.on('exit', code => {
				fail(new Error(`the thread that makes rows ended with ${code}`));
			});
		},
		async close() {
			isClosed = true;
			await worker.terminate();
		},
	};
};

/** Opens whoever makes rows of captures in these files. */
export const openRowPort = async (
	request: RowRequest,
	paths: readonly string[],
): Promise<RowPort> =>
	isWorthThread(paths) ? openRowsApart(request, program) : openRowsHere(request);
