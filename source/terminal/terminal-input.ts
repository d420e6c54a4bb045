import type {Clock} from '../clock.js';
import {colorDepthOf} from '../screen/color-depth.js';
import {isSyncKnown, maySyncBeAsked, syncQuery} from '../screen/synchronized.js';
import type {ThemeChoice, ThemeName} from '../screen/theme-names.js';
import {createAsking} from './asking.js';
import {backgroundQuery} from './background.js';
import {filterKeys} from './filtered-stdin.js';
import {createFittingTheme, type KnownBackground} from './fitting-theme.js';
import {createKeyFilter} from './key-filter.js';
import {createOnce} from './once.js';
import {holdRawMode} from './raw-mode.js';

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
	readonly background: KnownBackground | null;
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
	const fitting = createFittingTheme(choice, env['COLORFGBG']);
	if (!stdin.isTTY || !stdout.isTTY)
		return withoutAnswers(stdin, fitting.theme(), fitting.background());

	const synchronizes = createOnce();
	const rawMode = holdRawMode(stdin, clock);
	const asking = createAsking({stdin, stdout, rawMode, clock});
	const filter = createKeyFilter({
		onString: fitting.hear,
		onMode(mode, setting) {
			if (isSyncKnown(mode, setting)) synchronizes.happen();
		},
		onAttributes: asking.end,
	});
	const {keys, stop} = filterKeys(stdin, filter, {rawMode, clock, isAsking: asking.isAsking});
	const close = () => {
		asking.cancel();
		stop();
		rawMode.release();
		stdin.setRawMode(false);
		stdin.pause();
	};

	// Without colours all themes are the same; the console of Linux knows no such question, and is black.
	const isThemeOpen =
		fitting.isOpen && colorDepthOf(stdout, color, env) > 1 && env['TERM'] !== 'linux';
	const syncQuestion = hasScreen && maySyncBeAsked(env) ? syncQuery : '';
	const question = syncQuestion + (isThemeOpen ? backgroundQuery : '');
	if (question !== '') asking.ask(question);
	// All else may come later.
	if (isThemeOpen) await asking.wait(waitMs);
	const known = fitting.background();
	return {
		stdin: keys as unknown as NodeJS.ReadStream,
		theme: fitting.theme(),
		background: known,
		// It may have come since, before there was a screen.
		onLateTheme: listener => fitting.onLate(known, listener),
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
