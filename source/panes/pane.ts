import type {Screen} from '../screen/screen.js';
import type {Theme} from '../screen/theme.js';
import type {UiState} from '../screen/ui-state.js';
import type {BookKey, MarketView} from '../store/book-store.js';

/** What every pane gets. It fills exactly `width` × `height` cells. */
export type PaneProps = {
	readonly screen: Screen;
	readonly theme: Theme;
	/** The view to show now: the newest, or the one at which the screen was frozen. */
	readonly getView: () => MarketView;
	/** The book the pane is about. */
	readonly bookKey: BookKey;
	readonly ui: UiState;
	readonly isFocused: boolean;
	/** Names the pane's place among all: `1`, or `1/2` where not all are on the screen. */
	readonly place: string;
	/** What can be done where there is no book to show; empty for nothing. */
	readonly hint: string;
	readonly width: number;
	readonly height: number;
};
