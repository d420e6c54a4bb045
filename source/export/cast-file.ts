import type {CastEvent} from '../recording/asciicast.js';
import {readLines} from '../recording/read-lines.js';
import {CastLineError, parseCastHeader, parseCastLine, type CastHeader} from './cast-line.js';
import {ExportError} from './export-error.js';

/** `ms` since the start, never falling. */
export type CastMoment = {readonly ms: number; readonly event: CastEvent};

export type Cast = Omit<CastHeader, 'version' | 'idleLimit'> & {
	readonly moments: readonly CastMoment[];
	/** Where and why it ends before its end; null where it is whole. */
	readonly cut: string | null;
};

const words: Readonly<Record<string, string>> = {
	ENOENT: 'does not exist',
	EACCES: 'cannot be read: permission denied',
	EISDIR: 'is a folder, not a cast',
};

/** Numbers the lines, and reads them. */
const createReader = (path: string) => {
	let header: CastHeader | null = null;
	const moments: CastMoment[] = [];
	let line = 0;
	/** Of the last event, as the file has it, and with its pauses shortened as the header wants. */
	let told = 0;
	let seconds = 0;

	const take = (text: string) => {
		if (text.trim() === '') return;
		if (!header) {
			header = parseCastHeader(text);
			return;
		}
		const parsed = parseCastLine(text);
		if (!parsed) return;
		const pause = header.version === 3 ? parsed.seconds : Math.max(0, parsed.seconds - told);
		told += pause;
		seconds += Math.min(pause, header.idleLimit);
		const {event} = parsed;
		if (event.code !== 'o' || event.data !== '')
			moments.push({ms: Math.round(seconds * 1000), event});
	};

	return {
		take(text: string) {
			line++;
			try {
				take(text);
			} catch (error) {
				if (!(error instanceof CastLineError)) throw error;
				throw new ExportError(`${path} is not a cast: line ${line}: ${error.message}`);
			}
		},
		finish(broken: string | null): Cast {
			if (!header) throw new ExportError(`${path} is not a cast: it has no whole line`);
			if (!moments.some(({event}) => event.code === 'o'))
				throw new ExportError(`${path} is empty: nothing was written to the screen`);
			const {columns, rows, title, palette} = header;
			const cut = broken === null ? null : `${broken} after line ${line}`;
			return {columns, rows, title, palette, moments, cut};
		},
	};
};

/** Reads a cast of version 2 or 3, packed or not; one that was cut off up to there. Throws `ExportError`. */
export const readCast = async (path: string): Promise<Cast> => {
	const reader = createReader(path);
	let cut: string | null = null;
	try {
		for await (const {lines, broken, notice} of readLines(path)) {
			for (const line of lines) reader.take(line);
			cut = broken ?? notice ?? cut;
		}
	} catch (error) {
		if (error instanceof ExportError) throw error;
		const {code = '', message} = error as NodeJS.ErrnoException;
		throw new ExportError(`${path} ${words[code] ?? `cannot be read: ${message}`}`);
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
