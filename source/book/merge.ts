import type {SideName} from './side-view.js';
import type {DepthRow} from './depth.js';
import {addDecimals, compareDecimals, zero, type Decimal} from './fixed-point.js';

/** One line of the consolidated book. */
export type MergedRow = DepthRow & {
	/** What each book holds at this price, in the order the books were given; null for nothing. */
	readonly parts: readonly (Decimal | null)[];
};

const isBetter = (a: Decimal, b: Decimal, name: SideName) => {
	const order = compareDecimals(a, b);
	return name === 'asks' ? order < 0 : order > 0;
};

/**
 * The first `count` rows of several books as one, best first. Each book comes as its own rows, best
 * first and at one price grouping; as many of each as are wanted of all are enough.
 */
export const mergeRows = (
	books: readonly (readonly DepthRow[])[],
	name: SideName,
	count: number,
): readonly MergedRow[] => {
	const rows: MergedRow[] = [];
	const ranks = books.map(() => 0);
	let total = zero;
	let levels = 0;
	while (rows.length < count) {
		const heads = books.map((book, index) => book[ranks[index] ?? 0] ?? null);
		let price: Decimal | null = null;
		for (const head of heads)
			if (head && (!price || isBetter(head.price, price, name))) price = head.price;
		if (!price) break;
		let size = zero;
		const parts: (Decimal | null)[] = [];
		for (const [index, head] of heads.entries()) {
			const isHere = head !== null && compareDecimals(head.price, price) === 0;
			parts.push(isHere ? head.size : null);
			if (!isHere) continue;
			const rank = ranks[index] ?? 0;
			size = addDecimals(size, head.size);
			levels += head.levels - (books[index]?.[rank - 1]?.levels ?? 0);
			ranks[index] = rank + 1;
		}
		total = addDecimals(total, size);
		rows.push({price, size, total, levels, parts});
	}
	return rows;
};
