import type {BookStore} from './book-store.js';
import type {FirstPrice, Passed} from './market-view.js';

/** The part of a store that shows. */
export type ViewSource = Pick<BookStore, 'getView' | 'subscribe'> & {
	/** Of a replay, while a jump is told: what it ran through. */
	readonly passed?: () => Passed;
	/** Of a replay, however one got to a moment of it. */
	readonly firstPrice?: FirstPrice;
};
