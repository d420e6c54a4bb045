import fc from 'fast-check';
import {BookSide} from '../../source/book/book-side.js';
import type {SideName} from '../../source/book/side-view.js';
import {columns} from './columns.js';

/** A side of levels written as text. */
export const sideOf = (
	name: SideName,
	levels: readonly (readonly [price: string, size: string])[],
): BookSide => {
	const side = new BookSide(name);
	side.update(columns(...levels));
	return side;
};

/** Levels at prices that other sides have too, with sizes of up to eight decimals. */
export const levelsOf = (low: number, high: number) =>
	fc
		.uniqueArray(fc.tuple(fc.integer({min: low, max: high}), fc.integer({min: 1, max: 10 ** 12})), {
			selector: ([price]) => price,
			maxLength: 30,
		})
		.map(levels =>
			levels.map(
				([price, size]) => [(price / 1000).toFixed(3), (size / 10 ** 8).toFixed(8)] as const,
			),
		);
