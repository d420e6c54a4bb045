import {useSyncExternalStore} from 'react';
import type {BookStore} from '../store/book-store.js';
import type {FirstPrice, MarketView, Passed} from '../store/market-view.js';

/** The part of a store that shows. */
export type ViewSource = Pick<BookStore, 'getView' | 'subscribe'> & {
	/** Of a replay, while a jump is told: what it ran through. */
	readonly passed?: () => Passed;
	/** Of a replay, however one got to a moment of it. */
	readonly firstPrice?: FirstPrice;
};

/**
 * What `select` picks from the newest view. React renders anew only when it picks something else, so
 * pick words, numbers and flags; the tables are painted at the cadence without React.
 */
export const useMarketView = <T extends string | number | boolean | null>(
	source: ViewSource,
	select: (view: MarketView) => T,
): T =>
	useSyncExternalStore(
		source.subscribe,
		() => select(source.getView()),
		() => select(source.getView()),
	);
