import type {Clock} from '../clock.js';
import type {CaptureHole, HeaderFacts} from '../capture/capture-format.js';
import {openFile, type OpenFile} from '../files/file-system.js';
import {createLineWriter} from '../files/line-writer.js';
import {createFeedWriter, type FeedWriter} from './feed-writer.js';
import {toHoleMarker} from './holes.js';
import {createPartFiles} from './part-files.js';
import type {PartNames} from './part-names.js';
import {createPartTimes, type PartTime} from './part-times.js';
import type {WireTap} from './transport-tap.js';

export type PartOpenerOptions = {
	readonly names: PartNames;
	readonly header: Omit<HeaderFacts, 'startedAt' | 'after'>;
	readonly clock: Clock;
	readonly tap: WireTap;
	readonly open?: OpenFile;
	/** When a part from before ended, in epoch milliseconds: none begins sooner. */
	readonly endedAt: number | null;
};

/** A part that is being written. */
export type Part = Pick<PartTime, 'startedAt' | 'elapsedMs'> & {
	readonly writer: FeedWriter;
	/** Before it. */
	readonly hole: CaptureHole | null;
	/** The system's name of what went wrong with its file last. */
	readonly errorCode: () => string | null;
};

/** Milliseconds by which the wall clock may be set without a word. */
const tellLeapMs = 1000;

const toSeconds = (ms: number) => Math.round(ms / 1000);

/** Keeps the code of what goes wrong with a file. */
const noteErrors = (open: () => ReturnType<OpenFile>) => {
	let code: string | null = null;
	const noted = async <T>(action: () => Promise<T>): Promise<T> => {
		try {
			return await action();
		} catch (error) {
			code = (error as NodeJS.ErrnoException).code ?? null;
			throw error;
		}
	};
	return {
		code: () => code,
		async open() {
			const file = await noted(open);
			const {write, keep} = file;
			return {
				...file,
				write: (bytes: Buffer, position: number | null) => noted(() => write(bytes, position)),
				...(keep ? {keep: () => noted(keep)} : {}),
			};
		},
	};
};

/**
 * Begins parts. `toHole`: what the part that begins at a time has to tell first, null for nothing; it is told by how
 * much that is ahead of the wall clock, which was set back. `from`: the part that it goes on from; null for none.
 */
export const createPartOpener = (options: PartOpenerOptions) => {
	const {names, header, clock, tap, open = openFile, endedAt} = options;
	const files = createPartFiles(names, open);
	const times = createPartTimes(clock, endedAt);
	return (
		toHole: (to: number, aheadMs: number) => CaptureHole | null,
		onFailure: (part: Part, reason: string) => void,
		from: Pick<Part, 'startedAt'> | null,
	): Part => {
		const {startedAt, elapsedMs, leapMs, aheadMs} = times.begin();
		const hole = toHole(startedAt, aheadMs > tellLeapMs ? aheadMs : 0);
		const after = from && !hole ? {after: from.startedAt} : {};
		const opened = noteErrors(() => files.openNext(startedAt));
		const lines = createLineWriter({
			...{path: files.nextPath(startedAt), clock, open: opened.open},
			onFailure: reason => onFailure(part, reason),
		});
		const writer = createFeedWriter({
			...{lines, header: {...header, ...after, startedAt}, elapsedMs, tap},
			// Before all else: what was open does not go on behind a hole.
			first: hole ? [toHoleMarker(hole)] : [],
		});
		if (leapMs > tellLeapMs) writer.marker(`the clock was set on by ${toSeconds(leapMs)} s`);
		if (aheadMs > tellLeapMs)
			writer.marker(`the clock was set back: these times are ${toSeconds(aheadMs)} s ahead of it`);
		const part = {startedAt, elapsedMs, writer, hole, errorCode: opened.code};
		return part;
	};
};
