import type {Clock} from '../clock.js';
import type {HeaderFacts} from '../capture/capture-format.js';
import {createFeedWriter, type FeedWriter} from './feed-writer.js';
import {openFile, type OpenFile} from '../files/file-system.js';
import {createLineWriter} from '../files/line-writer.js';
import {createPartFiles} from './part-files.js';
import type {TransportTap} from './transport-tap.js';

/** When a long capture goes on in the next file: after so long, or once a file is so large. */
export type Rotation =
	| {
			readonly type: 'time';
			/** Since the part began. */
			readonly ms: number;
	  }
	| {
			readonly type: 'size';
			/** Of the part's file, packed where it is. */
			readonly bytes: number;
	  };

export type CapturePartsOptions = {
	/** Of the one file; with a rotation, the parts are numbered before its ending. */
	readonly path: string;
	/** Null for one file. */
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
	/** Into the part that is written now. */
	marker(label: string): void;
	/** Resolves with a sentence where the capture ended by itself. */
	readonly failed: Promise<string>;
	state(): {
		/** Since the first part began. */
		readonly elapsedMs: number;
		/** Received over websockets. */
		readonly messages: number;
		/** Of all files. */
		readonly bytes: number;
		/** Of the part that is written now. */
		readonly path: string;
		/** The disk does not keep up. */
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

const close = ({writer}: Part): Promise<CapturePart> =>
	writer.stop().then(({path, bytes}) => ({path, bytes}));

/** The parts that are over: how much they hold, and their files once these are closed. */
const createEndedParts = () => {
	const closed: Promise<CapturePart>[] = [];
	let messages = 0;
	let bytes = 0;
	return {
		add(part: Part) {
			closed.push(close(part));
			const state = part.writer.state();
			messages += state.messages;
			bytes += state.bytes;
		},
		messages: () => messages,
		bytes: () => bytes,
		closed: (): readonly Promise<CapturePart>[] => closed,
	};
};

/** That the capture ended by itself, and why: the first reason counts. */
const createFailure = () => {
	let hasFailed = false;
	let resolveFailed: (reason: string) => void = () => undefined;
	const failed = new Promise<string>(resolve => {
		resolveFailed = resolve;
	});
	return {
		failed,
		hasFailed: () => hasFailed,
		fail(reason: string) {
			hasFailed = true;
			resolveFailed(reason);
		},
	};
};

/** Begins parts. All count from one look at the wall clock: set meanwhile, it would tear them apart. */
const createPartStarter = (options: CapturePartsOptions, onFailure: (reason: string) => void) => {
	const {path, rotation, firstNumber = 1, header, clock, tap, open = openFile} = options;
	const files = createPartFiles(path, firstNumber, open);
	const began = clock.now();
	const beganWall = clock.wall(began);
	const wall = () => beganWall + clock.now() - began;
	return (): Part => {
		// Whole milliseconds: the times of the events have the fraction.
		const startedAt = Math.floor(wall());
		const elapsedMs = () => wall() - startedAt;
		const lines = createLineWriter({
			path: rotation ? files.nextPath() : path,
			clock,
			onFailure,
			open: rotation ? files.openNext : open,
		});
		return {
			elapsedMs,
			writer: createFeedWriter({lines, header: {...header, startedAt}, elapsedMs, tap}),
		};
	};
};

/** Captures all that passes a tap into one file or, one after the other, into several. */
export const startCaptureParts = (options: CapturePartsOptions): CaptureParts => {
	const {rotation, clock, refresh} = options;
	const began = clock.now();
	const failure = createFailure();
	const start = createPartStarter(options, failure.fail);
	const ended = createEndedParts();
	let part = start();
	let stopping: Promise<readonly CapturePart[]> | null = null;

	const isFull = () => {
		if (rotation?.type === 'time') return part.elapsedMs() >= rotation.ms;
		return rotation !== null && part.writer.state().bytes >= rotation.bytes;
	};

	const cancelLook = clock.every(lookMs, () => {
		if (failure.hasFailed() || !isFull()) return;
		const before = part;
		// In this order nothing is lost between the two.
		part = start();
		ended.add(before);
		refresh();
	});

	return {
		failed: failure.failed,
		marker(label) {
			part.writer.marker(label);
		},
		state() {
			const state = part.writer.state();
			return {
				elapsedMs: clock.now() - began,
				messages: ended.messages() + state.messages,
				bytes: ended.bytes() + state.bytes,
				path: state.path,
				isBehind: state.status === 'behind',
			};
		},
		stop() {
			if (stopping) return stopping;
			cancelLook();
			stopping = Promise.all([...ended.closed(), close(part)]);
			return stopping;
		},
	};
};
