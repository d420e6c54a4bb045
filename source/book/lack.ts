type Sides = {readonly bids: ArrayLike<unknown>; readonly asks: ArrayLike<unknown>};

/** What a book lacks of its sides, in words: `empty`, `no asks` or `no bids`; null where it has both. */
export const lackOf = ({bids, asks}: Sides): string | null => {
	if (bids.length + asks.length === 0) return 'empty';
	if (asks.length === 0) return 'no asks';
	return bids.length === 0 ? 'no bids' : null;
};

/** `the book has no asks`; empty where it has both sides. */
export const lackText = (book: Sides): string => {
	const lack = lackOf(book);
	return lack === null ? '' : `the book ${lack === 'empty' ? 'is' : 'has'} ${lack}`;
};

/** Why a pane of all books has none to show, some of them being in sync. */
export const emptyText = (books: readonly {readonly status: string}[]): string =>
	books.every(({status}) => status === 'live')
		? 'the books are empty'
		: 'the books in sync are empty';
