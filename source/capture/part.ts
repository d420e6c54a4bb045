import type {CaptureHeader} from './capture-format.js';

export type JoinedFile = {
	readonly path: string;
	readonly header: CaptureHeader;
	/** When it began, by the time of its events. */
	readonly offsetMs: number;
};

/** A file of a recording. */
export type Part = {
	readonly path: string;
	/** When it began, by the time of its events. */
	readonly offsetMs: number;
	/** As its header tells it, in epoch milliseconds. */
	readonly startedAt: number;
	/** `startedAt` of the part that it goes on from; undefined where it does not tell. */
	readonly after: number | undefined;
	/** What files of one recording have in common; null without a header. */
	readonly recording: string | null;
	/** Whether any event of it was taken. */
	hasBegun: boolean;
	/** When its last event was, once no more will come; null before. */
	endedAt: number | null;
	/** How many it has, then. */
	lines: number;
};

const recordingOf = ({exchanges, market, markets = [], app}: CaptureHeader): string | null =>
	exchanges.length === 0 ? null : JSON.stringify([market, markets, exchanges, app]);

export const toPart = ({path, header, offsetMs}: JoinedFile): Part => ({
	path,
	offsetMs,
	startedAt: header.startedAt,
	after: header.after,
	recording: recordingOf(header),
	hasBegun: false,
	endedAt: null,
	lines: 0,
});
