import {render, type Instance} from 'ink';
import type {ReactNode} from 'react';
import type {Alert} from '../alerts/alert-rule.js';
import type {Clock} from '../clock.js';
import {createAppModel, type AppModel} from '../model/app-model.js';
import {createEffectRunner} from '../model/run-effects.js';
import type {Shown} from '../model/shown.js';
import type {AppEvent} from '../model/update.js';
import {createFlowTracker} from '../flow/flow-tracker.js';
import {createHeatTracker} from '../heat/heat-tracker.js';
import {boardOf} from '../markets/books-board.js';
import type {Board} from '../markets/line.js';
import {createMarketsRanking} from '../markets/ranking.js';
import {createVitalsTracker} from '../panes/health/vitals.js';
import {createEdgeTracker} from '../panes/edge/edge-tracker.js';
import {createAlertedView} from '../panes/alerted-view.js';
import {createInkStdout} from '../screen/ink-stdout.js';
import type {MarketMenu} from '../screen/menu-list.js';
import {createScreen, type Screen, type Size} from '../screen/screen.js';
import type {ThemeName} from '../screen/theme-names.js';
import type {ViewSource} from '../store/view-source.js';
import {App} from './app.js';
import {firstState, type StartAppOptions} from './app-options.js';
import {createSourceFollower} from './follow-source.js';
import {createTerminalHold} from './terminal-hold.js';

export type RunningApp = {
	/** Ends the app and gives the terminal back. */
	stop(): void;
	/** Gives the terminal back at once: for `exit`, signal and crash handlers. Any number of times. */
	restore(): void;
	/** Gives the terminal back until `resume` takes it again: the program is about to be stopped, or was. */
	suspend(): void;
	resume(): void;
	/** Says something in place of the keys for some seconds. */
	notify(text: string): void;
	/** The same of the key that was pressed: until the next one. */
	explain(text: string): void;
	/** All that brings a blank terminal to what is on the screen. */
	picture(): string;
	/** What it is drawn for. */
	size(): Size;
	/** Whether its colours are made for a light background. */
	isLight(): boolean;
	/** Resolves when the user quit, the terminal went away or `stop` was called; rejects if drawing failed. */
	readonly exited: Promise<void>;
	/** Shows the theme that turned out late to suit the terminal, unless the user has chosen one meanwhile. */
	setTheme(name: ThemeName): void;
	/** Lets the terminal show each frame at once: it has said that it can. */
	synchronize(): void;
	/** What the menu of markets offers. */
	setMarkets(markets: MarketMenu): void;
	/** Shows another store, as when the demo takes over or another market was picked. `board`: of the list of markets. */
	setSource(store: ViewSource, mode: Shown['mode'], market: string, board?: Board): void;
};

/** What the command tells the app, as events. */
const toEvents = (
	{getState}: AppModel,
	tell: (event: AppEvent) => void,
	{feeOf}: Pick<StartAppOptions, 'feeOf'>,
): Pick<
	RunningApp,
	'notify' | 'explain' | 'isLight' | 'setTheme' | 'setMarkets' | 'setSource'
> => ({
	notify: text => tell({type: 'say', text}),
	explain: text => tell({type: 'explain', text}),
	isLight() {
		const {depth, name} = getState().theming.theme;
		return depth > 1 && name.endsWith('light');
	},
	setTheme: name => tell({type: 'theme-suits', name}),
	setMarkets: markets => tell({type: 'markets', markets}),
	setSource(source, mode, market, board = boardOf(source)) {
		const {shown} = getState();
		// Prices in the demo say nothing of those at the exchanges.
		const edges = mode === shown.mode ? shown.edges : createEdgeTracker(feeOf);
		const heat = mode === shown.mode ? shown.heat : createHeatTracker();
		const flow = mode === shown.mode ? shown.flow : createFlowTracker();
		const vitals = mode === shown.mode ? shown.vitals : createVitalsTracker();
		const isSame = board === shown.markets.board;
		const markets = isSame ? shown.markets : createMarketsRanking(board, feeOf);
		tell({type: 'show', other: {source, edges, heat, flow, vitals, markets, market, mode}});
	},
});

