import type {Clock} from '../clock.js';
import type {Config} from '../config/load-config.js';
import {exitCodes, untilStopped, type Console} from '../output/console.js';
import {createAlertSigns} from '../terminal/alert-signs.js';
import {guardScreen} from '../terminal/screen-guard.js';
import {followJobControl} from '../terminal/suspension.js';
import type {TerminalInput} from '../terminal/terminal-input.js';
import type {StartAppOptions} from './app-options.js';
import {startApp, type RunningApp} from './start-app.js';

/** Where the full screen is shown. */
export type Place = {
	readonly process: NodeJS.Process;
	readonly stdout: NodeJS.WriteStream;
	/** What tells what the terminal is. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** For what is said before and after the screen. */
	readonly console: Console;
	/** Real time. */
	readonly clock: Clock;
	readonly terminal: TerminalInput;
	readonly config: Config;
	/** Called once signals are heard for the screen. */
	readonly onHeard: () => void;
};

/** What is shown: all that is not the terminal's or the user's settings. */
export type What = Pick<
	StartAppOptions,
	| 'store'
	| 'heat'
	| 'board'
	| 'view'
	| 'clock'
	| 'replay'
	| 'market'
	| 'mode'
	| 'faults'
	| 'getRecording'
	| 'getAlerts'
	| Exclude<Extract<keyof StartAppOptions, `on${string}`>, 'onSuspend'>
> & {
	/** What the screen is written to. @default the place's */
	readonly stdout?: NodeJS.WriteStream;
};

export type ShownApp = {
	readonly app: RunningApp;
	/**
	 * Resolves with an exit code when the user has left, a signal came or `forMs` are over; or with what `otherwise`
	 * brings. Then the terminal owes no answer any more, but after a signal, which waits for none.
	 */
	untilLeft<Reason>(
		forMs: number | undefined,
		otherwise: Promise<Reason>,
	): Promise<number | Reason>;
	/** Draws attention to what is said, in the ways of the settings. */
	sign(text: string): void;
	/** Gives the terminal back; any number of times. */
	close(): void;
};

const startOf = ({screen}: Pick<Config, 'screen'>) => ({
	view: screen.view,
	grouping: screen.grouping,
	bars: screen.bars,
	large: screen.large,
	...(screen.edgeSize && {sizeStep: screen.edgeSize}),
});

/** Shows the books on the process's terminal, which is given back however the program ends. */
export const showApp = (place: Place, what: What): ShownApp => {
	const {process, console, clock, terminal, config} = place;
	const app = startApp({
		stdout: place.stdout,
		...what,
		noticeClock: clock,
		stdin: terminal.stdin,
		env: place.env,
		theme: terminal.theme,
		color: config.color,
		isAscii: config.ascii,
		bindings: config.bindings,
		levels: config.screenLevels,
		start: startOf(config),
		colors: config.screen.colors,
		hasMouse: config.mouse,
		feeOf: config.feeOf,
		onSuspend: () => jobControl.suspend(),
	});
	terminal.onLateTheme(app.setTheme);
	terminal.onSynchronizes(app.synchronize);
	const signs = createAlertSigns(place.stdout, config.alertSigns);
	const restore = () => {
		signs.restore();
		app.restore();
		terminal.release();
	};
	guardScreen({restore}, process, console);
	const jobControl = followJobControl(app, process, clock, terminal);

	const leave = async <Reason>(otherwise: Promise<Reason>) => {
		const reason = await Promise.race([app.exited.then(() => exitCodes.done), otherwise]);
		app.stop();
		await terminal.end();
		return reason;
	};

	return {
		app,
		sign: signs.show,
		untilLeft(forMs, otherwise) {
			const stopped = untilStopped(process, clock, forMs);
			place.onHeard();
			return Promise.race([leave(otherwise), stopped]);
		},
		close() {
			jobControl.end();
			signs.restore();
			app.stop();
			terminal.release();
		},
	};
};
