import type {Clock} from '../clock.js';
import type {HeaderFacts} from '../capture/capture-format.js';
import {openFile, type OpenFile} from '../files/file-system.js';
import {createLineWriter} from '../files/line-writer.js';
import {createFeedWriter} from './feed-writer.js';
import type {RunningCapture} from './running-capture.js';
import type {WireTap} from './transport-tap.js';

export type CaptureFileOptions = {
	readonly path: string;
	readonly header: Omit<HeaderFacts, 'startedAt'>;
	readonly clock: Clock;
	readonly tap: WireTap;
	readonly open?: OpenFile;
};

/** Captures all that passes a tap into one file; where that cannot be written, the capture ends. */
export const startCaptureFile = (options: CaptureFileOptions): RunningCapture => {
	const {path, header, clock, tap, open = openFile} = options;
	const began = clock.now();
	const wall = clock.wall(began);
	// Whole milliseconds: the times of the events have the fraction.
	const startedAt = Math.floor(wall);
	const elapsedMs = () => wall - startedAt + clock.now() - began;
	let onFailure: (reason: string) => void = () => undefined;
	const failed = new Promise<string>(resolve => (onFailure = resolve));
	const lines = createLineWriter({path, clock, onFailure, open});
	const writer = createFeedWriter({lines, header: {...header, startedAt}, elapsedMs, tap});
	return {
		failed,
		marker: writer.marker,
		state() {
			const {messages, bytes, path: own, status, missing, failure} = writer.state();
			return {
				...{elapsedMs: clock.now() - began, messages, bytes, path: own, parts: 1},
				...{isBehind: status === 'behind', trouble: failure},
				lost: failure === null ? 0 : missing,
			};
		},
		rotate: () => undefined,
		async stop() {
			const {path: own, bytes} = await writer.stop();
			return bytes > 0 ? [{path: own, bytes}] : [];
		},
	};
};
