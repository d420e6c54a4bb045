import {useSyncExternalStore} from 'react';
import type {MarketView} from '../store/market-view.js';
import type {ViewSource} from '../store/view-source.js';

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
