/** How a recorder is doing. */
export type RecorderStatus = {
	/** Written to files, packed where they are. */
	readonly bytes: number;
	/** Events that are in no file. */
	readonly lost: number;
	readonly parts: number;
	/** Why nothing can be written at the moment; null while it can. */
	readonly trouble: string | null;
	/** That is written now. */
	readonly part: string;
	/** That was closed last, null before the first. */
	readonly lastPart: string | null;
	/** Commands of `--on-rotate` that failed. */
	readonly hookFailures: number;
};
