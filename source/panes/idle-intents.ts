import type {Intent} from '../screen/intent.js';
import {layout} from '../screen/layout.js';
import type {Size} from '../screen/screen.js';
import {nextDepth, type UiState} from '../screen/ui-state.js';
import type {MarketView} from '../store/market-view.js';
import {comparedOf} from './compared.js';
import {panes} from './index.js';

/** The screen there is for the panes. */
type Room = {
	readonly size: Size;
	readonly paneRows: number;
	/** Books there are, and the index of the one the keys act on. */
	readonly count: number;
	readonly focus: number;
};

/** What is of one market alone. */
const ofOneMarket: ReadonlySet<Intent> = new Set([
	'next-pane',
	'previous-pane',
	'take-out',
	'quote',
	'zoom',
] as const);

/** What would change nothing now, or nothing that is worth telling: the footer has better use for its room. */
export const idleIntents = (
	ui: UiState,
	view: MarketView,
	{size, paneRows, count, focus}: Room,
): ReadonlySet<Intent> => {
	if (ui.view === 'markets') return ofOneMarket;
	const {per, hasFocus, stacks = false, extentOf} = panes[ui.view];
	const book = view.books[focus];
	const rows = book ? extentOf(view, book, ui, paneRows, size.columns).rows : 1;
	const isOne = count < 2;
	// There is little to take out of two.
	const isPair = count === 2;
	const open = layout({...size, count, focus, first: 0, isZoomed: false});
	const isByBook = per === 'book' || stacks;
	const canZoom = stacks
		? !isOne
		: per === 'book' && open.type === 'panes' && open.panes.length > 1;
	return new Set<Intent>([
		...(isOne || (isPair && !hasFocus) ? (['next-pane', 'previous-pane'] as const) : []),
		...(isOne || isPair || isByBook ? (['take-out'] as const) : []),
		...(isByBook || comparedOf(view, ui).markets.length < 2 ? (['quote'] as const) : []),
		...(canZoom ? [] : (['zoom'] as const)),
		...(ui.view === 'depth' ? [] : (['inspect', 'net'] as const)),
		...(isOne ? (['larger', 'smaller', 'sizes'] as const) : []),
		...(nextDepth(ui.depth, rows) === ui.depth ? (['depth'] as const) : []),
	]);
};
