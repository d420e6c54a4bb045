import type {CastEvent, CastVersion} from '../recording/asciicast.js';
import type {Palette} from './palette.js';

export type CastHeader = {
	readonly version: CastVersion;
	/** Of the terminal at the start, in cells. */
	readonly columns: number;
	readonly rows: number;
	readonly title: string | null;
	/** The colours of the terminal it was recorded in, where they were written down. */
	readonly palette: Palette | null;
	/** Seconds that a pause is shortened to; infinite where it says none. */
	readonly idleLimit: number;
};

/** Of one line; the file and the number of the line are told by whoever reads them. */
export class CastLineError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'CastLineError';
	}
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const parseJson = (line: string): unknown => {
	try {
		return JSON.parse(line) as unknown;
	} catch {
		throw new CastLineError('not JSON');
	}
};

/** More cells than any terminal has, and fewer than would hurt. */
const maxSide = 10_000;
const maxCells = 1_000_000;

const checkSize = (columns: unknown, rows: unknown): {columns: number; rows: number} => {
	const isSide = (value: unknown): value is number =>
		Number.isInteger(value) && Number(value) >= 1 && Number(value) <= maxSide;
	if (!isSide(columns) || !isSide(rows) || columns * rows > maxCells)
		throw new CastLineError(`no size of a terminal: ${String(columns)}×${String(rows)}`);
	return {columns, rows};
};

const isColor = (value: unknown): value is string =>
	typeof value === 'string' && /^#[\da-f]{6}$/i.test(value);

/** A theme that is not whole is none: players then use their own too. */
const toPalette = (theme: unknown): Palette | null => {
	if (!isFields(theme)) return null;
	const {fg, bg, palette} = theme;
	const some = typeof palette === 'string' ? palette.split(':') : [];
	const colors = some.length === 8 ? [...some, ...some] : some;
	if (!isColor(fg) || !isColor(bg) || colors.length !== 16 || !colors.every(isColor)) return null;
	return {foreground: fg, background: bg, colors};
};

/** Reads the first line. */
export const parseCastHeader = (line: string): CastHeader => {
	const header = parseJson(line);
	if (!isFields(header)) throw new CastLineError('no header of a cast');
	const {version, title, format, idle_time_limit: idle} = header;
	if (typeof format === 'string') throw new CastLineError(`the header of a ${format}`);
	if (version !== 2 && version !== 3)
		throw new CastLineError(
			typeof version === 'number'
				? `version ${version}; this program reads versions 2 and 3`
				: 'no header of a cast',
		);
	const term = isFields(header['term']) ? header['term'] : {};
	const size =
		version === 3
			? checkSize(term['cols'], term['rows'])
			: checkSize(header['width'], header['height']);
	return {
		version,
		...size,
		title: typeof title === 'string' && title.trim() !== '' ? title : null,
		palette: toPalette(version === 3 ? term['theme'] : header['theme']),
		idleLimit: typeof idle === 'number' && idle > 0 ? idle : Infinity,
	};
};

/** Seconds, from the start or from the event before, as the version says. */
export type CastLine = {readonly seconds: number; readonly event: CastEvent};

/** Reads a line after the first; null for what a picture has no use for: keys, exits, comments. */
export const parseCastLine = (line: string): CastLine | null => {
	if (line === '' || line.startsWith('#')) return null;
	const parts = parseJson(line);
	if (!Array.isArray(parts)) throw new CastLineError('no event');
	const [seconds, code, data] = parts as readonly unknown[];
	if (typeof seconds !== 'number' || !(seconds >= 0) || typeof code !== 'string')
		throw new CastLineError('no event');
	// Read for its time alone, which those after it may count from.
	if (typeof data !== 'string') throw new CastLineError('an event without text');
	switch (code) {
		case 'o':
			return {seconds, event: {code, data}};
		case 'm':
			return {seconds, event: {code, label: data}};
		case 'r': {
			const [, columns, rows] = /^(\d+)x(\d+)$/.exec(data) ?? [];
			return {seconds, event: {code, ...checkSize(Number(columns), Number(rows))}};
		}
		default:
			return {seconds, event: {code: 'o', data: ''}};
	}
};
