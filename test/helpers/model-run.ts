import {createAppModel} from '../../source/model/app-model.js';
import type {AppState} from '../../source/model/app-state.js';
import type {Effect} from '../../source/model/effect.js';
import {firstMenus} from '../../source/model/menus.js';
import type {Seen} from '../../source/model/seen.js';
import {firstTheming} from '../../source/model/theming.js';
import {createFlowTracker} from '../../source/flow/flow-tracker.js';
import {createHeatTracker} from '../../source/heat/heat-tracker.js';
import {boardOf} from '../../source/markets/books-board.js';
import {createMarketsRanking} from '../../source/markets/ranking.js';
import {createEdgeTracker} from '../../source/panes/edge/edge-tracker.js';
import {createVitalsTracker} from '../../source/panes/health/vitals.js';
import {bindings} from '../../source/screen/keys.js';
import {createTheme} from '../../source/screen/theme.js';
import {initialUiState} from '../../source/screen/ui-state.js';
import type {ViewSource} from '../../source/store/view-source.js';
import {createLiveMarket, market, startTime} from './market.js';

const faults = [
	{name: 'gap', help: 'updates are lost'},
	{name: 'close', help: 'sockets are closed'},
];

/** The state that the app begins with on 80 × 24 cells. */
export const createState = (source: ViewSource = createLiveMarket()): AppState => ({
	setup: {bindings, isReplay: false, hasDemo: true},
	size: {columns: 80, rows: 24},
	shown: {
		source,
		edges: createEdgeTracker(),
		heat: createHeatTracker(),
		flow: createFlowTracker(),
		vitals: createVitalsTracker(),
		markets: createMarketsRanking(boardOf(source)),
		market,
		mode: 'live',
		jumps: 0,
		sizeSteps: new Map(),
	},
	ui: initialUiState,
	menus: firstMenus(faults, market),
	frozen: null,
	notice: null,
	isOfKey: false,
	remark: null,
	theming: firstTheming(createTheme(24)),
	hasMouse: true,
});

export const lookAt = ({shown}: AppState): Seen => ({
	now: startTime,
	view: shown.source.getView(),
	overlay: null,
	replay: null,
});

/** A key by its name in the key table; one character is also text. */
export const keyOf = (name: string) => ({name, text: name.length === 1 ? name : null});

/** The app's model without a terminal: what it is told by keys, and what it wants done. */
export const startModelRun = (first: AppState = createState(), seen: Partial<Seen> = {}) => {
	const effects: Effect[] = [];
	const model = createAppModel({
		first,
		look: state => ({...lookAt(state), ...seen}),
		run: effect => effects.push(effect),
	});
	return {
		...model,
		/** What it wanted done since this was last asked. */
		wanted: () => effects.splice(0),
		/** One after the other. */
		press(...names: readonly string[]) {
			for (const name of names) model.dispatch({type: 'keys', keys: [keyOf(name)]});
		},
	};
};