/** A timer of which only the last setting counts. */
const createTimer = (clock: Pick<Clock, 'after'>) => {
	let cancel = () => {};
	return {
		set(ms: number, callback: () => void) {
			cancel();
			cancel = clock.after(ms, callback);
		},
		cancel: () => cancel(),
	};
};

/** Debug mode hands over each frame whole and unthrottled; Ctrl-C is a key like any other. */
const draw = (app: ReactNode, screen: Screen, stdin: NodeJS.ReadStream): Instance => {
	const stdout = createInkStdout(screen);
	return render(app, {stdin, stdout, debug: true, patchConsole: false, exitOnCtrlC: false});
};

type Effects = Pick<
	Parameters<typeof createEffectRunner>[0]['screen'],
	'quit' | 'follow' | 'jumpEdges'
>;

/** The app's state, with what its changes do to the screen. */
const createModel = (
	options: StartAppOptions,
	screen: Screen,
	noticeTimer: ReturnType<typeof createTimer>,
	effects: Effects,
): AppModel => {
	const {clock, replay = null} = options;
	const model: AppModel = createAppModel({
		first: firstState(options, screen.getSize()),
		look: ({shown}) => ({
			now: clock.now(),
			view: shown.source.getView(),
			overlay: screen.rectOf('overlay'),
			replay: replay?.getState() ?? null,
		}),
		run: createEffectRunner({
			command: options,
			replay,
			screen: {
				...effects,
				repaint: screen.repaint,
				setMouse: screen.setMouse,
				timeNotice(ms) {
					noticeTimer.set(ms, () => model.dispatch({type: 'notice-over'}));
				},
				setSizeStep: step => model.getState().shown.edges.setStep(step),
			},
		}),
	});
	return model;
};

const noAlerts: readonly Alert[] = [];

const toElement = (options: StartAppOptions, model: AppModel, screen: Screen): ReactNode => {
	const {replay = null, getRecording = () => null, getAlerts: get = () => noAlerts} = options;
	const alerted = {get, toView: createAlertedView()};
	return <App {...{model, screen, replay, alerted, getRecording}} />;
};

/** Takes the terminal over and shows the books until the user quits. */
export const startApp = (options: StartAppOptions): RunningApp => {
	const {clock, noticeClock = clock, stdin, stdout, replay = null} = options;
	const {isAscii = false} = options;
	let isStopped = false;
	let ink: Instance | null = null;
	const noticeTimer = createTimer(noticeClock);
	const screen = createScreen(stdout, clock, stop, {isAscii});
	const model = createModel(options, screen, noticeTimer, {
		quit: stop,
		follow: () => follower.follow(),
		jumpEdges: () => follower.jumpEdges(),
	});
	const follower = createSourceFollower({model, clock, replay, paint: screen.paint});
	const terminal = createTerminalHold(screen, stdin);

	function restore() {
		follower.stop();
		terminal.restore();
	}
	function stop() {
		if (isStopped) return;
		isStopped = true;
		noticeTimer.cancel();
		ink?.unmount();
		restore();
	}
	const tell = (event: AppEvent) => {
		if (!isStopped) model.dispatch(event);
	};
	follower.follow();
	screen.onResize(() => tell({type: 'resize', size: screen.getSize()}));
	// Setting the mode of a terminal that is gone is an error of stdin; its end is that of the keys.
	stdin.on('error', stop).on('end', stop);
	screen.setMouse(model.getState().hasMouse);
	screen.enter();
	ink = draw(toElement(options, model, screen), screen, stdin);
	// The terminal may be gone already.
	if (isStopped) ink.unmount();

	return {
		...toEvents(model, tell, options),
		stop,
		restore,
		suspend() {
			if (!isStopped) terminal.suspend();
		},
		resume() {
			if (!isStopped) terminal.resume();
		},
		picture: screen.picture,
		size: screen.getSize,
		synchronize: screen.synchronize,
		// Ink settles this when it is unmounted, which it is already when drawing failed.
		exited: ink
			.waitUntilExit()
			.then(() => undefined)
			.finally(stop),
	};
};
