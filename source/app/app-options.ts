import type {Alert} from '../alerts/alert-rule.js';
import type {Clock} from '../clock.js';
import type {HeatReader} from '../heat/heat-reader.js';
import {createFlowTracker} from '../flow/flow-tracker.js';
import {boardOf} from '../markets/books-board.js';
import type {Board} from '../markets/line.js';
import {createMarketsRanking} from '../markets/ranking.js';
import {createHeatTracker, fixHeat} from '../heat/heat-tracker.js';
import {createVitalsTracker} from '../panes/health/vitals.js';
import {createEdgeTracker, type EdgeReader} from '../panes/edge/edge-tracker.js';
import type {AppState} from '../model/app-state.js';
import {firstMenus} from '../model/menus.js';
import type {CommandPorts} from '../model/run-effects.js';
import {firstTheming} from '../model/theming.js';
import {colorDepthOf} from '../screen/color-depth.js';
import {bindings, type Binding} from '../screen/keys.js';
import type {MenuItem} from '../screen/menu-list.js';
import {toAsciiTable} from '../screen/rebind.js';
import type {RecordingShown} from '../screen/recording-shown.js';
import type {Size} from '../screen/screen.js';
import {createTheme} from '../screen/theme.js';
import type {ThemeName} from '../screen/theme-names.js';
import type {ReplayControl} from '../screen/timeline.js';
import type {OwnColors} from '../screen/own-colors.js';
import {initialUiState, type UiState} from '../screen/ui-state.js';
import type {ViewId} from '../screen/views.js';
import type {ViewSource} from '../store/view-source.js';

/** What is shown, how, and what the command does for it. */
export type StartAppOptions = CommandPorts & {
	readonly store: ViewSource;
	/** What the books were, where that is known from elsewhere. @default as it was seen here */
	readonly heat?: HeatReader;
	/** The markets of the list. @default those of the store */
	readonly board?: Board;
	/** The view that it begins with. @default depth */
	readonly view?: ViewId;
	readonly clock: Clock;
	/** How long a notice stays is real time also in a replay, which may be paused. @default `clock` */
	readonly noticeClock?: Clock;
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	/** `STEEM/USDT` */
	readonly market: string;
	/** What the header says of the data. */
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
	/** What the panes begin with. @default the depth view, each price by itself */
	readonly start?: Partial<Pick<UiState, 'view' | 'grouping' | 'bars' | 'large' | 'sizeStep'>>;
	/** In place of the theme's. @default none */
	readonly colors?: OwnColors;
	/** False leaves bold, dim, underline and inverse (NO_COLOR, --no-color). */
	readonly color: boolean;
	/** The variables that tell what the terminal is. @default none */
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** @default what exchanges usually take */
	readonly feeOf?: EdgeReader['feeOf'];
	/** What can be made to go wrong in the demo, for a menu. */
	readonly faults?: readonly MenuItem[];
	/** What went off lately, oldest first; the same list while nothing has. @default nothing */
	readonly getAlerts?: () => readonly Alert[];
	/** What runs of a recording; null while none does. */
	readonly getRecording?: () => RecordingShown | null;
};

/** The state that the app begins with. */
export const firstState = (options: StartAppOptions, size: Size): AppState => {
	const {store: source, market, mode, replay, stdin, stdout, isAscii, faults = []} = options;
	const keys = options.bindings ?? bindings;
	const {board = boardOf(source)} = options;
	const depth = colorDepthOf(stdout, options.color, options.env);
	const edges = createEdgeTracker(options.feeOf, source.firstPrice);
	if (options.start?.sizeStep !== undefined) edges.setStep(options.start.sizeStep);
	return {
		setup: {
			bindings: isAscii ? toAsciiTable(keys) : keys,
			isReplay: replay !== undefined,
			hasDemo: options.onDemo !== undefined,
		},
		size,
		shown: {
			source,
			edges,
			markets: createMarketsRanking(board, options.feeOf),
			heat: options.heat ? fixHeat(options.heat) : createHeatTracker(),
			flow: createFlowTracker(),
			vitals: createVitalsTracker(),
			market,
			mode,
			jumps: replay?.getState().jumps ?? 0,
			sizeSteps: new Map(),
		},
		ui: {
			...{...initialUiState, depth: options.levels ?? null, ...options.start},
			...(options.view && {view: options.view}),
		},
		menus: firstMenus(faults, market),
		frozen: null,
		notice: null,
		isOfKey: false,
		remark: null,
		theming: firstTheming(createTheme(depth, options.theme, isAscii, options.colors)),
		// Without a terminal to read from, nothing would come of it.
		hasMouse: stdin.isTTY && (options.hasMouse ?? true),
	};
};
