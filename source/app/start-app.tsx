import {render, type Instance} from 'ink';
import {App} from './app.js';
import type {Clock} from '../clock.js';
import type {MarketMenu} from '../hooks/use-menus.js';
import type {ViewSource} from '../store/view-source.js';
import {createEdgeTracker, type Fees} from '../panes/edge/edge-tracker.js';
import {marketsOf} from '../panes/market-title.js';
import {createInkStdout} from '../screen/ink-stdout.js';
import {cleanText} from '../screen/clean-text.js';
import {bindings, type Binding, type CommandIntent} from '../screen/keys.js';
import {toAsciiTable} from '../screen/rebind.js';
import type {RecordingShown} from '../screen/recording-shown.js';
import type {MenuItem} from '../screen/menu-list.js';
import {createScreen, type Size} from '../screen/screen.js';
import {colorDepthOf} from '../screen/color-depth.js';
import {createTheme} from '../screen/theme.js';
import {themeNames, type ThemeName} from '../screen/theme-names.js';
import {remarkOf} from '../screen/timeline-line.js';
import type {ReplayControl} from '../screen/timeline.js';
import {forOtherMarket, initialUiState, type UiState} from '../screen/ui-state.js';
import type {BookKey} from '../store/market-view.js';

export type StartAppOptions = {
	readonly store: ViewSource;
	readonly clock: Clock;
	/** How long a notice stays is real time also in a replay, which may be paused. @default `clock` */
	readonly noticeClock?: Clock;
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	/** `STEEM/USDT` */
	readonly market: string;
	readonly mode: 'live' | 'demo' | 'replay';
	/** Where the data is a replay's: `store` and `clock` are its own. */
	readonly replay?: ReplayControl;
	/** @default 'dark' */
	readonly theme?: ThemeName;
	/** Draws with ASCII alone. @default false */
	readonly isAscii?: boolean;
	/** Whether the mouse is on at first. @default true */
	readonly hasMouse?: boolean;
	/** The key table. @default as it is without a config file */
	readonly bindings?: readonly Binding[];
	/** Levels a side at first; null for all that fit. @default null */
	readonly levels?: number | null;
	/** False leaves bold, dim, underline and inverse (NO_COLOR, --no-color). */
	readonly color: boolean;
	/** The variables that tell what the terminal is. @default none */
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** Taker fees in percent, by exchange id. @default 0.1 each */
	readonly fees?: Fees;
	/** What can be made to go wrong in the demo, for a menu. */
	readonly faults?: readonly MenuItem[];
	/** The user chose one of them. */
	readonly onFault?: (name: string) => void;
	/** The user opened the menu of markets: `setMarkets` fills it. */
	readonly onMarkets?: () => void;
	/** The user picked a market to see instead. */
	readonly onMarket?: (name: string) => void;
	/** The user wants to record, to put a marker or to save the screen. */
	readonly onCommand?: (intent: CommandIntent) => void;
	/** What runs of a recording; null while none does. */
	readonly getRecording?: () => RecordingShown | null;
	/** The user asked for a fresh snapshot of this book. */
	readonly onResync: (key: BookKey) => void;
	/** The user asked for the shell: `suspend` and stop the program. */
	readonly onSuspend?: () => void;
	/** The user asked for the demo, which is offered only while no exchange can be reached. */
	readonly onDemo?: () => void;
};

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
	/** Shows another store, as when the demo takes over or another market was picked. */
	setSource(store: ViewSource, mode: 'live' | 'demo', market: string): void;
};

/** How long something said stays on the screen. */
const noticeMs = 8000;

