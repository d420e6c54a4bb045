/** Messages of one channel. Times are milliseconds since the start of the capture. */
export type ChannelCount = {
	readonly exchange: string;
	/** As the exchange names it. */
	readonly channel: string;
	readonly messages: number;
	/** As they came over the wire. */
	readonly bytes: number;
	readonly first: number;
	readonly last: number;
	readonly longestSilenceMs: number;
};

/** What became of one book. Times are milliseconds since the start of the capture. */
export type BookCount = {
	readonly exchange: string;
	/** The exchange's own name of the market. */
	readonly symbol: string;
	readonly messages: number;
	readonly snapshots: number;
	/** Updates that were missing. */
	readonly gaps: number;
	readonly resyncs: number;
	readonly reconnects: number;
	/** Times the best bid came to stand at or above the best ask. */
	readonly crossed: number;
	/** Snapshots that were compared with the book. */
	readonly audits: number;
	/** Levels that differed in all of them. */
	readonly differences: number;
	readonly isInSync: boolean;
	readonly levels: {readonly bids: number; readonly asks: number};
	readonly provenMs: number;
	/** From and to, in order. */
	readonly proven: readonly (readonly number[])[];
};

/** A book's UTC day: how much of it is proven. */
export type CoverageCount = {
	readonly exchange: string;
	readonly symbol: string;
	/** `2026-11-28`; null where the capture does not know when it was. */
	readonly day: string | null;
	readonly recordedMs: number;
	readonly verifiedMs: number;
	readonly verifiedPercent: number;
	readonly cleanPercent: number;
	readonly gaps: number;
};

/** What a capture holds, as `steem-tui verify --json` prints it; some fields of that are not named here. */
export type Verification = {
	/** Whether it has no defects. */
	readonly isWhole: boolean;
	readonly market: string | null;
	readonly exchanges: readonly string[];
	/** ISO times; null where there is no event, or nobody knows when it was. */
	readonly first: string | null;
	readonly last: string | null;
	readonly durationMs: number;
	readonly events: number;
	readonly messages: number;
	readonly bytes: number;
	readonly channels: readonly ChannelCount[];
	readonly books: readonly BookCount[];
	readonly coverage: readonly CoverageCount[];
	/** Each kind once; `t` is milliseconds since the start of the capture. */
	readonly defects: readonly {
		readonly code: string;
		readonly count: number;
		readonly detail: string;
		readonly t: number;
	}[];
	/** What is worth saying and no defect. */
	readonly notices: readonly string[];
};

export type ReadOptions = {
	/** Ends the reading: it throws the signal's reason. */
	readonly signal?: AbortSignal | undefined;
};

export type ExportOptions = ReadOptions & {
	readonly as: 'tardis' | 'hftbacktest' | 'parquet';
	/** The folder that the files go to; made where there is none. */
	readonly to: string;
	/** `quotes` and `snapshots` are of `tardis` alone. @default book and trades */
	readonly types?: readonly ('book' | 'trades' | 'quotes' | 'snapshots')[] | undefined;
	/** A side, in snapshots. @default 25 */
	readonly levels?: number | undefined;
	/** @default all */
	readonly market?: string | undefined;
	/** Ids. @default all */
	readonly exchanges?: readonly string[] | undefined;
	/** Whether files that are there are replaced; else they are kept, and told of by `onNote`. @default false */
	readonly overwrite?: boolean | undefined;
	/** Told what is worth saying, in sentences. */
	readonly onNote?: ((text: string) => void) | undefined;
};

/** A file that was written. */
export type ExportedFile = {
	readonly path: string;
	readonly rows: number;
	/** Local time of the first row, in microseconds since 1970. */
	readonly from: number;
	/** Local time of the last row, in microseconds since 1970. */
	readonly to: number;
	/** For how much of what was recorded of the day the book was proven. */
	readonly verifiedPercent: number;
	/** How many times it was not. */
	readonly gaps: number;
};
