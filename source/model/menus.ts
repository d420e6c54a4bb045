import type {OverlayIntent} from '../screen/intent.js';
import {
	chosenIndex,
	createMenuList,
	filterItems,
	searchMarkets,
	searchSizes,
	type MarketMenu,
	type Menu,
	type MenuItem,
	type MenuList,
} from '../screen/menu-list.js';
import {menuRoom} from '../screen/menu.js';
import type {OverlayKind} from '../screen/scopes.js';
import {clamp} from '../screen/ui-state.js';

/** The menus there are, and what of them or of the help lies over the panes. */
export type Menus = {
	/** Made once for all menus, open or not. */
	readonly lists: Readonly<Record<Menu['of'], MenuList>>;
	/** What the exchanges list, as far as it was read. */
	readonly markets: MarketMenu;
	/** Null while nothing lies over the panes. */
	readonly open: 'help' | Menu | null;
};

/** What the screen makes of a menu: rows of the terminal. */
type Rows = number;

/** What a mouse or a key that is text does to an open menu. */
export type MenuAction =
	| {readonly type: 'type'; readonly text: string}
	/** `index`: of the item that was pointed at. */
	| {
			readonly type: 'point';
			/** Among the items that what was typed leaves. */
			readonly index: number;
	  };

const marketList = ({items, notes}: MarketMenu, current: string) =>
	createMenuList('Market', items, searchMarkets, notes, current);

const sizeList = (base: string, items: readonly MenuItem[], current: string | null) =>
	createMenuList(`Size in ${base}`, items, searchSizes, [], current);

/** Opens the menu of sizes to tell the edge for. */
export const openSizes = (
	menus: Menus,
	base: string,
	items: readonly MenuItem[],
	current: string | null,
): Menus => ({
	...menus,
	lists: {...menus.lists, sizes: sizeList(base, items, current)},
	open: {of: 'sizes', query: '', selected: null},
});

/** `current`: the name of the market that is shown. */
export const firstMenus = (faults: readonly MenuItem[], current: string): Menus => {
	const markets: MarketMenu = {items: [], notes: []};
	return {
		lists: {
			faults: createMenuList('Make something go wrong', faults, filterItems),
			markets: marketList(markets, current),
			sizes: sizeList('', [], null),
		},
		markets,
		open: null,
	};
};

/** The exchanges' lists were read, or another one of them. */
export const offerMarkets = (menus: Menus, markets: MarketMenu): Menus => {
	const list = marketList(markets, menus.lists.markets.current ?? '');
	return {...menus, markets, lists: {...menus.lists, markets: list}};
};

/** The market that is shown is called so. */
export const nameCurrent = (menus: Menus, current: string): Menus => {
	if (menus.lists.markets.current === current) return menus;
	return {...menus, lists: {...menus.lists, markets: marketList(menus.markets, current)}};
};

export const closeMenus = (menus: Menus): Menus =>
	menus.open === null ? menus : {...menus, open: null};

export const overlayOf = ({open}: Menus): OverlayKind | null =>
	open === null || open === 'help' ? open : 'menu';

/** The open menu with what it offers; null while none is open. */
export const openMenu = ({lists, open}: Menus) =>
	open === null || open === 'help' ? null : {menu: open, list: lists[open.of]};

/** What would be picked now; null for nothing. */
export const chosenItem = (menus: Menus): MenuItem | null => {
	const opened = openMenu(menus);
	if (!opened) return null;
	const {menu, list} = opened;
	return list.find(menu.query)[chosenIndex(list, menu)] ?? null;
};

const maxQuery = 40;

const withQuery = (menu: Menu, query: string): Menu => ({
	...menu,
	query: [...query.slice(0, 2 * maxQuery)].slice(0, maxQuery).join(''),
	selected: null,
});

const changeMenu = (menus: Menus, change: (menu: Menu, list: MenuList) => Menu): Menus => {
	const opened = openMenu(menus);
	if (!opened) return menus;
	const open = change(opened.menu, opened.list);
	return open === opened.menu ? menus : {...menus, open};
};

const select = (menus: Menus, by: number): Menus =>
	changeMenu(menus, (menu, list) => {
		const last = Math.max(0, list.find(menu.query).length - 1);
		const from = chosenIndex(list, menu);
		const selected = clamp(from + by, 0, last);
		return selected === from ? menu : {...menu, selected};
	});

const selectPage = (menus: Menus, rows: Rows, sign: 1 | -1): Menus => {
	const opened = openMenu(menus);
	return opened ? select(menus, sign * Math.max(1, menuRoom(opened.list, rows) - 1)) : menus;
};

export const actOnMenu = (menus: Menus, action: MenuAction): Menus =>
	changeMenu(menus, menu =>
		action.type === 'type'
			? withQuery(menu, menu.query + action.text)
			: {...menu, selected: action.index},
	);

/** The help and the menus after a key, on a screen of so many rows. */
export const reduceMenus = (menus: Menus, intent: OverlayIntent, rows: Rows): Menus => {
	switch (intent) {
		case 'help':
			return {...menus, open: menus.open === 'help' ? null : 'help'};
		case 'faults':
		case 'markets':
		case 'sizes':
			return {...menus, open: {of: intent, query: '', selected: null}};
		case 'menu-up':
			return select(menus, -1);
		case 'menu-down':
			return select(menus, 1);
		case 'menu-page-up':
			return selectPage(menus, rows, -1);
		case 'menu-page-down':
			return selectPage(menus, rows, 1);
		case 'menu-first':
			return select(menus, -Infinity);
		case 'menu-last':
			return select(menus, Infinity);
		case 'menu-erase':
			return changeMenu(menus, menu =>
				menu.query === '' ? menu : withQuery(menu, Array.from(menu.query).slice(0, -1).join('')),
			);
		case 'menu-pick':
		case 'close':
			return closeMenus(menus);
	}
};