/** Takes the terminal over and shows the books until the user quits. */
export const startApp = (options: StartAppOptions): RunningApp => {
	const {clock, stdin, stdout, color, fees = new Map(), faults = []} = options;
	const {noticeClock = clock} = options;
	const {onCommand = () => undefined, getRecording = () => null} = options;
	const {onResync, onFault = () => undefined, onDemo = null, replay = null} = options;
	const {onMarkets = () => undefined, onMarket = () => undefined} = options;
	let finish = () => {};
	const ended = new Promise<void>(resolve => {
		finish = resolve;
	});
	const screen = createScreen(
		stdout,
		clock,
		() => {
			stop();
		},
		{isAscii: options.isAscii ?? false},
	);
	const keys = options.bindings ?? bindings;
	const table = options.isAscii ? toAsciiTable(keys) : keys;
	let theme = createTheme(colorDepthOf(stdout, color, options.env), options.theme);
	let {store, mode, market} = options;
	let notice: string | null = null;
	let remark: string | null = null;
	let markets: MarketMenu = {items: [], notes: []};
	let ui: UiState = {...initialUiState, depth: options.levels ?? null};
	const onUi = (newUi: UiState) => {
		ui = newUi;
	};
	let cancelNotice = () => {};
	let edges = createEdgeTracker(fees, store.firstPrice);
	/** Steps that the user has put the size of the edge away from where it began, by mode and market. */
	const sizeSteps = new Map<string, number>();

	/** What was of another market is gone, but for the size that was chosen for each. */
	const beginMarket = (name: string, newMode = mode) => {
		sizeSteps.set(`${mode} ${market}`, ui.sizeStep);
		// Prices in the demo say nothing of those at the exchanges.
		if (newMode !== mode) edges = createEdgeTracker(fees);
		({market, mode} = {market: name, mode: newMode});
		ui = forOtherMarket(ui, sizeSteps.get(`${mode} ${market}`));
		edges.setStep(ui.sizeStep);
	};

	/** A replay goes over to another market where its capture did. Returns whether it has. */
	const followMarket = (): boolean => {
		const name = replay ? marketsOf(store.getView()) : market;
		if (name === market) return false;
		beginMarket(name);
		return true;
	};

	/** Whether there is something else to say of the moment of a replay. */
	const followRemark = (): boolean => {
		const before = remark;
		remark = replay ? remarkOf(replay.getState()) : null;
		return remark !== before;
	};

	/** Notes the edges of every view before it is painted, whatever the screen shows of it. */
	const follow = () => {
		edges.sample(store.getView());
		return store.subscribe(() => {
			const isOther = followMarket();
			if (followRemark() || isOther) ink?.rerender(element());
			edges.sample(store.getView());
			screen.paint();
		});
	};
	let unsubscribe = follow();
	let jumps = replay?.getState().jumps ?? 0;

	const element = () => (
		<App
			key={`${mode} ${market}`}
			screen={screen}
			theme={theme}
			bindings={table}
			source={store}
			edges={edges}
			market={market}
			mode={mode}
			replay={replay}
			jumps={jumps}
			faults={faults}
			markets={markets}
			firstUi={ui}
			onUi={onUi}
			onMarkets={onMarkets}
			onMarket={onMarket}
			now={clock.now}
			onQuit={stop}
			onResync={onResync}
			onNotice={notify}
			firstTheme={firstTheme}
			onTheme={changeTheme}
			onMouse={toggleMouse}
			onSuspend={options.onSuspend ?? (() => undefined)}
			onFault={onFault}
			onCommand={onCommand}
			getRecording={getRecording}
			notice={notice}
			remark={remark}
			onDemo={onDemo}
		/>
	);

	/** After a jump in time nothing of what was before is on the screen, or compared with what comes. */
	const onReplay = () => {
		const state = replay?.getState();
		followMarket();
		followRemark();
		if (state && state.jumps !== jumps) {
			({jumps} = state);
			const passed = store.passed?.();
			if (passed) edges.jump(passed, clock.now(), store.getView());
		}
		ink?.rerender(element());
		screen.paint();
	};
	const unsubscribeReplay = replay?.subscribe(onReplay);

	/** The footer names every theme but this one. */
	let firstTheme = theme.name;
	let isThemeChosen = false;
	const changeTheme = () => {
		if (theme.depth === 1) {
			notify('without colours all themes look the same');
			return;
		}
		isThemeChosen = true;
		const next = themeNames[(themeNames.indexOf(theme.name) + 1) % themeNames.length];
		theme = createTheme(theme.depth, next);
		ink?.rerender(element());
	};

	// Without a terminal to read from, nothing would come of it.
	let hasMouse = stdin.isTTY && (options.hasMouse ?? true);
	const toggleMouse = () => {
		hasMouse = !hasMouse;
		screen.setMouse(hasMouse);
		notify(hasMouse ? 'the mouse is on' : 'the mouse is off: text can be selected');
	};

	const restore = () => {
		unsubscribe();
		unsubscribeReplay?.();
		screen.restore();
		// Ink turns raw mode off when it unmounts, which a crash does not wait for.
		if (stdin.isTTY && stdin.isRaw) stdin.setRawMode(false);
	};
	let isStopped = false;
	let ink: Instance | null = null;
	function stop() {
		if (isStopped) return;
		isStopped = true;
		cancelNotice();
		ink?.unmount();
		restore();
		finish();
	}

	// Setting the mode of a terminal that is gone is an error of stdin; its end is that of the keys.
	stdin.on('error', stop);
	stdin.on('end', stop);
	screen.setMouse(hasMouse);
	screen.enter();
	// Debug mode hands over each frame whole and unthrottled; Ctrl-C is a key like any other.
	ink = render(element(), {
		stdin,
		stdout: createInkStdout(screen),
		debug: true,
		patchConsole: false,
		exitOnCtrlC: false,
	});
	// Ink settles this when drawing failed; it has then unmounted already.
	const failed = ink.waitUntilExit().then(stop, (error: unknown) => {
		stop();
		throw error;
	});

	const say = (text: string | null) => {
		notice = text;
		if (!isStopped) ink?.rerender(element());
	};

	function notify(text: string) {
		cancelNotice();
		say(cleanText(text, 300));
		cancelNotice = noticeClock.after(noticeMs, () => {
			say(null);
		});
	}

	return {
		stop,
		restore,
		notify,
		picture: screen.picture,
		size: screen.getSize,
		isLight: () => theme.depth > 1 && theme.name.endsWith('light'),
		suspend() {
			if (isStopped) return;
			screen.restore();
			if (stdin.isTTY) stdin.setRawMode(false);
		},
		resume() {
			if (isStopped) return;
			if (stdin.isTTY) stdin.setRawMode(true);
			screen.enter();
		},
		exited: Promise.race([ended, failed]).then(() => failed),
		setTheme(name) {
			if (isStopped || isThemeChosen || theme.depth === 1) return;
			firstTheme = name;
			theme = createTheme(theme.depth, name);
			ink.rerender(element());
		},
		synchronize: screen.synchronize,
		setMarkets(newMarkets) {
			markets = newMarkets;
			if (!isStopped) ink.rerender(element());
		},
		setSource(newStore, newMode, newMarket) {
			if (isStopped) return;
			unsubscribe();
			store = newStore;
			beginMarket(newMarket, newMode);
			unsubscribe = follow();
			ink.rerender(element());
		},
	};
};
