import type {Clock} from '../clock.js';
import type {Config} from '../config/load-config.js';
import {marketsOf} from '../panes/market-title.js';
import {CaptureError} from '../capture/capture-item.js';
import {startApp} from '../app/start-app.js';
import {saveScreen} from '../app/save-screen.js';
import {guardScreen} from '../terminal/screen-guard.js';
import {followJobControl} from '../terminal/suspension.js';
import {exitCodes, untilStopped, type Console} from '../output/console.js';
import {openTerminal} from '../terminal/terminal-input.js';
import {openReplay, type ReplayRequest} from '../replay/open-replay.js';
import {startReplayIndex} from '../replay/replay-index.js';
import {startReplayPlayer} from '../replay/replay-player.js';

export type ReplayAppOptions = {
	readonly config: Config;
	readonly speed: number;
	/** Milliseconds from the capture's start. */
	readonly from: number;
	/** Real time after which it ends by itself. */
	readonly forMs: number | undefined;
};

export type ReplayAppContext = {
	readonly process: NodeJS.Process;
	/** For what is said before and after the screen. */
	readonly console: Console;
	readonly clock: Clock;
};

/** Shows a capture on the full screen until it is left. Returns the exit code; the terminal is as before. */
const showReplay = async (
	request: ReplayRequest,
	{config, speed, from, forMs}: ReplayAppOptions,
	{process, console, clock}: ReplayAppContext,
): Promise<number> => {
	const opened = await openReplay(request);
	const terminal = await openTerminal(process, config, clock);
	const index = startReplayIndex(opened);
	const {startedAt} = opened.facts.header;
	const player = startReplayPlayer({index, startedAt, clock, speed, from});
	/** That of the moment: the capture may go over to another. */
	const market = () => marketsOf(player.source.getView());

	const app = startApp({
		store: player.source,
		clock: player.clock,
		noticeClock: clock,
		replay: player.control,
		stdin: terminal.stdin,
		stdout: process.stdout,
		market: market(),
		mode: 'replay',
		color: config.color,
		env: process.env,
		theme: terminal.theme,
		isAscii: config.ascii,
		bindings: config.bindings,
		levels: config.screenLevels,
		hasMouse: config.mouse,
		fees: config.fees,
		onSuspend() {
			jobControl.suspend();
		},
		onCommand(intent) {
			// There is nothing to record: it is one already.
			if (intent !== 'save') return;
			const folder = config.recordingFolder;
			void saveScreen({app, clock, market: market(), folder});
		},
		onResync: () => undefined,
	});
	terminal.onLateTheme(app.setTheme);
	terminal.onSynchronizes(app.synchronize);
	const restore = () => {
		app.restore();
		terminal.release();
	};
	guardScreen({restore}, process, console);
	const jobControl = followJobControl(app, process, clock, terminal);
	// Ends the app only where the capture cannot be read.
	const broken = index.done.then(() => new Promise<never>(() => undefined));
	try {
		return await Promise.race([
			app.exited.then(terminal.end).then(() => exitCodes.done),
			untilStopped(process, clock, forMs),
			broken,
		]);
	} finally {
		jobControl.end();
		app.stop();
		terminal.release();
		player.stop();
		await index.stop();
		for (const defect of index.defects) console.complain(defect);
	}
};

/** Runs the app on a capture. Returns the exit code. */
export const runReplayApp = async (
	request: ReplayRequest,
	options: ReplayAppOptions,
	context: ReplayAppContext,
): Promise<number> => {
	try {
		return await showReplay(request, options, context);
	} catch (error) {
		if (!(error instanceof CaptureError)) throw error;
		context.console.complain(error.message);
		return exitCodes.failed;
	}
};
