import type {CastEvent} from '../recording/asciicast.js';
import {createLinePatience, useless} from '../capture/line-patience.js';
import {readLines, toLongLine, trusts} from '../capture/read-lines.js';
import {CastLineError, parseCastHeader, parseCastLine, type CastHeader} from './cast-line.js';
import {createCountClamp} from './count-clamp.js';
import {FileError} from '../files/file-error.js';
import {createMomentStore, type Moments} from './moment-store.js';

export type Cast = Omit<CastHeader, 'version' | 'idleLimit' | 'odd'> & {
	readonly moments: Moments;
	/** Where and why it ends before its end; null where it is whole. */
	readonly cut: string | null;
	/** What in it was not as it should be, and was skipped or taken for something else: each kind once. */
	readonly notes: readonly string[];
};

const words: Readonly<Record<string, string>> = {
	ENOENT: 'does not exist',
	EACCES: 'cannot be read: permission denied',
	EISDIR: 'is a folder, not a cast',
};

/** Kinds of what is wrong that are told, each once. */
const maxKinds = 5;

/** What was wrong with lines that were skipped, each kind at the first of them and counted. */
const createSkips = () => {
	const skipped = new Map<string, {readonly first: number; count: number}>();
	return {
		add(line: number, why: string) {
			const before = skipped.get(why);
			if (before) before.count++;
			else if (skipped.size < maxKinds) skipped.set(why, {first: line, count: 1});
		},
		notes: (): string[] =>
			Array.from(skipped, ([why, {first, count}]) => {
				const others =
					count === 2
						? ', as is another of its kind'
						: count > 2
							? `, as are ${count - 1} others of its kind`
							: '';
				return `line ${first}: ${why}; it is skipped${others}`;
			}),
	};
};

/** Tells when each event is, of the seconds that the file has for it: its pauses shortened as the header wants. */
const createCastTime = ({version, idleLimit}: CastHeader) => {
	let told = 0;
	let seconds = 0;
	return (own: number): number => {
		const pause = version === 3 ? own : Math.max(0, own - told);
		told += pause;
		seconds += Math.min(pause, idleLimit);
		return Math.round(seconds * 1000);
	};
};

/** Letters of a text between two looks at what it costs. */
const pieceLength = 16_384;

/** What comes after the header, on its clock. */
const createMoments = (header: CastHeader) => {
	const store = createMomentStore();
	const toMs = createCastTime(header);
	const counts = createCountClamp(header);
	const isWorkDone = () => counts.work() >= maxWork;
	const write = (ms: number, text: string) => {
		const data = counts.clamp(text);
		if (data !== '') store.add({ms, event: {code: 'o', data}});
	};
	return {
		store,
		/** Why no more is taken; null while there is room. */
		full: () => (isWorkDone() ? longWork : store.full()),
		/** Null for an event that is of no use here; its pause counts. */
		add(seconds: number, event: CastEvent | null) {
			const ms = toMs(seconds);
			if (event?.code === 'o') {
				// One line may hold more work than a whole cast may.
				for (let at = 0; at < event.data.length && !isWorkDone(); at += pieceLength)
					write(ms, event.data.slice(at, at + pieceLength));
			} else if (event) {
				if (event.code === 'r') counts.resize(event);
				store.add({ms, event});
			}
		},
	};
};

/** A page has a chapter for each. */
const maxMarkers = 10_000;
const beyondMarkers = `a marker beyond ${maxMarkers.toLocaleString('en')}`;

/** Of a file: hours of a busy screen. */
const maxLines = 5_000_000;
const longFile = `it has more than ${maxLines / 1e6} million lines`;

/** Letters that a terminal draws in half a minute; what the sequences of a cast may cost it. */
const maxWork = 500e6;
const longWork = 'it draws more than any screen shows';

type Read = {
	readonly header: CastHeader;
	readonly moments: ReturnType<typeof createMoments>;
};

