import {PassThrough} from 'node:stream';
import type {Clock} from '../clock.js';
import {
	backgroundQuery,
	createReplyReader,
	parseColorFgBg,
	type Background,
} from '../screen/background.js';
import {colorDepthOf} from '../screen/theme.js';
import type {ThemeChoice, ThemeName} from '../screen/theme-names.js';

/** What is asked, and where the answers come. */
export type Asked = {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
};

/** The terminal's keys, and the colours that suit it. */
export type TerminalInput = {
	/** Keys alone, whatever the terminal answers meanwhile and later. */
	readonly stdin: NodeJS.ReadStream;
	readonly theme: ThemeName;
	/** What the theme goes by; null where it was chosen, or where nothing is known. */
	readonly background: (Background & {readonly from: string}) | null;
	/** Calls back where an answer comes after all and another theme suits it. */
	onLateTheme(listener: (theme: ThemeName) => void): void;
	/** Stops reading: for a command that needs no keys. */
	close(): void;
};

/** The first frame waits no longer for an answer; far terminals give it later. */
const patienceMs = 150;
/** A terminal that has not answered by then does not. */
const giveUpMs = 10_000;
/** How long what may be the beginning of a reply is kept from being a key. */
const cutMs = {short: 50, long: 1000};

const themeFor = (background: Background | null): ThemeName =>
	background?.isLight ? 'light' : 'dark';

/** Keys as they come through a filter, in a stream that is otherwise stdin. */
const filterKeys = (stdin: NodeJS.ReadStream, filter: (text: string) => string) => {
	const keys = Object.assign(new PassThrough(), {
		isTTY: true,
		setRawMode(isRaw: boolean) {
			stdin.setRawMode(isRaw);
			return keys;
		},
		ref() {
			stdin.ref();
			return keys;
		},
		unref() {
			stdin.unref();
			return keys;
		},
	});
	Object.defineProperty(keys, 'isRaw', {get: () => stdin.isRaw});
	stdin.setEncoding('utf8');
	stdin.on('data', (text: string) => {
		const passed = filter(text);
		if (passed !== '') keys.write(passed);
	});
	stdin.on('end', () => keys.end());
	stdin.on('error', error => keys.emit('error', error));
	return keys;
};

/**
 * The terminal's keys, and the theme: the one that was chosen, else the one that suits the background. The terminal
 * is asked for that; one that does not answer costs a moment, once.
 */
export const openTerminal = async (
	{env, stdin, stdout}: Asked,
	{theme: choice, color}: {readonly theme: ThemeChoice; readonly color: boolean},
	clock: Clock,
	waitMs = patienceMs,
): Promise<TerminalInput> => {
	const told = parseColorFgBg(env['COLORFGBG']);
	const variable = told && {...told, from: 'COLORFGBG'};
	const silent = {stdin, onLateTheme: () => undefined, close: () => undefined};
	if (choice !== 'auto') return {...silent, theme: choice, background: null};
	// Without colours all themes are the same; the console of Linux knows no such question, and is black.
	const isWorthwhile = colorDepthOf(stdout, color) > 1 && env['TERM'] !== 'linux';
	if (!isWorthwhile || !stdin.isTTY || !stdout.isTTY)
		return {...silent, theme: themeFor(variable), background: variable};

	let background: TerminalInput['background'] = null;
	let tellLate: (theme: ThemeName) => void = () => undefined;
	let stopWaiting = () => {};
	const waited = new Promise<void>(resolve => {
		stopWaiting = resolve;
	});

	const reader = createReplyReader(
		found => {
			background ??= {...found, from: 'the terminal'};
			tellLate(themeFor(background));
		},
		() => {
			stopWaiting();
		},
	);
	let cancelFlush = () => {};
	const keys = filterKeys(stdin, text => {
		cancelFlush();
		const passed = reader.read(text);
		const {length} = reader.held();
		if (length > 0)
			cancelFlush = clock.after(length < 3 ? cutMs.short : cutMs.long, () => {
				keys.write(reader.flush());
			});
		return passed;
	});

	// Otherwise the terminal would show its own answer.
	stdin.setRawMode(true);
	stdout.write(backgroundQuery);
	const cancelWait = clock.after(waitMs, stopWaiting);
	const cancelAsking = clock.after(giveUpMs, reader.end);
	await waited;
	cancelWait();
	const known = background ?? variable;
	return {
		stdin: keys as unknown as NodeJS.ReadStream,
		theme: themeFor(known),
		background: known,
		onLateTheme(listener) {
			tellLate = listener;
			// It may have come since, before there was a screen.
			if (background && background !== known) listener(themeFor(background));
		},
		close() {
			cancelAsking();
			cancelFlush();
			stdin.setRawMode(false);
			stdin.pause();
		},
	};
};
