import type {FeedStatus} from '../faults.js';
import {statusWords} from '../screen/status.js';
import type {BookView} from '../store/market-view.js';
import {nameOf} from './market-title.js';
import type {Part} from './pane-frame.js';

/** Letters of a name where there is room for no more. */
const fewLetters = 3;

const named = (
	status: FeedStatus,
	books: readonly BookView[],
	letters: number,
): readonly Part[] => {
	const {glyph, role} = statusWords[status];
	const names = books.map(book => nameOf(book).slice(0, letters)).join(', ');
	return [
		[role, `${glyph} `],
		['title', names],
		[role, ` ${status}`],
	];
};

/**
 * `○ Huobi, Gate reconnecting  ◐ Upbit stale`: the books that nobody vouches for, by what became of them. In full,
 * with names cut, and as a count; empty where all are live.
 */
export const outageChoices = (books: readonly BookView[]): readonly (readonly Part[])[] => {
	const lost = books.filter(({status}) => status !== 'live');
	if (lost.length === 0) return [];
	const list = (letters: number): readonly Part[] =>
		[...new Set(lost.map(({status}) => status))].flatMap((status, index): readonly Part[] => {
			const alike = lost.filter(book => book.status === status);
			const gap: readonly Part[] = index === 0 ? [] : [['text', '  ']];
			return [...gap, ...named(status, alike, letters)];
		});
	return [
		list(Infinity),
		list(fewLetters),
		[['warn', `${lost.length} of ${books.length} not live`]],
	];
};
