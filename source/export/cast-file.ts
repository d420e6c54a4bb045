import type {CastEvent} from '../recording/asciicast.js';
import {createLinePatience, useless} from '../capture/line-patience.js';
import {longLine, readLines} from '../capture/read-lines.js';
import {CastLineError, parseCastHeader, parseCastLine, type CastHeader} from './cast-line.js';
import {createCountClamp} from './count-clamp.js';
import {FileError} from '../files/file-error.js';

/** `ms` since the start, never falling. */
export type CastMoment = {readonly ms: number; readonly event: CastEvent};

export type Cast = Omit<CastHeader, 'version' | 'idleLimit' | 'odd'> & {
	/** In their order. */
	readonly moments: readonly CastMoment[];
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

/** Characters of a cast that are held: hours of a busy screen. Each event counts for what it takes itself, too. */
const maxHeld = 100e6;
const heldByEvent = 100;

/** What comes after the header, on its clock. */
const createMoments = (header: CastHeader) => {
	const moments: CastMoment[] = [];
	const toMs = createCastTime(header);
	const counts = createCountClamp(header);
	let held = 0;
	return {
		isFull: () => held > maxHeld,
		all: (): readonly CastMoment[] => moments,
		/** Null for an event that is of no use here; its pause counts. */
		add(seconds: number, event: CastEvent | null) {
			const ms = toMs(seconds);
			held += heldByEvent;
			if (event?.code === 'o') {
				const data = counts.clamp(event.data);
				held += data.length;
				if (data !== '') moments.push({ms, event: {code: 'o', data}});
			} else if (event) {
				if (event.code === 'r') counts.resize(event);
				moments.push({ms, event});
			}
		},
	};
};

type Read = {
	readonly header: CastHeader;
	readonly moments: ReturnType<typeof createMoments>;
};

/** Throws where nothing of it can be shown. */
const toCast = (path: string, read: Read, skipped: readonly string[], cut: string | null): Cast => {
	const {columns, rows, title, palette, odd} = read.header;
	const moments = read.moments.all();
	const notes = odd === null ? skipped : [`line 1: ${odd}`, ...skipped];
	if (moments.some(({event}) => event.code === 'o'))
		return {columns, rows, title, palette, moments, cut, notes};
	const why = `${path} is empty: nothing was written to the screen`;
	throw new FileError([why, ...notes].join('; '));
};

/** Numbers the lines, and reads them. */
const createReader = (path: string) => {
	let read: Read | null = null;
	let line = 0;
	const skips = createSkips();
	const patience = createLinePatience();

	const takeEvent = (text: string, moments: Read['moments']) => {
		try {
			const parsed = parseCastLine(text);
			if (!parsed) return;
			patience.see(true);
			moments.add(parsed.seconds, parsed.event);
			if (moments.isFull())
				throw new FileError(
					`${path} is too long: it holds more than ${maxHeld / 1e6} MB by line ${line}; record less at a time`,
				);
			if (parsed.odd !== null) skips.add(line, parsed.odd);
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

	return {
		isOver: patience.isOver,
		take(text: string | null) {
			if (patience.isOver()) return;
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
		for await (const {lines, broken, notice} of readLines(path)) {
			for (const line of lines) reader.take(line);
			cut = broken ?? notice ?? cut;
			if (!reader.isOver()) continue;
			cut = useless;
			break;
		}
	} catch (error) {
		if (error instanceof FileError) throw error;
		const {code = '', message} = error as NodeJS.ErrnoException;
		throw new FileError(`${path} ${words[code] ?? `cannot be read: ${message}`}`);
	}
	return reader.finish(cut);
};

/** Milliseconds from the start to the last event. */
export const durationOf = ({moments}: Cast): number => moments.at(-1)?.ms ?? 0;

const leaveAlternate = '\u001B[?1049l';

/**
 * A full-screen program ends by giving the terminal back: what a viewer is left with is an empty
 * screen. Takes that off, so that the last picture is the program's; anything printed behind it stays.
 */
export const withoutLeaving = (cast: Cast): Cast => {
	const {moments} = cast;
	const isLeave = ({event}: CastMoment) =>
		event.code === 'o' && event.data.includes(leaveAlternate);
	const at = moments.findLastIndex(isLeave);
	const leaving = moments[at];
	if (leaving?.event.code !== 'o') return cast;
	const {data} = leaving.event;
	const end = data.lastIndexOf(leaveAlternate);
	const rest = moments.slice(at + 1).map(({event}) => (event.code === 'o' ? event.data : ''));
	const behind = data.slice(end) + rest.join('');
	if (behind.replace(/\u001B(?:\[[\d;?]*[A-Za-z]|.)/g, '').trim() !== '') return cast;
	const last = {ms: leaving.ms, event: {code: 'o', data: data.slice(0, end)}} as const;
	return {...cast, moments: [...moments.slice(0, at), last]};
};
