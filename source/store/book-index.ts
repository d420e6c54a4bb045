import {createBookEntry, type BookEntry} from './book-entry.js';
import {toFirstView} from './first-view.js';
import type {BookFacts, BookKey, MarketView} from './market-view.js';

/** The books by their names, and in their order: to go through a map takes as long as to make the views. */
export const createBookIndex = (from: MarketView) => {
	const byKey = new Map<BookKey, BookEntry>(
		from.books.map(book => [book.key, createBookEntry(book)]),
	);
	let inOrder = [...byKey.values()];
	return {
		all: (): readonly BookEntry[] => inOrder,
		get(key: BookKey): BookEntry {
			const entry = byKey.get(key);
			if (!entry) throw new Error(`no book named ${key}`);
			return entry;
		},
		add(facts: BookFacts) {
			if (byKey.has(facts.key)) throw new Error(`book ${facts.key} was added twice`);
			byKey.set(facts.key, createBookEntry(toFirstView(facts)));
			inOrder = [...byKey.values()];
		},
		remove(key: BookKey) {
			if (!byKey.delete(key)) throw new Error(`no book named ${key}`);
			inOrder = [...byKey.values()];
		},
	};
};