/** Throws where nothing of it can be shown. */
const toCast = (path: string, read: Read, skipped: readonly string[], cut: string | null): Cast => {
	const {columns, rows, title, palette, odd} = read.header;
	const {store} = read.moments;
	const notes = odd === null ? skipped : [`line 1: ${odd}`, ...skipped];
	if (store.hasOutput())
		return {columns, rows, title, palette, moments: store.moments(), cut, notes};
	const why = `${path} is empty: nothing was written to the screen`;
	throw new FileError([why, ...notes].join('; '));
};

/** Of one line: what a program writes at once is far less, and a line takes a multiple of itself while it is read. */
const maxLineMb = 8;
const longLine = toLongLine(maxLineMb);

/** Numbers the lines, and reads them. */
const createReader = (path: string) => {
	let read: Read | null = null;
	let line = 0;
	let markers = 0;
	const skips = createSkips();
	const patience = createLinePatience();

	const takeEvent = (text: string, moments: Read['moments']) => {
		try {
			const parsed = parseCastLine(text);
			if (!parsed) return;
			const isBeyond = parsed.event?.code === 'm' && ++markers > maxMarkers;
			patience.see(!isBeyond);
			moments.add(parsed.seconds, isBeyond ? null : parsed.event);
			const odd = isBeyond ? beyondMarkers : parsed.odd;
			if (odd !== null) skips.add(line, odd);
		} catch (error) {
			if (!(error instanceof CastLineError)) throw error;
			skips.add(line, error.message);
		}
	};
	const take = (text: string | null) => {
		if (text === null && !read) throw new CastLineError(longLine);
		if (text === null) skips.add(line, longLine);
		else if (text.trim() === '') return;
		else if (read) takeEvent(text, read.moments);
		else {
			const header = parseCastHeader(text);
			read = {header, moments: createMoments(header)};
		}
	};

	/** Why nothing is read on; null while it is. */
	const over = (): string | null => {
		if (patience.isOver()) return useless;
		const full = line > maxLines ? longFile : read?.moments.full();
		return full ? `${full}: nothing is read` : null;
	};

	return {
		over,
		take(text: string | null) {
			if (over() !== null) return;
			line++;
			patience.see(false);
			try {
				take(text);
			} catch (error) {
				if (!(error instanceof CastLineError)) throw error;
				throw new FileError(`${path} is not a cast: line ${line}: ${error.message}`);
			}
		},
		finish(broken: string | null): Cast {
			if (!read) throw new FileError(`${path} is not a cast: it has no whole line`);
			const cut = broken === null ? null : `${broken} after line ${line}`;
			return toCast(path, read, skips.notes(), cut);
		},
	};
};

/** Reads a cast of version 2 or 3, packed or not; one that was cut off up to there. Throws `FileError`. */
export const readCast = async (path: string): Promise<Cast> => {
	const reader = createReader(path);
	let cut: string | null = null;
	try {
		const batches = readLines(path, {maxMb: maxLineMb, trust: trusts.asItComes});
		for await (const {lines, broken, lost, notice} of batches) {
			for (const line of lines) reader.take(line);
			cut = broken ?? notice ?? cut;
			if (lost) {
				cut = `the file is damaged: ${lost.lost}`;
				break;
			}
			const over = reader.over();
			if (over === null) continue;
			cut = over;
			break;
		}
	} catch (error) {
		if (error instanceof FileError) throw error;
		const {code = '', message} = error as NodeJS.ErrnoException;
		throw new FileError(`${path} ${words[code] ?? `cannot be read: ${message}`}`);
	}
	return reader.finish(cut);
};

export type Marker = {readonly ms: number; readonly label: string};

/** Milliseconds from the start to the last event. */
export const durationOf = ({moments}: Cast): number => {
	let end = 0;
	for (const {ms} of moments) end = ms;
	return end;
};

/** In their order. */
export const markersOf = ({moments}: Cast): readonly Marker[] => {
	const markers: Marker[] = [];
	for (const {ms, event} of moments) if (event.code === 'm') markers.push({ms, label: event.label});
	return markers;
};
