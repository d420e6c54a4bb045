import type {Walk} from '../../book/edge.js';
import {divideDecimals, type Decimal} from '../../book/fixed-point.js';
import {
	formatCell,
	leastBehind,
	toColumn,
	wholeBehind,
	type ColumnFormat,
	type NumberShape,
} from '../../screen/column.js';
import {formatAge} from '../../screen/format.js';
import {averageDecimals} from '../fill-numbers.js';
import type {MarketShapes} from '../market-shapes.js';

/** One half of a trade: taking from one exchange's side. */
export type Leg = {
	readonly label: string;
	readonly walk: Walk;
	/** In the quote currency. */
	readonly fee: Decimal;
	/** Milliseconds since the book last changed, null where it never did. */
	readonly ageMs: number | null;
};

/** A column of the legs' table: heading, cells, and how to write a leg into it. */
export type LegColumn = {
	readonly heading: string;
	/** Cells. */
	readonly width: number;
	write(leg: Leg): string;
};

const number = (
	heading: string,
	format: ColumnFormat,
	pick: (leg: Leg) => Decimal | null,
): LegColumn => ({
	heading,
	width: Math.max(heading.length, format.width),
	write(leg) {
		const value = pick(leg);
		return value ? formatCell(value, format) : '';
	},
});

export type LegTable = {
	readonly columns: readonly LegColumn[];
	/** Cells before each column. */
	readonly gap: number;
};

/** Most wanted first: those that do not fit are left out from the end. Shown in another order. */
const shownOrder = ['Average', 'To price', 'Levels', 'Value', 'Fee', 'Age'];

const columnsOf = (
	shapes: MarketShapes,
	money: NumberShape,
	behindOf: (shape: NumberShape) => number,
): readonly LegColumn[] => {
	const decimals = averageDecimals(shapes);
	const price = shapes.exactPrice;
	// One cell more for the sign: an average may go on.
	const average = {...price, decimals: decimals + 1, padded: decimals};
	const fee = {...money, decimals: money.decimals + 4, useful: money.useful + 2};
	return [
		number('Average', toColumn(average), ({walk: {notional, size}}) =>
			divideDecimals(notional, size, decimals),
		),
		{
			heading: 'Age',
			width: 6,
			write: ({ageMs}) => (ageMs === null ? '' : formatAge(ageMs)),
		},
		number('To price', toColumn(price), ({walk}) => walk.worst),
		{heading: 'Levels', width: 6, write: ({walk}) => String(walk.levels)},
		number('Value', toColumn(money, behindOf(money)), ({walk}) => walk.notional),
		number('Fee', toColumn(fee, behindOf(fee)), leg => leg.fee),
	];
};

/** `money`: of the quote currency, what is traded. In wide tables every digit of it has room. */
export const legTable = (shapes: MarketShapes, money: NumberShape, room: number): LegTable => {
	const widthOf = (columns: readonly LegColumn[], gap: number) =>
		columns.reduce((sum, {width}) => sum + gap + width, 0);
	const all = columnsOf(shapes, money, wholeBehind);
	const isWide = widthOf(all, 3) <= room;
	const columns = isWide ? all : columnsOf(shapes, money, leastBehind);
	const gap = [5, 4, 3, 2].find(cells => widthOf(columns, cells) <= room) ?? 2;
	let left = room;
	const fitting = columns.filter(({width}) => (left -= width + gap) >= 0);
	const rank = ({heading}: LegColumn) => shownOrder.indexOf(heading);
	return {columns: fitting.toSorted((a, b) => rank(a) - rank(b)), gap};
};
