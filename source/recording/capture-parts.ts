import type {Clock} from '../clock.js';
import type {HeaderFacts} from '../capture/capture-format.js';
import {createFeedWriter, type FeedWriter} from './feed-writer.js';
import {openFile, type OpenFile, type OutputFile} from '../files/file-system.js';
import {createLineWriter} from '../files/line-writer.js';
import {partPath} from '../files/recording-name.js';
import type {TransportTap} from './transport-tap.js';

/** When a long capture goes on in the next file: after so long, or once a file is so large. */
export type Rotation =
	{readonly type: 'time'; readonly ms: number} | {readonly type: 'size'; readonly bytes: number};

export type CapturePartsOptions = {
	/** Of the one file; with a rotation, the parts are numbered before its ending. */
	readonly path: string;
	readonly rotation: Rotation | null;
	/** Of the first part; each takes the next number that is free. @default 1 */
	readonly firstNumber?: number;
	readonly header: Omit<HeaderFacts, 'startedAt'>;
	readonly clock: Clock;
	readonly tap: TransportTap;
	/** Asks for a new snapshot of each book: a part that is not the first begins without any. */
	readonly refresh: () => void;
	readonly open?: OpenFile;
};

export type CapturePart = {readonly path: string; readonly bytes: number};

export type CaptureParts = {
	marker(label: string): void;
	/** Resolves with a sentence where the capture ended by itself. */
	readonly failed: Promise<string>;
	state(): {
		readonly elapsedMs: number;
		/** Received over websockets. */
		readonly messages: number;
		/** Of all files. */
		readonly bytes: number;
		readonly path: string;
		readonly isBehind: boolean;
	};
	/** Closes the files; tells all of them. */
	stop(): Promise<readonly CapturePart[]>;
};

type Part = {
	/** Since it began. */
	readonly elapsedMs: () => number;
	readonly writer: FeedWriter;
};

/** Milliseconds between two looks at whether the part is long enough. */
const lookMs = 1000;

/** Captures all that passes a tap into one file or, one after the other, into several. */
export const startCaptureParts = (options: CapturePartsOptions): CaptureParts => {
	const {path, rotation, firstNumber = 1, header, clock, tap, refresh, open = openFile} = options;
	const began = clock.now();
	// All parts count from one look at the wall clock: set meanwhile, it would tear them apart.
	const beganWall = clock.wall(began);
	const closed: Promise<CapturePart>[] = [];
	let number = firstNumber;
	let hasFailed = false;
	/** Of the parts before. */
	let messages = 0;
	let bytes = 0;

	let fail: (reason: string) => void = () => undefined;
	const failed = new Promise<string>(resolve => {
		fail = reason => {
			hasFailed = true;
			resolve(reason);
		};
	});

	/** Settles when the part before has its number. */
	let numbered: Promise<unknown> = Promise.resolve();

	const openPart = async (): Promise<OutputFile> => {
		for (;;) {
			const own = partPath(path, number++);
			try {
				return {...(await open(own)), path: own};
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
			}
		}
	};

	const openNext: OpenFile = () => {
		const opened = numbered.then(openPart);
		numbered = opened.catch(() => undefined);
		return opened;
	};

	const start = (): Part => {
		// Whole milliseconds: the times of the events have the fraction.
		const startedAt = Math.floor(beganWall + clock.now() - began);
		const elapsedMs = () => beganWall + clock.now() - began - startedAt;
		const lines = createLineWriter({
			path: rotation ? partPath(path, number) : path,
			clock,
			onFailure: fail,
			open: rotation ? openNext : open,
		});
		return {
			elapsedMs,
			writer: createFeedWriter({lines, header: {...header, startedAt}, elapsedMs, tap}),
		};
	};

	const end = ({writer}: Part) => {
		closed.push(writer.stop().then(({path: own, bytes: size}) => ({path: own, bytes: size})));
	};

	let part = start();

	const isFull = () => {
		if (rotation?.type === 'time') return part.elapsedMs() >= rotation.ms;
		return rotation !== null && part.writer.state().bytes >= rotation.bytes;
	};

	const cancelLook = clock.every(lookMs, () => {
		if (hasFailed || !isFull()) return;
		const before = part;
		// In this order nothing is lost between the two.
		part = start();
		end(before);
		const state = before.writer.state();
		messages += state.messages;
		bytes += state.bytes;
		refresh();
	});

	let stopping: Promise<readonly CapturePart[]> | null = null;

	return {
		failed,
		marker(label) {
			part.writer.marker(label);
		},
		state() {
			const state = part.writer.state();
			return {
				elapsedMs: clock.now() - began,
				messages: messages + state.messages,
				bytes: bytes + state.bytes,
				path: state.path,
				isBehind: state.status === 'behind',
			};
		},
		stop() {
			if (stopping) return stopping;
			cancelLook();
			end(part);
			stopping = Promise.all(closed);
			return stopping;
		},
	};
};
