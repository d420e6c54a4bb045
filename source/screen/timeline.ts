/** Why a moment of a capture is worth a look. */
export type TimelineMark = {
	/** Milliseconds from the capture's start. */
	readonly at: number;
	readonly kind: 'gap' | 'reconnect' | 'marker';
	/** In words, as they were recorded: not clean. */
	readonly label: string;
};

/** Times as fast as it was recorded, as the option has them. */
export const speeds = {least: 0.25, most: 64} as const;

/** Where a replay stands. All times are milliseconds from the capture's start. */
export type ReplayState = {
	/** Milliseconds from the capture's start. */
	readonly position: number;
	/** While the capture is still being read: as far as that has come. */
	readonly length: number;
	readonly isPaused: boolean;
	/** How many times faster than it was recorded. */
	readonly speed: number;
	/** How much of the capture has been read, from 0 to 1. */
	readonly indexing: number;
	/** By time, ascending. */
	readonly marks: readonly TimelineMark[];
	/** Where to, while that has still to be read. */
	readonly seekingTo: number | null;
	/** Jumps in time so far: what is on the screen before one is not to be compared with what comes after. */
	readonly jumps: number;
	/** What there is to say, in words. */
	readonly notice: string | null;
};

/** What the keys of a replay do. */
export type ReplayControl = {
	/** The same object where nothing has changed. */
	getState(): ReplayState;
	/** Calls back when anything but the position has changed. Returns unsubscribe. */
	subscribe(listener: () => void): () => void;
	pause(isPaused: boolean): void;
	/** Within `speeds`; others are taken for the nearest. */
	setSpeed(speed: number): void;
	/** To a moment; what the capture does not have is taken for its start or end. */
	seek(position: number): void;
	/** Stops after the next message that changed something, or before the last one. */
	step(by: 1 | -1): void;
	/** To the next mark. */
	next(): void;
};
