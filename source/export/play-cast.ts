import type {Terminal as HeadlessTerminal} from '@xterm/headless';
import type {Cast} from './cast-file.js';
import {frameOf, type Frame} from './cells.js';
import {usualPalette, type Palette} from './palette.js';

/** Characters handed to the terminal at once; it drops what waits beyond 50 MB. */
const fullBatch = 1024 * 1024;

// Loaded when first needed: it takes longer than all else the program loads for a plain command.
const openTerminal = async (cols: number, rows: number): Promise<HeadlessTerminal> => {
	const {default: bundled, ...loaded} = await import('@xterm/headless');
	// A loader of sources has beside the default what a bundle has in it.
	const {Terminal} = (bundled as typeof bundled | undefined) ?? loaded;
	return new Terminal({cols, rows, scrollback: 0, allowProposedApi: true});
};

const write = (terminal: HeadlessTerminal, text: string) =>
	new Promise<void>(resolve => {
		terminal.write(text, resolve);
	});

export type Playable = Pick<Cast, 'columns' | 'rows' | 'moments'> & {
	readonly palette?: Palette | null;
};

/** What the terminal shows at a time, in milliseconds since the start. @default at the end */
export const playCast = async (cast: Playable, untilMs = Infinity): Promise<Frame> => {
	const terminal = await openTerminal(cast.columns, cast.rows);
	let waiting = '';
	const flush = async () => {
		if (waiting !== '') await write(terminal, waiting);
		waiting = '';
	};
	for (const {ms, event} of cast.moments) {
		if (ms > untilMs) break;
		if (event.code === 'o') waiting += event.data;
		if (event.code === 'r' || waiting.length > fullBatch) await flush();
		if (event.code === 'r') terminal.resize(event.columns, event.rows);
	}
	await flush();
	const frame = frameOf(terminal, cast.palette ?? usualPalette);
	terminal.dispose();
	return frame;
};

/** What a blank terminal shows once it was sent a text. */
export const frameOfPicture = (picture: string, columns: number, rows: number): Promise<Frame> =>
	playCast({columns, rows, moments: [{ms: 0, event: {code: 'o', data: picture}}]});
