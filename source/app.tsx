import {Box, render, Text, type Instance} from 'ink';
import {useReducer, useRef} from 'react';
import type {Clock} from './clock.js';
import {useIntents} from './hooks/use-intents.js';
import {useMarketView, type ViewSource} from './hooks/use-market-view.js';
import {useSize} from './hooks/use-size.js';
import {DepthPane} from './panes/depth-pane.js';
import {extentOf} from './panes/extent.js';
import {Header} from './panes/header.js';
import {Footer} from './screen/footer.js';
import {HelpOverlay} from './screen/help.js';
import {createInkStdout} from './screen/ink-stdout.js';
import type {Intent, Scope} from './screen/keys.js';
import {layout, minSize} from './screen/layout.js';
import {createScreen, type Screen} from './screen/screen.js';
import {colorDepthOf, createTheme, type Theme} from './screen/theme.js';
import {describeSettings, initialUiState, reduceUi} from './screen/ui-state.js';
import type {BookKey, MarketView} from './store/book-store.js';

type AppProps = {
	readonly screen: Screen;
	readonly theme: Theme;
	readonly source: ViewSource;
	readonly market: string;
	readonly mode: 'live' | 'demo';
	readonly now: () => number;
	readonly onQuit: () => void;
	readonly onResync: (key: BookKey) => void;
	/** Where it is given, a key offers the demo while no exchange can be reached. */
	readonly onDemo: (() => void) | null;
};

/** Keys of the books, one a line: what React has to know of a view. */
const keysOf = (view: MarketView) => view.books.map(({key}) => key).join('\n');

/** Whether no exchange can be reached: nothing to do but wait, or to look at the demo. */
const isOffline = ({books}: MarketView) =>
	books.length > 0 && books.every(({status}) => status === 'reconnecting' || status === 'failed');

const scopesOf = (isHelpOpen: boolean, isDemoOffered: boolean): readonly Scope[] => {
	if (isHelpOpen) return ['overlay', 'everywhere'];
	return isDemoOffered ? ['offline', 'panes', 'everywhere'] : ['panes', 'everywhere'];
};

/** The root: one view, one UI state, panes laid out, one overlay. */
const App = (props: AppProps) => {
	const {screen, theme, source, market, mode, now, onQuit, onResync, onDemo} = props;
	const [ui, dispatch] = useReducer(reduceUi, initialUiState);
	const size = useSize(screen);
	const keys = useMarketView(source, keysOf).split('\n');
	const isDemoOffered = useMarketView(source, isOffline) && onDemo !== null && mode !== 'demo';
	const frozen = useRef<MarketView | null>(null);
	const getView = () => frozen.current ?? source.getView();
	const count = keys.length;
	const focus = Math.min(ui.focus, count - 1);
	const plan = layout({...size, count, focus, isZoomed: ui.isZoomed});

	const handleIntent = (intent: Intent) => {
		const key = keys[focus] ?? '';
		if (intent === 'quit') return onQuit();
		if (intent === 'resync') return onResync(key);
		if (intent === 'demo') return onDemo?.();
		if (intent === 'freeze') frozen.current = frozen.current ? null : source.getView();
		const extent = extentOf(getView(), key, ui, count, size.rows - 2);
		dispatch({intent, extent, at: now()});
	};
	useIntents(scopesOf(ui.isHelpOpen, isDemoOffered), handleIntent);

	const {columns, rows} = size;
	if (plan.type === 'too-small')
		return (
			<Box width={columns} height={rows}>
				<Text>{`needs ${minSize.columns}×${minSize.rows}, has ${columns}×${rows}`}</Text>
			</Box>
		);
	const live = {screen, theme, getView};
	const isAlone = plan.panes.length === 1;
	const placeOf = (index: number) =>
		isAlone && count > 1 ? `${index + 1}/${count}` : `${index + 1}`;
	const hint = isDemoOffered ? 'press D for the built-in demo' : '';
	return (
		<Box flexDirection="column" width={columns} height={rows}>
			<Header {...live} market={market} mode={mode} frozenAt={ui.frozenAt} width={columns} />
			<Box height={plan.height}>
				{plan.panes.map(({index, width}) => (
					<DepthPane
						key={`${mode} ${keys[index]}`}
						{...live}
						bookKey={keys[index] ?? ''}
						ui={ui}
						isFocused={index === focus}
						place={placeOf(index)}
						hint={hint}
						width={width}
						height={plan.height}
					/>
				))}
			</Box>
			<Footer
				theme={theme}
				width={columns}
				settings={describeSettings(ui)}
				isDemoOffered={isDemoOffered}
			/>
			{ui.isHelpOpen && (
				<HelpOverlay screen={screen} theme={theme} size={size} isDemoOffered={isDemoOffered} />
			)}
		</Box>
	);
};

export type StartAppOptions = {
	readonly store: ViewSource;
	readonly clock: Clock;
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	/** `STEEM/USDT` */
	readonly market: string;
	readonly mode: 'live' | 'demo';
	/** False leaves bold, dim, underline and inverse (NO_COLOR, --no-color). */
	readonly color: boolean;
	/** The user asked for a fresh snapshot of this book. */
	readonly onResync: (key: BookKey) => void;
	/** The user asked for the demo, which is offered only while no exchange can be reached. */
	readonly onDemo?: () => void;
};

export type RunningApp = {
	/** Ends the app and gives the terminal back. */
	stop(): void;
	/** Gives the terminal back at once: for `exit`, signal and crash handlers. Any number of times. */
	restore(): void;
	/** Resolves when the user quit, the terminal went away or `stop` was called; rejects if drawing failed. */
	readonly exited: Promise<void>;
	/** Shows another store, as when the demo takes over. */
	setSource(store: ViewSource, mode: 'live' | 'demo', market: string): void;
};

/** Takes the terminal over and shows the books until the user quits. */
export const startApp = (options: StartAppOptions): RunningApp => {
	const {clock, stdin, stdout, color, onResync, onDemo} = options;
	let finish = () => {};
	const ended = new Promise<void>(resolve => {
		finish = resolve;
	});
	const screen = createScreen(stdout, clock, () => {
		stop();
	});
	const theme = createTheme(colorDepthOf(stdout, color));
	let {store, mode, market} = options;
	let unsubscribe = store.subscribe(screen.paint);

	const element = () => (
		<App
			key={`${mode} ${market}`}
			screen={screen}
			theme={theme}
			source={store}
			market={market}
			mode={mode}
			now={clock.now}
			onQuit={stop}
			onResync={onResync}
			onDemo={onDemo ?? null}
		/>
	);

	const restore = () => {
		unsubscribe();
		screen.restore();
		// Ink turns raw mode off when it unmounts, which a crash does not wait for.
		if (stdin.isTTY && stdin.isRaw) stdin.setRawMode(false);
	};
	let isStopped = false;
	let ink: Instance | null = null;
	function stop() {
		if (isStopped) return;
		isStopped = true;
		ink?.unmount();
		restore();
		finish();
	}

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

	return {
		stop,
		restore,
		exited: Promise.race([ended, failed]).then(() => failed),
		setSource(newStore, newMode, newMarket) {
			if (isStopped) return;
			unsubscribe();
			({store, mode, market} = {store: newStore, mode: newMode, market: newMarket});
			unsubscribe = store.subscribe(screen.paint);
			ink.rerender(element());
		},
	};
};
