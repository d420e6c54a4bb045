import type {Clock} from '../clock.js';
import type {Config} from '../config/load-config.js';
import {marketsOf} from '../panes/market-title.js';
import {CaptureError} from '../capture/capture-item.js';
import {createAppAlerts} from '../app/app-alerts.js';
import type {LiveAppOptions} from '../app/live-app.js';
import {saveScreen} from '../app/save-screen.js';
import {showApp} from '../app/show-app.js';
import {exitCodes, type Console} from '../output/console.js';
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
	/** See `LiveAppOptions`. */
	readonly openAlerts: LiveAppOptions['openAlerts'];
};

/** Shows a capture on the full screen until it is left. Returns the exit code; the terminal is as before. */
const showReplay = async (
	request: ReplayRequest,
	{config, speed, from, forMs}: ReplayAppOptions,
	{process, console, clock, openAlerts}: ReplayAppContext,
): Promise<number> => {
	const {stdout, env} = process;
	const opened = await openReplay(request);
	const terminal = await openTerminal(process, config, clock);
	const index = startReplayIndex(opened);
	const {startedAt} = opened.facts.header;
	const player = startReplayPlayer({index, startedAt, clock, speed, from});
	/** That of the moment: the capture may go over to another. */
	const market = () => marketsOf(player.source.getView());

	const alerts = createAppAlerts({
		follow: await openAlerts(text => shown.app.notify(text)),
		clock: player.clock,
		sign: text => shown.sign(text),
		notify: text => shown.app.notify(text),
		log: () => undefined,
	});
	const shown = showApp(
		{process, stdout, env, console, clock, terminal, config},
		{
			store: player.source,
			heat: index.heat,
			clock: player.clock,
			replay: player.control,
			market: market(),
			mode: 'replay',
			onCommand(intent) {
				// There is nothing to record: it is one already.
				if (intent !== 'save') return;
				const folder = config.recordingFolder;
				void saveScreen({app: shown.app, clock, market: market(), folder});
			},
			onResync: () => undefined,
			getAlerts: alerts.recent,
		},
	);
	alerts.follow(player.source);
	// Ends the app only where the capture cannot be read.
	const broken = index.done.then(() => new Promise<never>(() => undefined));
	try {
		return await shown.untilLeft(forMs, broken);
	} finally {
		alerts.stop();
		shown.close();
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
