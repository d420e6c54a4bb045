import {PassThrough} from 'node:stream';
import type {Clock} from '../clock.js';
import {
	backgroundQuery,
	parseBackgroundReply,
	parseColorFgBg,
	type Background,
} from './background.js';
import {createKeyFilter, type KeyFilter} from './key-filter.js';
import {isSyncKnown, maySyncBeAsked, syncQuery} from '../screen/synchronized.js';
import {colorDepthOf} from '../screen/color-depth.js';
import type {ThemeChoice, ThemeName} from '../screen/theme-names.js';
import {holdRawMode, type RawMode} from './raw-mode.js';

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
	/** Calls back once the terminal has said that it can show a frame at once; at once where it has. */
	onSynchronizes(listener: () => void): void;
	/** Calls back once raw mode is given up: at once, or where an answer is awaited, soon. */
	whenReleased(callback: () => void): void;
	/** Gives raw mode up now where that waits for an answer. */
	release(): void;
	/** Stops reading once no answer is awaited that a shell would get instead. */
	end(): Promise<void>;
	/** Stops reading now. */
	close(): void;
};

/** The first frame waits no longer for an answer; far terminals give it later. */
const patienceMs = 150;
/** A terminal that has not answered by then does not. */
const giveUpMs = 10_000;
/** Raw mode is not given up sooner after the question: the shell would show the answer, or obey it. */
const answerMs = 1000;

/**
 * Asks the terminal what it is (DA1). Every one answers that, and in order: once the answer is there, none to an
 * earlier question comes any more.
 */
const attributesQuery = '\u001B[c';

const themeFor = (background: Background | null): ThemeName =>
	background?.isLight ? 'light' : 'dark';

/** Keys as they come through the filter, in a stream that is otherwise stdin. */
const filterKeys = (
	stdin: NodeJS.ReadStream,
	filter: KeyFilter,
	{rawMode, clock, isAsking}: {rawMode: RawMode; clock: Clock; isAsking: () => boolean},
) => {
	const keys = Object.assign(new PassThrough(), {
		isTTY: true,
		setRawMode(isRaw: boolean) {
			rawMode.set(isRaw);
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
	Object.defineProperty(keys, 'isRaw', {get: () => stdin.isRaw && !rawMode.isLeaving()});
	const pass = (text: string) => {
		if (text !== '' && !rawMode.isLeaving()) keys.write(text);
	};
	let cancel = () => {};
	stdin.setEncoding('utf8');
	stdin.on('data', (text: string) => {
		cancel();
		pass(filter.read(text));
		const ms = filter.patience(isAsking());
		if (ms !== null)
			cancel = clock.after(ms, () => {
				pass(filter.giveUp());
			});
	});
	stdin.on('end', () => keys.end());
	stdin.on('error', error => keys.emit('error', error));
	return {
		keys,
		stop() {
			cancel();
		},
	};
};

/** What is to be known of the terminal. */
export type OpenOptions = {
	/** The longest that the background is waited for, in milliseconds. @default 150 */
	readonly waitMs?: number;
	/** Whether a screen will be shown: the terminal is asked how. @default true */
	readonly hasScreen?: boolean;
};

/** Where nobody can be asked. */
const withoutAnswers = (
	stdin: NodeJS.ReadStream,
	theme: ThemeName,
	background: TerminalInput['background'],
): TerminalInput => ({
	stdin,
	theme,
	background,
	onLateTheme: () => undefined,
	onSynchronizes: () => undefined,
	whenReleased(callback) {
		callback();
	},
	release: () => undefined,
	end: () => Promise.resolve(),
	close: () => undefined,
});

/** Tells a listener once of something that happens once, before it listens or later. */
const createOnce = () => {
	let hasHappened = false;
	let tell = () => {};
	return {
		happen() {
			if (hasHappened) return;
			hasHappened = true;
			tell();
		},
		listen(listener: () => void) {
			tell = listener;
			if (hasHappened) listener();
		},
	};
};

/**
 * The terminal's keys, and the theme: the one that was chosen, else the one that suits the background. The terminal
 * is asked for that; one that does not answer costs a moment, once.
 */
export const openTerminal = async (
	{env, stdin, stdout}: Asked,
	{theme: choice, color}: {readonly theme: ThemeChoice; readonly color: boolean},
	clock: Clock,
	{waitMs = patienceMs, hasScreen = true}: OpenOptions = {},
): Promise<TerminalInput> => {
	const isChosen = choice !== 'auto';
	const told = parseColorFgBg(env['COLORFGBG']);
	const variable = told && !isChosen ? {...told, from: 'COLORFGBG'} : null;
	const themeOf = (known: Background | null) => (isChosen ? choice : themeFor(known));
	if (!stdin.isTTY || !stdout.isTTY) return withoutAnswers(stdin, themeOf(variable), variable);

	let background: TerminalInput['background'] = null;
	let tellLate: (theme: ThemeName) => void = () => undefined;
	let isAsking = false;
	let stopWaiting = () => {};
	let cancelAsking = () => {};
	const synchronizes = createOnce();
	const rawMode = holdRawMode(stdin, clock);
	const stopAsking = () => {
		isAsking = false;
		cancelAsking();
		stopWaiting();
		rawMode.answered();
	};
	const filter = createKeyFilter({
		onString(text) {
			const found = isChosen ? null : parseBackgroundReply(text);
			if (!found) return;
			background ??= {...found, from: 'the terminal'};
			tellLate(themeFor(background));
		},
		onMode(mode, setting) {
			if (isSyncKnown(mode, setting)) synchronizes.happen();
		},
		onAttributes: stopAsking,
	});
	const {keys, stop} = filterKeys(stdin, filter, {rawMode, clock, isAsking: () => isAsking});
	const close = () => {
		cancelAsking();
		stop();
		rawMode.release();
		stdin.setRawMode(false);
		stdin.pause();
	};

	// Without colours all themes are the same; the console of Linux knows no such question, and is black.
	const isThemeOpen = !isChosen && colorDepthOf(stdout, color, env) > 1 && env['TERM'] !== 'linux';
	const question =
		(hasScreen && maySyncBeAsked(env) ? syncQuery : '') + (isThemeOpen ? backgroundQuery : '');
	if (question !== '') {
		isAsking = true;
		// Otherwise the terminal would show its own answer.
		stdin.setRawMode(true);
		stdout.write(question + attributesQuery);
		rawMode.await(answerMs);
		cancelAsking = clock.after(giveUpMs, stopAsking);
	}
	// All else may come later.
	if (isThemeOpen && isAsking) {
		const cancelWait = clock.after(waitMs, () => {
			stopWaiting();
		});
		await new Promise<void>(resolve => {
			stopWaiting = resolve;
		});
		cancelWait();
	}
	const known = background ?? variable;
	return {
		stdin: keys as unknown as NodeJS.ReadStream,
		theme: themeOf(known),
		background: known,
		onLateTheme(listener) {
			tellLate = listener;
			// It may have come since, before there was a screen.
			if (background && background !== known) listener(themeFor(background));
		},
		onSynchronizes: synchronizes.listen,
		whenReleased: rawMode.whenReleased,
		release: rawMode.release,
		end: () =>
			new Promise<void>(resolve => {
				rawMode.set(false);
				rawMode.whenReleased(() => {
					close();
					resolve();
				});
			}),
		close,
	};
};
