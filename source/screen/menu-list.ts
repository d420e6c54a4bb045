import fuzzysort from 'fuzzysort';
import {widthOf} from './cells.js';
import {cleanText} from './clean-text.js';

/** Something to choose, with what choosing it does. */
export type MenuItem = {readonly name: string; readonly help: string};

/** The items a text leaves, best first. */
type Search = (items: readonly MenuItem[], query: string) => readonly MenuItem[];

/** What a menu offers; made once, however often it is drawn. */
export type MenuList = {
	readonly title: string;
	readonly items: readonly MenuItem[];
	/** What is to be said of the items, below them. */
	readonly notes: readonly string[];
	readonly nameWidth: number;
	readonly helpWidth: number;
	/** Remembers its last answer: it is asked at each paint. */
	find(query: string): readonly MenuItem[];
};

/** Items that hold every word typed, in the name or in the help; those named so first. */
export const filterItems: Search = (items, query) => {
	const words = query.toLowerCase().split(' ').filter(Boolean);
	const holds = (text: string) => words.every(word => text.toLowerCase().includes(word));
	const named = items.filter(({name}) => holds(name));
	const others = items.filter(({name, help}) => !holds(name) && holds(`${name} ${help}`));
	return [...named, ...others];
};

/** Markets whose name has the letters typed in their order, best first: `stus`, `steem usdt`, `steem-usdt`. */
export const searchMarkets: Search = (items, query) => {
	const letters = query.trim().replace(/[-_]/g, '/');
	if (letters === '') return items;
	return fuzzysort.go(letters, items, {key: 'name', limit: 0, threshold: 0}).map(({obj}) => obj);
};

const widest = (texts: readonly string[]) =>
	texts.reduce((most, text) => Math.max(most, widthOf(text)), 0);

export const createMenuList = (
	title: string,
	items: readonly MenuItem[],
	search: Search,
	notes: readonly string[] = [],
): MenuList => {
	let last = {query: '', found: search(items, '')};
	return {
		title,
		items,
		notes: notes.map(note => cleanText(note, 300)),
		nameWidth: widest(items.map(({name}) => name)),
		helpWidth: widest(items.map(({help}) => help)),
		find(query) {
			if (query !== last.query) last = {query, found: search(items, query)};
			return last.found;
		},
	};
};
