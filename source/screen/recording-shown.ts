/** What the header shows of a recording that runs. */
export type RecordingShown = {
	readonly elapsedMs: number;
	/** The disk does not keep up. */
	readonly isBehind: boolean;
};

const twoDigits = (count: number) => String(count).padStart(2, '0');

/** `00:42`, `1:02:03` */
export const formatElapsed = (ms: number): string => {
	const seconds = Math.floor(ms / 1000);
	const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
	const short = `${twoDigits(minutes)}:${twoDigits(seconds % 60)}`;
	return hours > 0 ? `${hours}:${short}` : short;
};

/** `REC 00:42`, and where the disk is the bottleneck, that. */
export const recordingText = ({elapsedMs, isBehind}: RecordingShown): string =>
	`REC ${formatElapsed(elapsedMs)}${isBehind ? ' (disk is slow)' : ''}`;
