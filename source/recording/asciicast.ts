import {escapeControls} from '../safe-text.js';

/** 2 is what every player takes; 3 is written by asciinema 3.0 and later. */
export type CastVersion = 2 | 3;

export type CastOptions = {
	readonly version: CastVersion;
	/** Of the terminal at the start, in cells. */
	readonly columns: number;
	/** Of the terminal at the start, in cells. */
	readonly rows: number;
	/** Epoch milliseconds. */
	readonly startedAt: number;
	/** Shown by players. */
	readonly title: string;
	/** The variable `TERM`, where it is set. */
	readonly terminal?: string | undefined;
	/** Colours the player's terminal should have; its own where none are named. */
	readonly palette?: CastPalette | null;
};

/** What a terminal shows where a program names no colour, or one of the first 16. Each `#rrggbb`. */
export type CastPalette = {
	readonly foreground: string;
	readonly background: string;
	/** Sixteen: black to white, then the bright ones. */
	readonly colors: readonly string[];
};

/** Output, a resize, a marker. */
export type CastEvent =
	| {
			readonly code: 'o';
			/** As it was written to the screen, escape sequences included. */
			readonly data: string;
	  }
	| {
			readonly code: 'r';
			/** Cells. */
			readonly columns: number;
			/** Cells. */
			readonly rows: number;
	  }
	| {readonly code: 'm'; readonly label: string};

export type CastEncoder = {
	/** The first line. */
	readonly header: string;
	/** One line with its line feed; `ms` since the start. */
	encode(ms: number, event: CastEvent): string;
};

const dataOf = (event: CastEvent): string => {
	switch (event.code) {
		case 'o':
			return event.data;
		case 'r':
			return `${event.columns}x${event.rows}`;
		case 'm':
			return event.label;
	}
};

const toTheme = ({foreground, background, colors}: CastPalette) => ({
	theme: {fg: foreground, bg: background, palette: colors.join(':')},
});

const toHeader = (options: CastOptions): object => {
	const {version, columns, rows, startedAt, title, terminal, palette = null} = options;
	const timestamp = Math.floor(startedAt / 1000);
	const theme = palette === null ? {} : toTheme(palette);
	if (version === 3) {
		const type = terminal === undefined ? {} : {type: terminal};
		return {version, term: {cols: columns, rows, ...type, ...theme}, timestamp, title};
	}
	const environment = terminal === undefined ? {} : {env: {TERM: terminal}};
	return {version, width: columns, height: rows, timestamp, title, ...environment, ...theme};
};

/**
 * Encodes a recorded screen:
 * https://docs.asciinema.org/manual/asciicast/v2/ · https://docs.asciinema.org/manual/asciicast/v3/
 * Times are seconds since the start in v2, seconds since the event before in v3; both to the
 * millisecond, the second as differences of rounded times, so that they do not drift.
 */
export const createCastEncoder = (options: CastOptions): CastEncoder => {
	let last = 0;
	return {
		header: `${escapeControls(JSON.stringify(toHeader(options)))}\n`,
		encode(ms, event) {
			const at = Math.max(last, Math.round(ms));
			const time = options.version === 3 ? at - last : at;
			last = at;
			return `${escapeControls(JSON.stringify([time / 1000, event.code, dataOf(event)]))}\n`;
		},
	};
};
