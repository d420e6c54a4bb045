import {statSync} from 'node:fs';
import type {Clock} from '../clock.js';
import {showProgress, type ProgressOutput} from '../output/progress.js';

const sizeOf = (path: string): number => {
	try {
		return statSync(path).size;
	} catch {
		// Whoever opens it says why it cannot be.
		return 0;
	}
};

/** Bytes of all these files. */
export const sizeOfAll = (paths: readonly string[]): number =>
	paths.reduce((sum, path) => sum + sizeOf(path), 0);

type MeterOptions = {
	readonly clock: Clock;
	readonly output: ProgressOutput;
	/** Milliseconds before anything is shown. @default 0 */
	readonly patienceMs?: number;
	/** Whether it is told how many messages there are. @default true */
	readonly hasMessages?: boolean;
};

/** Shows how far the captures are read. */
export const createCaptureMeter = (
	paths: readonly string[],
	{clock, output, patienceMs = 0, hasMessages = true}: MeterOptions,
) => {
	const total = sizeOfAll(paths);
	const begun = clock.now();
	let [before, bytes, messages] = [0, 0, 0];
	const show = () =>
		showProgress(output, clock, () => ({
			elapsedMs: clock.now() - begun,
			...{messages: hasMessages ? messages : null, bytes},
			notes: total > 0 ? [`${Math.min(100, Math.floor((100 * bytes) / total))} %`] : [],
		}));
	let stop = patienceMs === 0 ? show() : clock.after(patienceMs, () => (stop = show()));
	return {
		stop: () => stop(),
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
