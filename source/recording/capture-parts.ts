import type {Clock} from '../clock.js';
import type {HeaderFacts} from '../capture/capture-format.js';
import {createFeedWriter, type FeedWriter} from './feed-writer.js';
import type {OpenFile} from '../files/file-system.js';
import {createLineWriter, type WriterState} from '../files/line-writer.js';
import {partPath} from '../files/recording-name.js';
import type {TransportTap} from './transport-tap.js';

/** When a long capture goes on in the next file: after so long, or once a file is so large. */
export type Rotation =
	{readonly type: 'time'; readonly ms: number} | {readonly type: 'size'; readonly bytes: number};

export type CapturePartsOptions = {
	/** Of the one file; with a rotation, the parts are numbered before its ending. */
	readonly path: string;
	readonly rotation: Rotation | null;
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
	readonly path: string;
	/** Since it began. */
	readonly elapsedMs: () => number;
	readonly writer: FeedWriter;
};

/** Milliseconds between two looks at whether the part is long enough. */
const lookMs = 1000;

/** Captures all that passes a tap into one file or, one after the other, into several. */
export const startCaptureParts = (options: CapturePartsOptions): CaptureParts => {
	const {path, rotation, header, clock, tap, refresh, open} = options;
	const began = clock.now();
	// All parts count from one look at the wall clock: set meanwhile, it would tear them apart.
	const beganWall = clock.wall(began);
	const closed: Promise<CapturePart>[] = [];
	let count = 0;
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

	const start = (): Part => {
		const own = rotation ? partPath(path, ++count) : path;
		// Whole milliseconds: the times of the events have the fraction.
		const startedAt = Math.floor(beganWall + clock.now() - began);
		const elapsedMs = () => beganWall + clock.now() - began - startedAt;
		const lines = createLineWriter({
			path: own,
			clock,
			onFailure: fail,
			...(open ? {open} : {}),
		});
		return {
			path: own,
			elapsedMs,
			writer: createFeedWriter({lines, header: {...header, startedAt}, elapsedMs, tap}),
		};
	};

	const end = ({path: own, writer}: Part) => {
		closed.push(writer.stop().then((state: WriterState) => ({path: own, bytes: state.bytes})));
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
				path: part.path,
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
