import type {ListIntent, PaneIntent} from '../screen/intent.js';
import {sortings} from '../screen/sortings.js';
import {clamp, type Extent, type MarketsUi} from '../screen/ui-state.js';

/** What the keys of the list of markets ask for. */
type MarketsIntent =
	| ListIntent
	| Extract<PaneIntent, 'cursor-up' | 'cursor-down' | 'page-up' | 'page-down' | 'recentre'>;

/** Letters of a filter: more than any name has. */
const mostLetters = 40;

/** Moves the cursor by so many rows; there is none to move to in an empty list. */
const moveBy = (ui: MarketsUi, {list}: Extent, by: number): MarketsUi => {
	const {markets = []} = list ?? {};
	const from = ui.cursor === null ? 0 : Math.max(0, markets.indexOf(ui.cursor));
	const cursor = markets[clamp(from + by, 0, Math.max(0, markets.length - 1))];
	return cursor === undefined || cursor === ui.cursor ? ui : {...ui, cursor};
};

const pageOf = ({list}: Extent): number => Math.max(1, (list?.rows ?? 1) - 1);

const nextSorting = ({sorting}: MarketsUi): MarketsUi['sorting'] =>
	sortings[(sortings.indexOf(sorting) + 1) % sortings.length] ?? sortings[0];

/** Another filter has another first line. */
const withFilter = (ui: MarketsUi, filter: string): MarketsUi => ({...ui, filter, cursor: null});

const moves: Readonly<Record<MarketsIntent, (ui: MarketsUi, extent: Extent) => MarketsUi>> = {
	'cursor-up': (ui, extent) => moveBy(ui, extent, -1),
	'cursor-down': (ui, extent) => moveBy(ui, extent, 1),
	'page-up': (ui, extent) => moveBy(ui, extent, -pageOf(extent)),
	'page-down': (ui, extent) => moveBy(ui, extent, pageOf(extent)),
	recentre: ui => ({...ui, cursor: null}),
	last: (ui, extent) => moveBy(ui, extent, Infinity),
	sort: ui => ({...ui, sorting: nextSorting(ui), isReversed: false}),
	reverse: ui => ({...ui, isReversed: !ui.isReversed}),
	filter: ui => ({...ui, isTyping: true}),
	'filter-end': ui => ({...ui, isTyping: false}),
	'filter-erase': ui => withFilter(ui, Array.from(ui.filter).slice(0, -1).join('')),
};

const isMarketsIntent = (intent: string): intent is MarketsIntent => Object.hasOwn(moves, intent);

/** The part of the UI state that is the list's, after a key of its own; null for other keys. */
export const reduceMarkets = (ui: MarketsUi, intent: string, extent: Extent): MarketsUi | null =>
	isMarketsIntent(intent) ? moves[intent](ui, extent) : null;

/** The text that was typed is added to the filter. */
export const typeFilter = (ui: MarketsUi, text: string): MarketsUi =>
	withFilter(
		ui,
		Array.from(ui.filter + text)
			.slice(0, mostLetters)
			.join(''),
	);
