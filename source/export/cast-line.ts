import {lineBounds} from '../capture/read-lines.js';
import {parseBounded} from '../json-bounds.js';
import type {CastEvent, CastVersion} from '../recording/asciicast.js';
import type {Palette} from './palette.js';

export type CastHeader = {
	readonly version: CastVersion;
	/** Of the terminal at the start, in cells. */
	readonly columns: number;
	/** Of the terminal at the start, in cells. */
	readonly rows: number;
	readonly title: string | null;
	/** The colours of the terminal it was recorded in, where they were written down. */
	readonly palette: Palette | null;
	/** Seconds that a pause is shortened to; infinite where it says none. */
	readonly idleLimit: number;
	/** What is odd about it and was taken for something else; null where nothing is. */
	readonly odd: string | null;
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
		return parseBounded(line, lineBounds);
	} catch (error) {
		throw new CastLineError(error instanceof RangeError ? error.message : 'not JSON');
	}
};

/** More cells than any terminal has, and fewer than would hurt. */
const maxSide = 10_000;
const maxCells = 150_000;

/** What programs draw for where the terminal tells no size: such casts are 0×0. */
const usualSize = {columns: 80, rows: 24};

const readSize = (columns: unknown, rows: unknown): typeof usualSize | null => {
	const isSide = (value: unknown): value is number =>
		Number.isInteger(value) && Number(value) >= 1 && Number(value) <= maxSide;
	if (!isSide(columns) || !isSide(rows) || columns * rows > maxCells) return null;
	return {columns, rows};
};

const noSize = (columns: unknown, rows: unknown) =>
	`no size of a terminal: ${JSON.stringify(columns ?? null)}×${JSON.stringify(rows ?? null)}`;

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
	if (typeof format === 'string')
		throw new CastLineError(`the header of a ${JSON.stringify(format)}`);
	if (version !== 2 && version !== 3)
		throw new CastLineError(
			typeof version === 'number'
				? `version ${version}; this program reads versions 2 and 3`
				: 'no header of a cast',
		);
	const term = isFields(header['term']) ? header['term'] : {};
	const sides =
		version === 3
			? ([term['cols'], term['rows']] as const)
			: ([header['width'], header['height']] as const);
	const size = readSize(...sides);
	const {columns, rows} = usualSize;
	return {
		version,
		...(size ?? usualSize),
		odd: size ? null : `${noSize(...sides)}; taken for ${columns}×${rows}`,
		title: typeof title === 'string' && title.trim() !== '' ? title : null,
		palette: toPalette(version === 3 ? term['theme'] : header['theme']),
		idleLimit: typeof idle === 'number' && idle > 0 ? idle : Infinity,
	};
};

/** Seconds, from the start or from the event before, as the version says. */
export type CastLine = {
	readonly seconds: number;
	/** Null for what a picture has no use for: keys, exits, what only others know. */
	readonly event: CastEvent | null;
	/** Why the event is skipped that it should be; null where it is not. */
	readonly odd: string | null;
};

/** Characters of a marker's label; what is longer is cut. */
const maxLabel = 1000;

/** Some 30 years. */
const maxSeconds = 1e9;

const isSeconds = (value: unknown): value is number =>
	typeof value === 'number' && value >= 0 && value <= maxSeconds;

const eventOf = (code: string, data: unknown): Omit<CastLine, 'seconds'> => {
	if (code !== 'o' && code !== 'm' && code !== 'r') return {event: null, odd: null};
	if (typeof data !== 'string') return {event: null, odd: 'an event without text'};
	if (code === 'o') return {event: {code, data}, odd: null};
	if (code === 'm') return {event: {code, label: data.slice(0, maxLabel)}, odd: null};
	const [, columns, rows] = /^(\d+)x(\d+)$/.exec(data) ?? [];
	const size = readSize(Number(columns), Number(rows));
	return size
		? {event: {code, ...size}, odd: null}
		: {event: null, odd: `no size of a terminal: ${JSON.stringify(data.slice(0, 40))}`};
};

/** Reads a line after the first; null for a comment. Whatever its event is, its time counts for those after it. */
export const parseCastLine = (line: string): CastLine | null => {
	if (line === '' || line.startsWith('#')) return null;
	const parts = parseJson(line);
	if (!Array.isArray(parts)) throw new CastLineError('no event');
	const [seconds, code, data] = parts as readonly unknown[];
	if (!isSeconds(seconds) || typeof code !== 'string') throw new CastLineError('no event');
	return {seconds, ...eventOf(code, data)};
};
