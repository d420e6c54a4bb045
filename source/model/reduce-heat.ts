import {spans} from '../heat/heat-column.js';
import type {PaneIntent} from '../screen/intent.js';
import {clamp, type Extent, type HeatUi} from '../screen/ui-state.js';

/** What the keys of the heatmap ask for. */
type HeatIntent = Extract<
	PaneIntent,
	'longer' | 'shorter' | 'coarser' | 'finer' | 'recentre' | `cursor-${string}`
>;

/** Steps that a row can cover more, or less, than by itself. */
const mostRange = 9;

const lengthen = (heat: HeatUi, by: 1 | -1): HeatUi => {
	const span = clamp(heat.span + by, 0, spans.length - 1);
	if (span === heat.span) return heat;
	return {...heat, span, cursor: heat.cursor && {...heat.cursor, back: 0}};
};

const widen = (heat: HeatUi, by: 1 | -1): HeatUi => ({
	...heat,
	range: clamp(heat.range + by, -mostRange, mostRange),
});

/** The first move puts the cursor in the middle of the newest column. */
const moveCursor = (heat: HeatUi, {chart}: Extent, up: number, back: number): HeatUi => {
	if (!chart) return heat;
	const {lines, columns} = chart;
	const half = Math.floor(lines / 2);
	const from = heat.cursor;
	if (!from) return {...heat, cursor: {up: 0, back: 0}};
	const cursor = {
		up: clamp(from.up + up, half - lines, half - 1),
		back: clamp(from.back + back, 0, Math.max(0, columns - 1)),
	};
	return cursor.up === from.up && cursor.back === from.back ? heat : {...heat, cursor};
};

const moves: Readonly<Record<HeatIntent, (heat: HeatUi, extent: Extent) => HeatUi>> = {
	longer: heat => lengthen(heat, 1),
	shorter: heat => lengthen(heat, -1),
	coarser: heat => widen(heat, 1),
	finer: heat => widen(heat, -1),
	recentre: heat => ({...heat, range: 0, cursor: null}),
	'cursor-up': (heat, extent) => moveCursor(heat, extent, 1, 0),
	'cursor-down': (heat, extent) => moveCursor(heat, extent, -1, 0),
	'cursor-back': (heat, extent) => moveCursor(heat, extent, 0, 1),
	'cursor-on': (heat, extent) => moveCursor(heat, extent, 0, -1),
};

const isHeatIntent = (intent: string): intent is HeatIntent => Object.hasOwn(moves, intent);

/** The heatmap's part of the UI state after a key of its own; null for other keys. */
export const reduceHeat = (heat: HeatUi, intent: string, extent: Extent): HeatUi | null =>
	isHeatIntent(intent) ? moves[intent](heat, extent) : null;
