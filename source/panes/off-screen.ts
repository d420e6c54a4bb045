import {statusWords} from '../screen/status.js';
import {glyphs} from '../screen/theme.js';
import type {BookKey, BookView, MarketView} from '../store/market-view.js';
import {nameOf} from './market-title.js';
import type {Part} from './pane-frame.js';

/** The books that have no place among the panes side by side: those before the first of them, and those after the last. */
export type OffScreen = {readonly before: readonly BookKey[]; readonly after: readonly BookKey[]};

export const nothingOffScreen: OffScreen = {before: [], after: []};

/** Which states are told in words, besides by their sign and colour. */
type Worded = 'not-live' | 'none';

/** Three letters, where there is no room for more. */
const shortParts = (book: BookView): readonly Part[] => {
	const {glyph, role} = statusWords[book.status];
	return [
		[role, glyph],
		['muted', nameOf(book).slice(0, 3)],
	];
};

const nameParts = (book: BookView, worded: Worded): readonly Part[] => {
	const {glyph, role} = statusWords[book.status];
	const isWorded = worded === 'not-live' && book.status !== 'live';
	return [
		[role, `${glyph} `],
		['muted', nameOf(book)],
		...(isWorded ? [[role, ` ${book.status}`] as const] : []),
	];
};

const signParts = ({status}: BookView): readonly Part[] => {
	const {glyph, role} = statusWords[status];
	return [[role, glyph]];
};

const apart = (items: readonly (readonly Part[])[], gap: string): readonly Part[] =>
	items.flatMap((item, index) => (index === 0 ? item : [['text', gap] as const, ...item]));

/**
 * `◂ ● Binance   ◐ Upbit resyncing  ● Gate ▸`: what lies left and right of the panes, and how it is doing. In
 * more words first; empty where all are in sight.
 */
export const offScreenChoices = (
	{books}: MarketView,
	{before, after}: OffScreen,
): readonly (readonly Part[])[] => {
	const [left, right] = [before, after].map(keys => books.filter(({key}) => keys.includes(key)));
	if (!left || !right || left.length + right.length === 0) return [];
	const line = (tell: (book: BookView) => readonly Part[], gap: string): readonly Part[] => [
		...(left.length > 0 ? [['label', `${glyphs.left} `] as const] : []),
		...apart(left.map(tell), gap),
		...(left.length > 0 && right.length > 0 ? [['text', '   '] as const] : []),
		...apart(right.map(tell), gap),
		...(right.length > 0 ? [['label', ` ${glyphs.cursor}`] as const] : []),
	];
	return [
		line(book => nameParts(book, 'not-live'), '  '),
		line(book => nameParts(book, 'none'), '  '),
		line(book => nameParts(book, 'none'), ' '),
		line(shortParts, ' '),
		line(signParts, ''),
	];
};
