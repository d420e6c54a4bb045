import {statSync} from 'node:fs';
import type {Clock} from '../clock.js';
import {showProgress, type ProgressOutput} from '../output/progress.js';

const sizeOf = (path: string): number => statSync(path, {throwIfNoEntry: false})?.size ?? 0;

/** Bytes of all these files. */
export const sizeOfAll = (paths: readonly string[]): number =>
	paths.reduce((sum, path) => sum + sizeOf(path), 0);

/** Shows how far the captures are read. */
export const createCaptureMeter = (
	paths: readonly string[],
	{clock, output}: {readonly clock: Clock; readonly output: ProgressOutput},
) => {
	const total = sizeOfAll(paths);
	const begun = clock.now();
	let [before, bytes, messages] = [0, 0, 0];
	const stop = showProgress(output, clock, () => ({
		elapsedMs: clock.now() - begun,
		...{messages, bytes},
		notes: total > 0 ? [`${Math.min(100, Math.floor((100 * bytes) / total))} %`] : [],
	}));
	return {
		stop,
		/** So much of the capture that is being read. */
		onRead(read: number) {
			bytes = before + read;
		},
		/** So many more messages. */
		add(more: number) {
			messages += more;
		},
		/** A capture is over. */
		next() {
			before = bytes;
		},
	};
};
