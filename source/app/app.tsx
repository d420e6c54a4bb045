import {Box, Text} from 'ink';
import {useLayoutEffect, useReducer, useRef} from 'react';
import {useIntents} from '../hooks/use-intents.js';
import {useMenus, type MarketMenu} from '../hooks/use-menus.js';
import {useMarketView} from '../hooks/use-market-view.js';
import type {ViewSource} from '../store/view-source.js';
import {useSize} from '../hooks/use-size.js';
import type {EdgeReader, EdgeTracker} from '../panes/edge/edge-tracker.js';
import {Header} from '../panes/header.js';
import {idleIntents} from '../panes/idle-intents.js';
import {panes} from '../panes/index.js';
import {PaneRegion} from '../panes/pane-region.js';
import {cleanText} from '../screen/clean-text.js';
import {Footer, hintAt} from '../screen/footer.js';
import {helpLines} from '../screen/help.js';
import {keyOf, type Binding, type CommandIntent, type Intent} from '../screen/keys.js';
import {chromeRowsOf, layout, minSize} from '../screen/layout.js';
import type {MouseAction} from '../screen/mouse.js';
import {Notice, noticeLines} from '../screen/notice.js';
import {menuItemAt, menuLines, menuRoom} from '../screen/menu.js';
import {chosenIndex, type MenuItem} from '../screen/menu-list.js';
import type {RecordingShown} from '../screen/recording-shown.js';
import {Overlay} from '../screen/overlay.js';
import {targetAt, type Target} from '../screen/pointer.js';
import {paneScopes, scopesOf} from '../screen/scopes.js';
import type {Screen} from '../screen/screen.js';
import type {Theme} from '../screen/theme.js';
import type {ThemeName} from '../screen/theme-names.js';
import {describeSettings, reduceUi, type UiAction, type UiState} from '../screen/ui-state.js';
import type {ReplayControl} from '../screen/timeline.js';
import {controlReplay} from '../screen/replay-keys.js';
import {Timeline} from '../panes/timeline.js';
import {momentAt} from '../screen/timeline-line.js';
import {nextView, scopeOf, views} from '../screen/views.js';
import type {BookKey, MarketView} from '../store/market-view.js';

export type AppProps = {
	readonly screen: Screen;
	readonly theme: Theme;
	/** The key table. */
	readonly bindings: readonly Binding[];
	readonly source: ViewSource;
	/** Has seen every view that the source has published. */
	readonly edges: EdgeTracker;
	readonly market: string;
	readonly mode: 'live' | 'demo' | 'replay';
	/** Null where the data is not a replay's. */
	readonly replay: ReplayControl | null;
	/** Jumps in time so far: each begins with new painters. */
	readonly jumps: number;
	/** What a menu offers to make go wrong in the demo; empty for no menu. */
	readonly faults: readonly MenuItem[];
	/** What another menu offers to show instead. */
	readonly markets: MarketMenu;
	/** The state to begin with. */
	readonly firstUi: UiState;
	readonly now: () => number;
	readonly onQuit: () => void;
	readonly onResync: (key: BookKey) => void;
	/** A key could not do its work: why. */
	readonly onNotice: (text: string) => void;
	/** The footer names every theme but this one. */
	readonly firstTheme: ThemeName;
	/** The user asked for the next theme. */
	readonly onTheme: () => void;
	/** The user wants the mouse off or on. */
	readonly onMouse: () => void;
	/** The user asked for the shell, for a while. */
	readonly onSuspend: () => void;
	readonly onFault: (name: string) => void;
	/** The menu of markets was opened. */
	readonly onMarkets: () => void;
	readonly onMarket: (name: string) => void;
	readonly onUi: (ui: UiState) => void;
	readonly onCommand: (intent: CommandIntent) => void;
	readonly getRecording: () => RecordingShown | null;
	/** Something to say for a while; null for nothing. */
	readonly notice: string | null;
	/** Something of the moment that a replay shows; null for nothing. */
	readonly remark: string | null;
	/** Where it is given, a key offers the demo while no exchange can be reached. */
	readonly onDemo: (() => void) | null;
};

/** Keys of the books, one a line: what React has to know of a view. */
const keysOf = (view: MarketView) => view.books.map(({key}) => key).join('\n');

/** The market's name as the lists have it; it may have been asked for in one word. */
const marketOf = ({books}: MarketView) => books[0]?.market ?? '';

/** Whether no exchange can be reached: nothing to do but wait, or to look at the demo. */
const isOffline = ({books}: MarketView) =>
	books.length > 0 && books.every(({status}) => status === 'reconnecting' || status === 'failed');

/** Titles of those books that have no connection over which they could be fetched. */
const disconnected = ({books}: MarketView, keys: readonly BookKey[]): readonly string[] =>
	books
		.filter(({key, status}) => keys.includes(key) && /connecting|failed/.test(status))
		.map(({title}) => cleanText(title, 20));

/** Whether the level cursor is now among other rows: of another view, exchange, grouping or depth. */
const hasOtherRows = (before: UiState, after: UiState) =>
	(['view', 'focus', 'grouping', 'depth'] as const).some(name => before[name] !== after[name]);

