import {
	encodeEvent,
	encodeHeader,
	type HeaderFacts,
	type UntimedEvent,
} from '../capture/capture-format.js';
import type {Clock} from '../clock.js';
import type {OpenFile} from '../files/file-system.js';
import {createLineWriter} from '../files/line-writer.js';
import type {BookName} from '../relay/subjects.js';
import type {Bus} from '../transport/bus.js';
import {findBeginnings, readWireEvents, type Stretch} from './wire-events.js';

export type WireHistoryOptions = {
	readonly path: string;
	readonly header: Omit<HeaderFacts, 'startedAt'>;
	readonly books: readonly BookName[];
	readonly stretch: Stretch;
	/** Of the file: what is after it is left out. */
	readonly maxBytes: number;
};

export type WireHistoryContext = {
	readonly bus: Bus;
	readonly clock: Clock;
	readonly open: OpenFile;
	/** Whether it is to be ended before its time. */
	readonly isStopped: () => boolean;
};

export type WireHistory =
	| {
			readonly type: 'written';
			readonly path: string;
			readonly bytes: number;
			/** Epoch milliseconds of the first event, and of the last. */
			readonly startedAt: number;
			readonly lastAt: number;
			/** Whether there was more than may be in the file. */
			readonly isCut: boolean;
	  }
	/** In a sentence. */
	| {readonly type: 'failed'; readonly reason: string};

/** How often it is looked whether the disk has caught up, in milliseconds. */
const waitMs = 10;

/** Books that begin so soon after the first are found without being told of, in milliseconds. */
const soonMs = 5000;

type FileOptions = Pick<WireHistoryOptions, 'path' | 'header'> &
	Pick<WireHistoryContext, 'clock' | 'open'>;

/** A capture that is written as fast as the disk takes it. */
const createHistoryFile = ({path, header, clock, open}: FileOptions, startedAt: number) => {
	let failure: string | null = null;
	let lastAt = startedAt;
	const lines = createLineWriter({
		...{path, clock, open: () => open(path)},
		onFailure: reason => (failure = reason),
	});
	lines.write(encodeHeader({...header, startedAt}));
	return {
		/** Resolves once the disk has caught up. */
		async room() {
			while (lines.state().status === 'behind')
				await new Promise<void>(resolve => void clock.after(waitMs, resolve));
		},
		write(event: UntimedEvent, at: number) {
			lastAt = at;
			lines.write(encodeEvent({t: at - startedAt, ...event}), at - startedAt);
		},
		bytes: () => lines.state().bytes,
		failure: (): string | null => failure,
		close: lines.close,
		told: () => ({path: lines.state().path, bytes: lines.state().bytes, startedAt, lastAt}),
	};
};

type HistoryFile = ReturnType<typeof createHistoryFile>;

/** Whoever replays it looks for books in the first seconds, unless it is told. */
const toBegunBy = (ms: number) => (ms > soonMs ? {begunBy: Math.ceil(ms)} : {});

/** Writes a stretch of what relays keep of the wire into a file. Rejects with a `BusError`. */
export const writeHistory = async (
	{path, header, books, stretch, maxBytes}: WireHistoryOptions,
	{bus, clock, open, isStopped}: WireHistoryContext,
): Promise<WireHistory> => {
	let file: HistoryFile | null = null;
	let isCut = false;
	try {
		const beginnings = await findBeginnings(bus, books, stretch);
		const begunAt = Math.max(...beginnings.map(({storedAt}) => storedAt));
		for await (const {event, at} of readWireEvents(bus, beginnings, stretch.to)) {
			const facts = {...header, ...toBegunBy(begunAt - at)};
			file ??= createHistoryFile({path, header: facts, clock, open}, Math.floor(at));
			await file.room();
			isCut = file.bytes() > maxBytes;
			if (file.failure() !== null || isCut || isStopped()) break;
			file.write(event, at);
		}
	} finally {
		await file?.close();
	}
	if (!file) return {type: 'failed', reason: 'nothing is kept of the wire of that time'};
	const reason = file.failure();
	return reason === null ? {type: 'written', ...file.told(), isCut} : {type: 'failed', reason};
};
