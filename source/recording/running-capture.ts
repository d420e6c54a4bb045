export type CapturePart = {readonly path: string; readonly bytes: number};

export type CaptureState = {
	/** Since the capture began. */
	readonly elapsedMs: number;
	/** Received over websockets. */
	readonly messages: number;
	/** Of all files. */
	readonly bytes: number;
	/** Of the file that is written now. */
	readonly path: string;
	/** The disk does not keep up. */
	readonly isBehind: boolean;
	/** Files that were begun. */
	readonly parts: number;
	/** Events that are in no file. */
	readonly lost: number;
	/** Why nothing can be written at the moment, in a sentence; null while it can. */
	readonly trouble: string | null;
};

/** A capture that is being written, into one file or several. */
export type RunningCapture = {
	/** Into the file that is written now. */
	marker(label: string): void;
	/** Resolves with a sentence where the capture ended by itself. */
	readonly failed: Promise<string>;
	state(): CaptureState;
	/** Goes on in a new part now, where there are parts. */
	rotate(): void;
	/** Closes the files; tells those that hold anything. */
	stop(): Promise<readonly CapturePart[]>;
};
