import type {Clock} from '../clock.js';
import type {Config} from '../config/load-config.js';
import {marketsOf} from '../panes/market-title.js';
import {CaptureError} from '../capture/capture-item.js';
import {createAppAlerts} from '../app/app-alerts.js';
import type {LiveAppOptions} from '../app/live-app.js';
import {saveScreen} from '../app/save-screen.js';
import {showApp} from '../app/show-app.js';
import {exitCodes, type Console} from '../output/console.js';
import {guardLoading} from '../terminal/loading-guard.js';
import {openTerminal} from '../terminal/terminal-input.js';
import {boardOf} from '../markets/books-board.js';
import {oneMarket} from '../markets/one-market.js';
import {formatWanted} from '../market-name.js';
import type {ViewSource} from '../store/view-source.js';
import {openReplay} from '../replay/open-replay.js';
import {startReplayIndex, startWritesIndex, type ReplayIndex} from '../replay/replay-index.js';
import {startReplayPlayer} from '../replay/replay-player.js';
import {isPast, type Replayable} from './replayable.js';

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

type Shown = {
	readonly index: ReplayIndex;
	/** Epoch milliseconds. */
	readonly startedAt: number;
	/** The markets that there are, each once. */
	readonly names: readonly string[];
	/** Whether they have exchanges in common. */
	readonly isMany: boolean;
};

const openShown = async (request: Replayable): Promise<Shown> => {
	if (isPast(request)) {
		const {startedAt, books} = request;
		const names = [...new Set(books.map(({market}) => market))];
		return {index: startWritesIndex(request), startedAt, names, isMany: false};
	}
	const opened = await openReplay(request, true);
	const {groups, facts} = opened;
	const exchanges = groups.flatMap(group => group.exchanges.map(({id}) => id));
	return {
		index: startReplayIndex(opened),
		startedAt: facts.header.startedAt,
		names: groups.map(({wanted}) => formatWanted(wanted)),
		isMany: new Set(exchanges).size < exchanges.length,
	};
};

/** The markets of a capture, one of them shown; of one alone, or of others that differ by exchange, all. */
const createMarkets = ({names, isMany}: Shown, all: ViewSource) => {
	const [first] = names;
	let source = isMany && first !== undefined ? oneMarket(all, first) : all;
	return {
		board: boardOf(all),
		/** Of several markets the list. */
		begin: isMany ? ({view: 'markets'} as const) : {},
		source: () => source,
		show(name: string) {
			source = oneMarket(all, name);
		},
		/** That of the moment: the capture may go over to another. */
		name: () => marketsOf(source.getView()),
	};
};

/** Shows a capture on the full screen until it is left. Returns the exit code; the terminal is as before. */
const showReplay = async (
	request: Replayable,
	{config, speed, from, forMs}: ReplayAppOptions,
	{process, console, clock, openAlerts}: ReplayAppContext,
): Promise<number> => {
	const {stdout, env} = process;
	const opened = await openShown(request);
	const {index, startedAt} = opened;
	const asking = openTerminal(process, config, clock);
	const guard = guardLoading(process, clock, asking);
	const terminal = await asking;
	await guard.goOn();
	const player = startReplayPlayer({index, startedAt, clock, speed, from});
	const markets = createMarkets(opened, player.source);
	const {board} = markets;

	const alerts = createAppAlerts({
		follow: await openAlerts(text => shown.app.notify(text)),
		clock: player.clock,
		sign: text => shown.sign(text),
		notify: text => shown.app.notify(text),
		log: () => undefined,
	});
	const shown = showApp(
		{process, stdout, env, console, clock, terminal, config, onHeard: guard.onHeard},
		{
			...{store: markets.source(), board, ...markets.begin},
			onMarket(name) {
				markets.show(name);
				shown.app.setSource(markets.source(), 'replay', name, board);
			},
			heat: index.heat,
			clock: player.clock,
			replay: player.control,
			market: markets.name(),
			mode: 'replay',
			onCommand(intent) {
				// There is nothing to record: it is one already.
				if (intent !== 'save') return;
				const folder = config.recordingFolder;
				void saveScreen({app: shown.app, clock, market: markets.name(), folder});
			},
			onResync: () => undefined,
			getAlerts: alerts.recent,
		},
	);
	alerts.follow(player.source, player);
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
	request: Replayable,
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
