import {useMemo} from 'react';
import {createMenuList, filterItems, searchMarkets} from '../screen/menu-list.js';
import type {MenuItem, MenuList} from '../screen/menu-list.js';
import type {Menu} from '../screen/ui-state.js';

/** The markets there are to pick from, as far as the exchanges' lists are read. */
export type MarketMenu = {readonly items: readonly MenuItem[]; readonly notes: readonly string[]};

/** What each menu offers; `market` is the one on the screen. */
export const useMenus = (
	faults: readonly MenuItem[],
	markets: MarketMenu,
	market: string,
): Readonly<Record<Menu['of'], MenuList>> => {
	const ofFaults = useMemo(
		() => createMenuList('Make something go wrong', faults, filterItems),
		[faults],
	);
	const ofMarkets = useMemo(
		() => createMenuList('Market', markets.items, searchMarkets, markets.notes, market),
		[markets, market],
	);
	return {faults: ofFaults, markets: ofMarkets};
};
