import type {CaptureHole} from '../capture/capture-format.js';
import {toHoleMarker} from './holes.js';
import {toHole, type Lack, type Missing} from './lack.js';
import {createPartOpener, type Part, type PartOpenerOptions} from './part-opener.js';
import type {CapturePart} from './running-capture.js';

/** Whom parts are handed to, and who tells people of them. */
export type PartsPort = {
	/** There is something in a part. */
	begun(path: string): void;
	/** A part is closed. `hole`: what is not in the next one either. */
	closed(part: CapturePart, hole: CaptureHole | null): void;
	/** The hole behind a part from before. */
	interrupted(path: string, hole: CaptureHole): void;
	/** That nothing can be written, and that it can be again, in a sentence. */
	say(text: string): void;
};

export type RowOptions = Omit<PartOpenerOptions, 'endedAt'> & {
	/** The part from before that the recording goes on after; `endedAt` in epoch milliseconds. */
	readonly before?: {readonly path: string; readonly endedAt: number} | null;
	readonly port: PartsPort;
};

/** The parts that are over: how much they hold, and those that hold anything. */
const createEnded = () => {
	const files: CapturePart[] = [];
	let messages = 0;
	let bytes = 0;
	let parts = 0;
	return {
		files: (): readonly CapturePart[] => files,
		add({writer}: Part) {
			const state = writer.state();
			messages += state.messages;
			bytes += state.bytes;
			if (state.lines > 0) parts++;
		},
		addFile(file: CapturePart) {
			files.push(file);
		},
		counts: () => ({messages, bytes, parts}),
	};
};

type Closed = {
	readonly file: CapturePart;
	/** Whether nothing of it is under way to the disk any more. */
	readonly isGone: boolean;
	/** What of its end did not get into the file. */
	readonly missing: Missing | null;
	/** The same, up to when the next one began. */
	readonly hole: CaptureHole | null;
};

const closedWhole = {isGone: true, missing: null, hole: null};

const fileOf = ({writer}: Part): CapturePart => {
	const {path, bytes} = writer.state();
	return {path, bytes};
};

/**
 * Closes a part that another one follows. What is under way to a disk that does not answer may still come into its
 * file, and is waited for up to `ending`.
 */
const closePart = async (part: Part, ending: Promise<unknown>): Promise<Closed> => {
	const {writer, startedAt, elapsedMs} = part;
	const to = Math.ceil(startedAt + elapsedMs());
	await writer.stop();
	const isGone = await Promise.race([writer.gone.then(() => true), ending.then(() => false)]);
	const {failure, writtenAt, missing: lost} = writer.state();
	const file = fileOf(part);
	if (failure === null || lost === 0) return {file, isGone, missing: null, hole: null};
	const missing = {from: startedAt + (writtenAt ?? 0), reason: failure, lost};
	return {file, isGone, missing, hole: toHole(missing, to)};
};

/** One hole for the end of a part and what follows it. */
const joinHoles = (end: CaptureHole | null, next: CaptureHole | null): CaptureHole | null =>
	end && next ? {...next, from: Math.min(end.from, next.from)} : (next ?? end);

/** The part that is written now, and the one before as long as it is not known what follows it. */
export const createPartRow = (
	options: RowOptions,
	lack: Lack,
	onFailure: (part: Part, why: string) => void,
) => {
	const {before = null, port} = options;
	// Several parts of one second have names of the next ones: later than what they hold.
	if (before) options.names.follow(before.path);
	const openPart = createPartOpener({...options, endedAt: before?.endedAt ?? null});
	const ended = createEnded();
	/** One after the other, in the order of the parts. */
	let handing: Promise<void> = Promise.resolve();
	let part = openPart(lack.toHole, onFailure, null);
	let isConfirmed = false;
	let hasWritten = false;
	let previous: Promise<Closed> | null = null;
	let setEnding: () => void = () => undefined;
	const ending = new Promise<void>(resolve => (setEnding = resolve));

	const take = ({file, isGone, missing, hole: own}: Closed, hole: CaptureHole | null) => {
		lack.addLost(missing?.lost ?? 0);
		// Unless the part behind it has told of it at its beginning.
		if (own && !(hole && hole.from <= own.from)) part.writer.note(toHoleMarker(own));
		if (file.bytes === 0) return;
		ended.addFile(file);
		// Whoever is started next does with it what is done with parts: nobody else is to write to it now.
		if (!isGone) return;
		port.closed(file, joinHoles(own, hole));
	};

	const handOn = (closing: Promise<Closed>, hole: CaptureHole | null) => {
		handing = handing.then(async () => take(await closing, hole));
	};

	/** Closes a part that another one follows; where that fails before anything is in its file, it is one hole. */
	const closeBefore = (old: Part): Promise<Closed> => {
		const closing: Promise<Closed> = closePart(old, ending).then(closed => {
			if (closed.missing === null || previous !== closing) return closed;
			lack.precede(closed.missing);
			return {...closed, missing: null};
		});
		return closing;
	};

	/** Once the part of now is in its file, what it tells of the time before it is settled. */
	const confirm = () => {
		if (isConfirmed || part.writer.state().lines === 0) return;
		const {hole} = part;
		port.begun(part.writer.state().path);
		if (previous) handOn(previous, hole);
		else if (!hasWritten && hole && before) port.interrupted(before.path, hole);
		isConfirmed = true;
		hasWritten = true;
		previous = null;
		lack.settle();
	};

	/** Closes the last part, and hands on what there is. `isCounted`: it has failed, and what it lacks is in the lack. */
	const end = async (isCounted: boolean): Promise<readonly CapturePart[]> => {
		setEnding();
		const last = closePart(part, ending).then(closed =>
			isCounted ? {...closed, missing: null} : closed,
		);
		await last;
		confirm();
		if (previous) handOn(previous, null);
		handOn(last, null);
		await handing;
		return ended.files();
	};

	return {
		...{confirm, counts: ended.counts},
		part: () => part,
		isConfirmed: () => isConfirmed,
		hasWritten: () => hasWritten,
		/** Begins the next part: in this order nothing is lost between two. */
		next(how: 'rotated' | 'failed') {
			const old = part;
			const isGone = !isConfirmed || old.errorCode() === 'ESTALE';
			part = openPart(lack.toHole, onFailure, how === 'rotated' ? old : null);
			ended.add(old);
			if (how === 'rotated') previous = closeBefore(old);
			else if (!isGone) previous = Promise.resolve({...closedWhole, file: fileOf(old)});
			isConfirmed = false;
		},
		end,
	};
};

export type PartRow = ReturnType<typeof createPartRow>;
