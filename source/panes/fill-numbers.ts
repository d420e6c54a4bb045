import type {Decimal} from '../book/fixed-point.js';
import {
	formatCell,
	leastBehind,
	toColumn,
	wholeBehind,
	type NumberShape,
} from '../screen/column.js';
import type {Role} from '../screen/theme.js';
import type {MarketShapes} from './market-shapes.js';
import type {Part} from './pane-frame.js';

/** Decimals of an average: more than the prices have. */
export const averageDecimals = ({exactPrice}: MarketShapes): number => exactPrice.decimals + 2;

export const label = (text: string): Part => ['label', text];

/** How many of its decimals a number is told with. */
export type Digits = 'all' | 'useful' | 'none';

const behindOf = (shape: NumberShape, digits: Digits): number =>
	digits === 'all' ? wholeBehind(shape) : digits === 'useful' ? leastBehind(shape) : 1;

export const formatSize = (value: Decimal, {total}: MarketShapes, digits: Digits): string =>
	formatCell(value, toColumn(total, behindOf(total, digits)));

export const formatValue = (value: Decimal, {value: shape}: MarketShapes, digits: Digits): string =>
	formatCell(value, toColumn(shape, behindOf(shape, digits), 1));

/** An average with less decimals where there is less room, and the sign where it goes on. */
export const formatAverage = (value: Decimal, shapes: MarketShapes, less: number): string => {
	const decimals = averageDecimals(shapes) - less;
	const shape = {...shapes.exactPrice, decimals, padded: decimals};
	return formatCell(value, toColumn(shape, wholeBehind(shape) + 1));
};

/**
 * Numbers of one kind with their unit beside them, in as much room as any others of that kind take; in a
 * tight line in no more than they need. Several stand one below the other, point below point.
 */
export const fields = (
	cells: readonly string[],
	unit: string,
	role: Role,
	isTight: boolean,
): readonly (readonly Part[])[] => {
	const isAlone = cells.length === 1;
	const starts = cells.map(cell => cell.length - cell.trimStart().length);
	const from = isTight || isAlone ? Math.min(...starts) : 0;
	const to = isTight ? Math.max(...cells.map(cell => cell.trimEnd().length)) : Infinity;
	return cells.map(cell => {
		const number = cell.slice(from).trimEnd();
		const end = Math.min(to, cell.length) - (isTight ? from : 0);
		const rest = unit === '' ? '' : ` ${unit}`;
		return [[role, number], label(rest.padEnd(end + rest.length - number.length))];
	});
};
