import {PassThrough} from 'node:stream';
import type {Clock} from '../clock.js';
import {
	backgroundQuery,
	parseBackgroundReply,
	parseColorFgBg,
	type Background,
} from '../screen/background.js';
import {createKeyFilter, type KeyFilter} from '../screen/key-filter.js';
import {colorDepthOf} from '../screen/color-depth.js';
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

const themeFor = (background: Background | null): ThemeName =>
	background?.isLight ? 'light' : 'dark';

/** Raw mode, which is not given up while an answer is awaited. */
const holdRawMode = (stdin: NodeJS.ReadStream, clock: Clock) => {
	let awaitedUntil = 0;
	let isLeaving = false;
	let cancel = () => {};
	let waiting: (() => void)[] = [];

	const settle = () => {
		cancel();
		isLeaving = false;
		const callbacks = waiting;
		waiting = [];
		for (const callback of callbacks) callback();
	};
	const release = () => {
		if (!isLeaving) return;
		stdin.setRawMode(false);
		settle();
	};

	return {
		/** Whether it is given up as soon as the answer is there: what is typed meanwhile is for nobody. */
		isLeaving: () => isLeaving,
		set(isRaw: boolean) {
			const leftMs = awaitedUntil - clock.now();
			if (isRaw || leftMs <= 0) {
				stdin.setRawMode(isRaw);
				settle();
			} else if (!isLeaving && stdin.isRaw) {
				isLeaving = true;
				cancel = clock.after(leftMs, release);
			}
		},
		await(ms: number) {
			awaitedUntil = clock.now() + ms;
		},
		answered() {
			awaitedUntil = 0;
			release();
		},
		release,
		whenReleased(callback: () => void) {
			if (isLeaving) waiting.push(callback);
			else callback();
		},
	};
};

type RawMode = ReturnType<typeof holdRawMode>;

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
	const nothing = () => undefined;
	if (!stdin.isTTY || !stdout.isTTY) {
		const isChosen = choice !== 'auto';
		return {
			stdin,
			theme: isChosen ? choice : themeFor(variable),
			background: isChosen ? null : variable,
			onLateTheme: nothing,
			whenReleased(callback) {
				callback();
			},
			release: nothing,
			end: () => Promise.resolve(),
			close: nothing,
		};
	}

	let background: TerminalInput['background'] = null;
	let tellLate: (theme: ThemeName) => void = nothing;
	let isAsking = false;
	let stopWaiting = () => {};
	let cancelAsking = () => {};
	const rawMode = holdRawMode(stdin, clock);
	const stopAsking = () => {
		isAsking = false;
		cancelAsking();
		stopWaiting();
		rawMode.answered();
	};
	const filter = createKeyFilter({
		onString(text) {
			const found = choice === 'auto' ? parseBackgroundReply(text) : null;
			if (!found) return;
			background ??= {...found, from: 'the terminal'};
			tellLate(themeFor(background));
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
	const input = {
		stdin: keys as unknown as NodeJS.ReadStream,
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

	// Without colours all themes are the same; the console of Linux knows no such question, and is black.
	const isWorthwhile = colorDepthOf(stdout, color, env) > 1 && env['TERM'] !== 'linux';
	if (choice !== 'auto') return {...input, theme: choice, background: null, onLateTheme: nothing};
	if (!isWorthwhile)
		return {...input, theme: themeFor(variable), background: variable, onLateTheme: nothing};

	const waited = new Promise<void>(resolve => {
		stopWaiting = resolve;
	});
	isAsking = true;
	// Otherwise the terminal would show its own answer.
	stdin.setRawMode(true);
	stdout.write(backgroundQuery);
	rawMode.await(answerMs);
	const cancelWait = clock.after(waitMs, stopWaiting);
	cancelAsking = clock.after(giveUpMs, stopAsking);
	await waited;
	cancelWait();
	const known = background ?? variable;
	return {
		...input,
		theme: themeFor(known),
		background: known,
		onLateTheme(listener) {
			tellLate = listener;
			// It may have come since, before there was a screen.
			if (background && background !== known) listener(themeFor(background));
		},
	};
};
