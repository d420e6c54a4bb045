import fuzzysort from 'fuzzysort';
import {mostCells} from './cells.js';
import {cleanText} from './clean-text.js';

/** Something to choose, with what choosing it does. */
export type MenuItem = {readonly name: string; readonly help: string};

/** The markets there are to pick from, as far as the exchanges' lists are read. */
export type MarketMenu = {
	readonly items: readonly MenuItem[];
	/** Of lists that could not be read, or are not yet. */
	readonly notes: readonly string[];
};

/** An open menu. */
export type Menu = {
	readonly of: 'faults' | 'markets' | 'sizes';
	/** What was typed. */
	readonly query: string;
	/** Index of the chosen one among the items that what was typed leaves; null before one was chosen. */
	readonly selected: number | null;
};

/** The items a text leaves, best first. */
type Search = (items: readonly MenuItem[], query: string) => readonly MenuItem[];

/** What a menu offers; made once, however often it is drawn. */
export type MenuList = {
	readonly title: string;
	readonly items: readonly MenuItem[];
	/** What is to be said of the items, below them. */
	readonly notes: readonly string[];
	/** The name of what is there already; null for nothing. */
	readonly current: string | null;
	/** Cells, by all items. */
	readonly nameWidth: number;
	/** Cells, by all items. */
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

/** The exchanges that a market's help names, as they are typed. */
const exchangesOf = ({help}: MenuItem): readonly string[] =>
	help.split(' · ').map(mark => mark.replace(/ \(.*/, '').toLowerCase());

/** How near a market's name is to what was typed; null where only some of its letters are there. */
const rankOf = (name: string, typed: string): number | null => {
	const [base = '', quote = ''] = name.toLowerCase().split('/');
	const [left = '', right] = typed.split('/');
	if (right !== undefined) {
		if (!base.startsWith(left) || !quote.startsWith(right)) return null;
		return base === left && quote === right ? 0 : base === left ? 1 : 2;
	}
	if (base + quote === typed) return 0;
	if (base === typed) return 1;
	if (base.startsWith(typed)) return 2;
	if ((base + quote).startsWith(typed)) return 3;
	if (quote === typed) return 4;
	return quote.startsWith(typed) ? 5 : null;
};

/**
 * Markets by what was typed: the one of that name, those with it as base, as the beginning of the base, as
 * the quote; then those that have its letters in their order: `stus`. Words may be parted by a space, `/`, `-`
 * or `_`; the name of an exchange leaves only its own. Among equals the order stays.
 */
export const searchMarkets: Search = (items, query) => {
	const words = query
		.toLowerCase()
		.split(/[-_/\s]+/)
		.filter(Boolean);
	const exchanges = new Set(words.length > 0 ? items.flatMap(exchangesOf) : []);
	const wanted = words.filter(word => exchanges.has(word));
	const typed = words.filter(word => !exchanges.has(word)).join('/');
	const there = items.filter(item => wanted.every(word => exchangesOf(item).includes(word)));
	if (typed === '') return there;
	const ranked = there.flatMap(item => {
		const rank = rankOf(item.name, typed);
		return rank === null ? [] : [{item, rank}];
	});
	const near = new Set(ranked.map(({item}) => item));
	const places = new Map(there.map((item, place) => [item, place]));
	const placeOf = (item: MenuItem) => places.get(item) ?? 0;
	const fuzzy = fuzzysort
		.go(typed, there, {key: 'name', limit: 0, threshold: 0})
		.toSorted((a, b) => b.score - a.score || placeOf(a.obj) - placeOf(b.obj))
		.flatMap(({obj}) => (near.has(obj) ? [] : [obj]));
	return [...ranked.toSorted((a, b) => a.rank - b.rank).map(({item}) => item), ...fuzzy];
};

/** Digits that a size may have before and behind its point. */
const sizeText = /^(?:\d{1,15}(?:\.\d{0,12})?|\.\d{1,12})$/;

/** A size that was typed, in plain digits; null where it is none. */
export const typedSize = (text: string): string | null => {
	const bare = text.replaceAll(/[ _]/g, '');
	return sizeText.test(bare) && /[1-9]/.test(bare)
		? bare.replace(/^\./, '0.').replace(/\.$/, '')
		: null;
};

/** Sizes by what was typed: that itself, wherever it lies between those there are to choose from. */
export const searchSizes: Search = (items, query) => {
	if (query.trim() === '') return items;
	const name = typedSize(query);
	return name === null
		? [{name: query, help: 'no size: a number above 0, as 1234.5'}]
		: [
				{name, help: 'as typed'},
				...items.filter(item => item.name !== name && item.name.startsWith(name)),
			];
};

/** Cells for names at the most. What is longer is cut. */
const maxNameCells = 40;

/** Not measured: there are thousands. */
const widest = (texts: readonly string[]) =>
	texts.reduce((most, text) => Math.max(most, mostCells(text)), 0);

export const createMenuList = (
	title: string,
	items: readonly MenuItem[],
	search: Search,
	notes: readonly string[] = [],
	current: string | null = null,
): MenuList => {
	let last = {query: '', found: search(items, '')};
	return {
		title,
		items,
		notes: notes.map(note => cleanText(note, 300)),
		current,
		nameWidth: Math.min(maxNameCells, widest(items.map(({name}) => name))),
		helpWidth: widest(items.map(({help}) => help)),
		find(query) {
			if (query !== last.query) last = {query, found: search(items, query)};
			return last.found;
		},
	};
};

/** Index of the chosen one among the items a menu leaves: where no key has chosen, what is there already. */
export const chosenIndex = (list: MenuList, {query, selected}: Menu): number =>
	selected ??
	Math.max(0, query === '' ? list.find('').findIndex(({name}) => name === list.current) : 0);
