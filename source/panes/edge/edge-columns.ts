import type {Walk} from '../../book/edge.js';
import {divideDecimals, type Decimal} from '../../book/fixed-point.js';
import {
	formatCell,
	formatMoneyCell,
	toColumnFormat,
	type ColumnFormat,
	type ColumnShape,
} from '../../screen/column.js';
import {formatAge} from '../../screen/format.js';
import type {Shapes} from '../column-memory.js';

/** One half of a trade: taking from one exchange's side. */
export type Leg = {
	readonly label: string;
	readonly walk: Walk;
	readonly fee: Decimal;
	/** Milliseconds since the book last changed, null where it never did. */
	readonly ageMs: number | null;
};

export type LegShapes = Shapes<'average' | 'worst' | 'notional' | 'fee'>;

/** A column of the legs' table: heading, cells, and how to write a leg into it. */
export type LegColumn = {
	readonly heading: string;
	readonly width: number;
	write(leg: Leg): string;
};

/** Two decimals more than the price has, rounded. */
export const averageOf = ({size, notional}: Walk, decimals: number): Decimal =>
	divideDecimals(notional, size, decimals + 2);

const number = (
	heading: string,
	format: ColumnFormat,
	pick: (leg: Leg) => Decimal | null,
	formatIt = formatCell,
) => ({
	heading,
	width: Math.max(heading.length, format.width),
	write(leg: Leg) {
		const value = pick(leg);
		return value ? formatIt(value, format) : '';
	},
});

export type LegTable = {
	readonly columns: readonly LegColumn[];
	/** Cells before each column. */
	readonly gap: number;
};

/** Most wanted first: those that do not fit are left out from the end. Shown in another order. */
const shownOrder = ['Average', 'To price', 'Levels', 'Value', 'Fee', 'Age'];

/** `money`: decimals of the quote currency that are of use, as far as there are any. */
export const legTable = (
	shapes: LegShapes,
	{decimals, money}: {readonly decimals: number; readonly money: number},
	room: number,
): LegTable => {
	const average = toColumnFormat(shapes.average, Infinity, true);
	const worst = toColumnFormat(shapes.worst, Infinity, true);
	const digits = ({whole}: ColumnShape) => Math.max(7, whole + money);
	const notional = toColumnFormat(shapes.notional, digits(shapes.notional), true);
	const fee = toColumnFormat(shapes.fee, digits(shapes.fee), true, notional.decimals + 2);
	const columns: readonly LegColumn[] = [
		number('Average', average, ({walk}) => averageOf(walk, decimals)),
		{
			heading: 'Age',
			width: 6,
			write: ({ageMs}) => (ageMs === null ? '' : formatAge(ageMs)),
		},
		number('To price', worst, ({walk}) => walk.worst),
		{heading: 'Levels', width: 6, write: ({walk}) => String(walk.levels)},
		number('Value', notional, ({walk}) => walk.notional, formatMoneyCell),
		number('Fee', fee, leg => leg.fee, formatMoneyCell),
	];
	const widthAt = (gap: number) => columns.reduce((sum, {width}) => sum + gap + width, 0);
	const gap = [5, 4, 3, 2].find(cells => widthAt(cells) <= room) ?? 2;
	let left = room;
	const fitting = columns.filter(({width}) => (left -= width + gap) >= 0);
	const rank = ({heading}: LegColumn) => shownOrder.indexOf(heading);
	return {columns: fitting.toSorted((a, b) => rank(a) - rank(b)), gap};
};
