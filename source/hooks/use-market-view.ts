import {useSyncExternalStore} from 'react';
import type {Decimal} from '../book/fixed-point.js';
import type {BookStore} from '../store/book-store.js';
import type {MarketView, Passed} from '../store/market-view.js';

/** The part of a store that shows. */
export type ViewSource = Pick<BookStore, 'getView' | 'subscribe'> & {
	/** Of a replay, while a jump is told: what it ran through. */
	readonly passed?: () => Passed;
	/** Of a replay: the price at which a market was first in sync. */
	readonly firstPrice?: (market: string) => Decimal | null;
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
