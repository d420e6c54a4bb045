import type {Painting} from '../screen/screen.js';
import type {Theme} from '../screen/theme.js';
import type {Extent, HeatCursor, UiState} from '../screen/ui-state.js';
import type {BookKey, BookView, MarketView} from '../store/market-view.js';
import type {FlowReader} from '../flow/flow-reader.js';
import type {MarketsReader} from '../markets/ranking.js';
import type {HeatReader} from '../heat/heat-reader.js';
import type {EdgeReader} from './edge/edge-tracker.js';
import type {VitalsReader} from './health/vitals.js';

/** What was noted of the books so far. */
export type Pasts = {
	readonly edges: EdgeReader;
	readonly heat: HeatReader;
	readonly flow: FlowReader;
	readonly vitals: VitalsReader;
	readonly markets: MarketsReader;
};

/** What every pane paints from. */
export type PaneInput = {
	/** All books at the instant to show: the newest, or the one at which the screen was frozen. */
	readonly view: MarketView;
	/** The book the pane is about; in a pane about all of them, the one the keys act on. */
	readonly book: BookView;
	readonly edges: EdgeReader;
	readonly heat: HeatReader;
	readonly flow: FlowReader;
	/** How the feeds did. @default nothing was noted */
	readonly vitals?: VitalsReader;
	/** Of more than the books in the view. @default none */
	readonly markets?: MarketsReader;
	readonly ui: UiState;
	/** In a pane about several books: the one the keys act on, which may be none of them. */
	readonly selected?: BookKey;
	/** In a pane about several books: the money they are compared in, where there is other money, too. */
	readonly money?: string;
	/** Whether the keys act on it. */
	readonly isFocused: boolean;
	/** Names the pane's place among all: `1`, or `1/2` where not all are on the screen. */
	readonly place: string;
	/** Since when the screen stands still, `12:04:31`; null while it goes on. @default null */
	readonly frozenSince?: string | null;
	/** The key that leads back from where the pane is scrolled to; null where it is not. @default null */
	readonly wayBack?: string | null;
	/** What can be done where there is no book to show; empty for nothing. */
	readonly hint: string;
	/** Cells, the frame included. */
	readonly width: number;
	/** Width of the narrowest of the panes side by side: what it has no room for, none shows. */
	readonly narrowest: number;
	/** Cells, the frame included. */
	readonly height: number;
};

/** Paints exactly `width` × `height` cells; keeps what has to last from paint to paint. */
export type Painter = (input: PaneInput, now: number) => Painting;

/** One rectangle of the screen showing something of the view. */
export type Pane = {
	/** One for each book, side by side, or one for all of them. */
	readonly per: 'book' | 'market';
	/** Whether it shows more of the exchange in focus than of others. */
	readonly hasFocus: boolean;
	/** Whether it shows the books one above the other, each by itself; zoomed, the focused one alone. @default false */
	readonly stacks?: boolean;
	createPainter(theme: Theme): Painter;
	/** Of charts: the book whose chart holds a cell of the pane, and the place in it; null where there is none. */
	chartAt?(
		view: MarketView,
		book: BookView,
		ui: UiState,
		size: {readonly width: number; readonly height: number},
		at: {readonly x: number; readonly y: number},
	): {readonly book: BookKey; readonly cursor: HeatCursor} | null;
	/** What the keys have to know of it; worked out when one is pressed. `height` and `width` are the pane's. */
	extentOf(
		view: MarketView,
		book: BookView,
		ui: UiState,
		height: number,
		width: number,
	): Omit<Extent, 'panes'>;
};