/** Lines that a notch of the mouse wheel goes. */
const wheelLines = 3;

/** The root: one view, one UI state, panes laid out, one overlay. */
export const App = (props: AppProps) => {
	const {screen, theme, bindings, source, edges, market, mode, faults, now} = props;
	const {replay, jumps} = props;
	const [ui, dispatch] = useReducer(reduceUi, props.firstUi);
	const size = useSize(screen);
	const shown = useMarketView(source, marketOf);
	const menus = useMenus(faults, props.markets, shown || market);
	const keys = useMarketView(source, keysOf).split('\n');
	const isDown = useMarketView(source, isOffline);
	const frozen = useRef<{view: MarketView; edges: EdgeReader} | null>(null);
	const getView = () => frozen.current?.view ?? source.getView();
	const getEdges = () => frozen.current?.edges ?? edges;
	const pane = panes[ui.view];
	const focus = Math.min(ui.focus, keys.length - 1);
	const count = pane.per === 'book' ? keys.length : 1;
	const plan = layout({...size, count, focus: Math.min(focus, count - 1), isZoomed: ui.isZoomed});
	const offers = {
		demo: isDown && props.onDemo !== null && mode !== 'demo',
		faults: mode === 'demo' && faults.length > 0,
		replay: replay !== null,
	};
	const paneRows = size.rows - chromeRowsOf(replay !== null);
	useLayoutEffect(() => {
		edges.setStep(ui.sizeStep);
	}, [edges, ui.sizeStep]);
	const {onUi} = props;
	useLayoutEffect(() => {
		onUi(ui);
	}, [onUi, ui]);

	// What keys act upon: keys that come at once do not wait for React to draw between them.
	const state = useRef(ui);
	useLayoutEffect(() => {
		state.current = ui;
	}, [ui]);
	const subject = () => {
		const {current} = state;
		const focus = Math.min(current.focus, keys.length - 1);
		return {ui: current, pane: panes[current.view], focus};
	};
	const act = (action: Omit<UiAction, 'extent' | 'at'>) => {
		const before = state.current;
		const whole = {...action, extent: extentNow(), at: now()};
		state.current = reduceUi(before, whole);
		dispatch(whole);
		if (state.current.cursor && hasOtherRows(before, state.current)) act({intent: 'reveal'});
	};

	const extentNow = () => {
		const {ui, pane, focus} = subject();
		const view = getView();
		const book = view.books[focus];
		const extent = book ? pane.extentOf(view, book, ui, paneRows) : {asks: 0, bids: 0, rows: 1};
		const menu = ui.menu && menus[ui.menu.of];
		const items = menu ? menu.find(ui.menu?.query ?? '').length : 0;
		const itemRows = menu ? menuRoom(menu, size.rows) : 0;
		const chosen = menu && ui.menu ? chosenIndex(menu, ui.menu) : 0;
		const sizes = scopeOf(ui.view) === 'edge' ? {sizes: getEdges().stepsIn(view)} : {};
		const shownPanes = pane.hasFocus ? keys.length : 1;
		return {...extent, ...sizes, items, itemRows, chosen, panes: shownPanes};
	};
	const footerOf = (ui: UiState) => ({
		theme,
		width: size.columns,
		settings:
			ui.menu || ui.isHelpOpen
				? []
				: [
						...describeSettings(ui),
						...(theme.name === props.firstTheme ? [] : [`theme: ${theme.name}`]),
					],
		remark: ui.isHelpOpen ? null : props.remark,
		// What is typed into a menu leads nowhere without its keys.
		notice: ui.menu ? null : (noticeLines(props.notice, size.columns).at(-1) ?? null),
		scopes: scopesOf(ui, offers),
		idle: idleIntents(ui, source.getView(), {size, paneRows, count: keys.length, focus}),
		table: bindings,
	});
	const handleIntent = (intent: Intent) => {
		const {ui, pane, focus} = subject();
		if (intent === 'quit') return props.onQuit();
		if (intent === 'suspend') return props.onSuspend();
		if (intent === 'theme') return props.onTheme();
		if (intent === 'mouse') return props.onMouse();
		if (intent === 'repaint') return screen.repaint();
		if (replay && controlReplay(replay, intent)) return;
		if (intent === 'record' || intent === 'marker' || intent === 'save')
			return props.onCommand(intent);
		if (intent === 'demo') return props.onDemo?.();
		if (intent === 'resync') {
			const wanted = pane.hasFocus ? [keys[focus] ?? ''] : keys;
			wanted.forEach(props.onResync);
			const missing = disconnected(source.getView(), wanted);
			if (missing.length > 0)
				props.onNotice(`not connected, so nothing was fetched: ${missing.join(', ')}`);
			return;
		}
		if (intent === 'menu-pick' && ui.menu) {
			const menu = menus[ui.menu.of];
			const item = menu.find(ui.menu.query)[chosenIndex(menu, ui.menu)];
			// What was typed may be put right.
			if (!item) return;
			(ui.menu.of === 'faults' ? props.onFault : props.onMarket)(item.name);
		}
		if (intent === 'markets') props.onMarkets();
		if (intent === 'freeze')
			frozen.current = frozen.current ? null : {view: source.getView(), edges: edges.freeze()};
		act({intent});
	};
	const handleText = (text: string) => {
		act({intent: 'menu-type', text});
	};
	const handlePaste = () => {
		props.onNotice('pasted text is not taken for keys; in a menu it is text');
	};
	const turnWheel = (by: 'up' | 'down', target: Target) => {
		const {ui, pane} = subject();
		const isOverPane = !ui.isHelpOpen && target.type === 'pane';
		if (isOverPane && pane.per === 'book') act({intent: 'focus', index: target.index});
		for (let line = 0; line < wheelLines; line++)
			if (ui.menu) act({intent: `menu-${by}`});
			else if (isOverPane) act({intent: `cursor-${by}`});
	};
	const click = (x: number, target: Target) => {
		const {ui, pane} = subject();
		switch (target.type) {
			case 'overlay': {
				const menu = ui.menu && menus[ui.menu.of];
				if (!menu || !ui.menu) return act({intent: 'close'});
				const index = menuItemAt(menu, ui.menu, size.rows, target.row);
				if (index === null) return;
				act({intent: 'menu-point', index});
				handleIntent('menu-pick');
				return;
			}
			case 'beside':
				act({intent: 'close'});
				return;
			case 'footer': {
				const intent = hintAt(footerOf(ui), x);
				if (intent) handleIntent(intent === `view-${views[0].id}` ? nextView(ui.view) : intent);
				return;
			}
			case 'timeline': {
				const moment = replay && momentAt(replay.getState(), size.columns, x);
				if (moment !== null) replay?.seek(moment);
				return;
			}
			case 'pane':
				if (pane.per === 'book') act({intent: 'focus', index: target.index});
				if (scopeOf(ui.view) === 'ladder') act({intent: 'point', index: target.row});
				return;
			case 'nothing':
		}
	};
	const handleMouse = ({type, x, y}: MouseAction) => {
		if (plan.type === 'too-small') return;
		const {ui} = subject();
		const overlay = ui.menu || ui.isHelpOpen ? screen.rectOf('overlay') : null;
		const scene = {size, panes: plan.panes, hasTimeline: replay !== null, overlay};
		const target = targetAt(x, y, scene);
		if (type === 'click') click(x, target);
		else turnWheel(type === 'wheel-up' ? 'up' : 'down', target);
	};
	useIntents(
		() => scopesOf(state.current, offers),
		handleIntent,
		handleText,
		handlePaste,
		handleMouse,
		bindings,
	);

	const {columns, rows} = size;
	if (plan.type === 'too-small')
		return (
			<Box width={columns} height={rows}>
				<Text>{`needs ${minSize.columns}×${minSize.rows}, has ${columns}×${rows}`}</Text>
			</Box>
		);
	const live = {screen, theme, getView, getEdges};
	const allOfNotice = noticeLines(props.notice, columns);
	const longNotice = ui.menu ? allOfNotice : allOfNotice.slice(0, -1);
	const narrowest = Math.min(...plan.panes.map(({width}) => width));
	const isAlone = plan.panes.length === 1;
	const placeOf = (index: number) =>
		isAlone && count > 1 ? `${index + 1}/${count}` : `${index + 1}`;
	return (
		<Box flexDirection="column" width={columns} height={rows}>
			<Header
				{...live}
				getRecording={props.getRecording}
				market={market}
				mode={mode}
				ui={ui}
				width={columns}
			/>
			<Box height={paneRows}>
				{plan.panes.map(({index, width}) => (
					<PaneRegion
						// A painter keeps what it painted: another theme has a new one.
						key={`${mode} ${ui.view} ${keys[index]} ${theme.name} ${jumps}`}
						id={`${ui.view} ${index}`}
						{...live}
						pane={pane}
						bookKey={keys[pane.per === 'book' ? index : focus] ?? ''}
						ui={ui}
						isFocused={pane.per === 'market' || index === focus}
						place={placeOf(index)}
						hint={offers.demo ? `press ${keyOf(bindings, 'demo')} for the built-in demo` : ''}
						width={width}
						narrowest={narrowest}
						height={paneRows}
					/>
				))}
			</Box>
			{replay && <Timeline screen={screen} theme={theme} replay={replay} width={columns} />}
			<Footer {...footerOf(ui)} />
			{ui.isHelpOpen && (
				<Overlay
					screen={screen}
					size={size}
					paneRows={paneRows}
					lines={helpLines(theme, size, paneScopes(ui, offers), bindings)}
				/>
			)}
			{ui.menu && (
				<Overlay
					screen={screen}
					size={size}
					paneRows={paneRows}
					lines={menuLines(theme, size, menus[ui.menu.of], ui.menu)}
				/>
			)}
			{longNotice.length > 0 && (
				<Notice screen={screen} theme={theme} size={size} lines={longNotice} />
			)}
		</Box>
	);
};
