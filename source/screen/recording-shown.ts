import {formatElapsed} from './format.js';

/** What the header shows of a recording that runs. */
export type RecordingShown = {
	/** Since it began. */
	readonly elapsedMs: number;
	/** The disk does not keep up. */
	readonly isBehind: boolean;
};

/** `REC 00:42`, and where the disk is the bottleneck, that. */
export const recordingText = ({elapsedMs, isBehind}: RecordingShown): string =>
	`REC ${formatElapsed(elapsedMs)}${isBehind ? ' (disk is slow)' : ''}`;
