import type {Terminal as HeadlessTerminal} from '@xterm/headless';
import type {Cast} from './cast-file.js';
import {frameOf, type Frame} from './cells.js';
import type {CastMoment} from './moment-store.js';
import {usualPalette, type Palette} from './palette.js';

/** Characters handed to the terminal at once; it drops what waits beyond 50 MB. */
const fullBatch = 1024 * 1024;

// Loaded when first needed: it takes longer than all else the program loads for a plain command.
const openTerminal = async (cols: number, rows: number): Promise<HeadlessTerminal> => {
	const {default: bundled, ...loaded} = await import('@xterm/headless');
	// A loader of sources has beside the default what a bundle has in it.
	const {Terminal} = (bundled as typeof bundled | undefined) ?? loaded;
	// Of what takes it long it warns on the console, whatever its level, also after its end; nobody else warns there.
	Object.assign(globalThis.console, {warn: () => undefined});
	// Of what it cannot parse it would print dumps on stderr.
	return new Terminal({cols, rows, scrollback: 0, allowProposedApi: true, logLevel: 'off'});
};

const write = (terminal: HeadlessTerminal, text: string) =>
	new Promise<void>(resolve => {
		terminal.write(text, resolve);
	});

export type Playable = Pick<Cast, 'columns' | 'rows' | 'moments'> & {
	readonly palette?: Palette | null;
};

const startPlay = async (cast: Playable) => {
	const terminal = await openTerminal(cast.columns, cast.rows);
	let waiting = '';
	const flush = async () => {
		if (waiting !== '') await write(terminal, waiting);
		waiting = '';
	};
	return {
		async take({event}: CastMoment): Promise<void> {
			if (event.code === 'o') waiting += event.data;
			if (event.code === 'r' || waiting.length > fullBatch) await flush();
			if (event.code === 'r') terminal.resize(event.columns, event.rows);
		},
		async frame(): Promise<Frame> {
			await flush();
			return frameOf(terminal, cast.palette ?? usualPalette);
		},
		stop() {
			terminal.dispose();
		},
	};
};

/** What the terminal shows at a time, in milliseconds since the start. @default at the end */
export const playCast = async (cast: Playable, untilMs = Infinity): Promise<Frame> => {
	const play = await startPlay(cast);
	for (const moment of cast.moments) {
		if (moment.ms > untilMs) break;
		await play.take(moment);
	}
	const frame = await play.frame();
	play.stop();
	return frame;
};

export type FilmOptions = {
	/** Milliseconds from the cast's start. */
	readonly fromMs: number;
	/** Milliseconds since the start. */
	readonly toMs: number;
	/** At the least between two pictures: what happens in between is in the later one. */
	readonly everyMs: number;
};

/** The pictures of a part of a cast, each as it stands at `ms` in the cast; the first at `fromMs`. */
export async function* filmCast(
	cast: Playable,
	{fromMs, toMs, everyMs}: FilmOptions,
): AsyncGenerator<{readonly ms: number; readonly frame: Frame}> {
	const play = await startPlay(cast);
	try {
		let isFilmed = false;
		/** Of the first thing that is in no picture yet, and of the last; null where there is none. */
		let since: number | null = null;
		let last = fromMs;
		for (const moment of cast.moments) {
			if (moment.ms > toMs) break;
			if (!isFilmed && moment.ms > fromMs) {
				isFilmed = true;
				yield {ms: fromMs, frame: await play.frame()};
			}
			if (since !== null && moment.ms >= since + everyMs) {
				yield {ms: last, frame: await play.frame()};
				since = null;
			}
			await play.take(moment);
			if (!isFilmed) continue;
			since ??= moment.ms;
			last = moment.ms;
		}
		if (!isFilmed) yield {ms: fromMs, frame: await play.frame()};
		else if (since !== null) yield {ms: last, frame: await play.frame()};
	} finally {
		play.stop();
	}
}

/** What a blank terminal shows once it was sent a text. */
export const frameOfPicture = (picture: string, columns: number, rows: number): Promise<Frame> =>
	playCast({columns, rows, moments: [{ms: 0, event: {code: 'o', data: picture}}]});
