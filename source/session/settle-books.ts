import type {Lookup} from '../feed/find-market.js';
import {formatWanted, type WantedMarket} from '../market-name.js';
import {guessFrom, pairsOf, type Resolution} from './resolution.js';
import type {VenueBook} from './venue-book.js';

/** What is known of a market whose list is not waited for any longer. */
const slow: Lookup = {type: 'unknown', fault: {code: 'no-data', detail: 'the list is slow'}};

/** A book and what its exchange's list says of the market. */
export type BookLookup = {
	readonly book: VenueBook;
	readonly lookup: Promise<Lookup>;
	readonly wanted: WantedMarket;
	/** Whether that was named for this exchange alone. */
	readonly isOwn: boolean;
};

export const resolve = (lookups: readonly BookLookup[]): Promise<readonly Resolution[]> =>
	Promise.all(
		lookups.map(async ({book: {exchange}, lookup, isOwn}) => ({
			exchange,
			lookup: await lookup,
			isOwn,
		})),
	);

/** A word: what all lists say together tells its parts; a list that is slow is heard later. */
const settleTogether = (
	wanted: WantedMarket,
	lookups: readonly BookLookup[],
	first: readonly Resolution[],
) => {
	const guess = guessFrom(wanted, first);
	const isClear = pairsOf(first).length <= 1;
	for (const [index, {book, lookup}] of lookups.entries()) {
		const known = first[index]?.lookup;
		if (known && isClear && (wanted.type === 'word' || known === slow)) book.settle(known, guess);
		if (known === slow) void lookup.then(late => book.settle(late, guess));
	}
};

/**
 * Settles each book as soon as enough is known of the market. Resolves when each is on its way or has failed;
 * a list that has not answered when `patience` is over is taken for one that cannot be read until it does.
 */
const settleBooks = async (
	wanted: WantedMarket,
	lookups: readonly BookLookup[],
	patience: Promise<unknown>,
): Promise<void> => {
	const impatient = lookups.map(({book, lookup, ...rest}) => ({
		...{book, ...rest},
		lookup: Promise.race([lookup, patience.then(() => slow)]),
	}));
	// In two parts it needs no other exchange's list.
	if (wanted.type === 'pair')
		for (const {book, lookup} of impatient)
			void lookup.then(known => {
				if (known !== slow) book.settle(known, wanted);
			});
	settleTogether(wanted, lookups, await resolve(impatient));
};

/** Settles the books of each market by themselves. */
export const settleAll = async (
	lookups: readonly BookLookup[],
	patience: Promise<unknown>,
): Promise<void> => {
	const markets = new Map(lookups.map(({wanted}) => [formatWanted(wanted), wanted]));
	const settled = [...markets].map(([name, wanted]) => {
		const own = lookups.filter(lookup => formatWanted(lookup.wanted) === name);
		return settleBooks(wanted, own, patience);
	});
	await Promise.all(settled);
};
