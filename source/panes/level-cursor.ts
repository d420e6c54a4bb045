import {compareDecimals, roundToStep, type Decimal} from '../book/fixed-point.js';
import type {LevelCursor} from '../screen/ui-state.js';

type Priced = {readonly price: Decimal};

/** A row with its place, counted from the spread: 1 the best ask, −1 the best bid. */
export type CursorRow<Row> = {readonly position: number; readonly row: Row};

/** The price that all is told down to: the cursor's own, or the far end of the group it is in. */
export const cursorPrice = ({side, price}: LevelCursor, step: Decimal | null): Decimal =>
	step ? roundToStep(price, step, side === 'asks' ? 'up' : 'down') : price;

/**
 * The row of a side that the cursor is shown on: the one that holds its price (a group's price is the
 * far end of it), else the next one further out, else the last. Null where the side is empty. `read`
 * gives the first `count` rows, best first; more of them are asked for only where `count` do not reach it.
 */
export const findCursor = <Row extends Priced>(
	{side, price}: LevelCursor,
	read: (count: number) => readonly Row[],
	count: number,
): CursorRow<Row> | null => {
	const isReached = (row: Priced) => {
		const order = compareDecimals(row.price, price);
		return side === 'asks' ? order >= 0 : order <= 0;
	};
	const rows = read(count);
	const found = rows.findIndex(isReached);
	if (found < 0 && rows.length >= count) return findCursor({side, price}, read, count * 4);
	const index = found < 0 ? rows.length - 1 : found;
	const row = rows[index];
	return row ? {position: side === 'asks' ? index + 1 : -index - 1, row} : null;
};
