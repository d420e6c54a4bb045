import type {Rect} from '../screen/compositor.js';
import type {ReplayState} from '../screen/timeline.js';
import type {MarketView} from '../store/market-view.js';

/** What there is to see while an event is handled. */
export type Seen = {
	/** Epoch milliseconds. */
	readonly now: number;
	/** The newest of the source that is shown, however frozen the screen is. */
	readonly view: MarketView;
	/** Where the open menu or the help lies; null while none does. */
	readonly overlay: Rect | null;
	/** Null where the data is not a replay's. */
	readonly replay: ReplayState | null;
};
