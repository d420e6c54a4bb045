import {
	addDecimals,
	compareDecimals,
	multiplyDecimals,
	toNumber,
	zero,
	type Decimal,
} from '../../book/fixed-point.js';
import {spreadOf, type DepthRow} from '../../book/depth.js';
import {nthOf} from '../../book/nth-of.js';
import type {SideView} from '../../book/side-view.js';
import type {FlowReader, RowSums} from '../../flow/flow-reader.js';
import type {BookView} from '../../store/market-view.js';
import {cursorPrice} from '../level-cursor.js';
import {lastTradeOf} from '../tape-of.js';
import {hasExtras, noExtras, type ExtraColumns, type RowExtras} from './depth-extras.js';
import type {Ladder, LadderLevel, LadderRow} from './ladder.js';

/** Fewer sizes say nothing of what is usual. */
const fewestSizes = 5;

/** From what size on one is large: a multiple of the median of those shown; infinite where none is. */
export const largeFrom = (rows: readonly LadderRow[], multiple: number): number => {
	if (multiple <= 0) return Infinity;
	const sizes = new Float64Array(rows.length);
	let count = 0;
	for (const row of rows) if (row.type === 'level') sizes[count++] = toNumber(row.level.size);
	if (count < fewestSizes) return Infinity;
	const upper = nthOf(sizes, count, count >> 1);
	const lower = nthOf(sizes, count, (count - 1) >> 1);
	return (multiple * (lower + upper)) / 2;
};

/** What the levels of a row are worth: those before its last one whose sizes make up its own. */
export const valueOfRow = (side: SideView, {size, levels}: DepthRow): Decimal => {
	let sum = zero;
	let value = zero;
	for (let rank = levels - 1; rank >= 0 && compareDecimals(sum, size) < 0; rank--) {
		sum = addDecimals(sum, side.size(rank));
		value = addDecimals(value, multiplyDecimals(side.price(rank), side.size(rank)));
	}
	return value;
};

type Asked = {
	readonly book: BookView;
	readonly flow: FlowReader;
	readonly ladder: Pick<Ladder, 'step'>;
	readonly columns: ExtraColumns;
};

/** What the columns show of each row. */
export const toRowExtras = (
	{book, flow, ladder: {step}, columns}: Asked,
	now: number,
): ((row: LadderLevel) => RowExtras) => {
	if (!hasExtras(columns)) return () => noExtras;
	const mid = spreadOf(book)?.mid ?? null;
	const none: RowSums = () => null;
	const sumsOf = (side: LadderLevel['side']) => ({
		traded: columns.traded ? flow.tradedOf(book.key, {side, step, mid}, now) : none,
		net: columns.net ? flow.netOf(book.key, {side, step}, now) : none,
	});
	const sums = {asks: sumsOf('asks'), bids: sumsOf('bids')};
	const middle = mid ? toNumber(mid) : 0;
	const last = columns.traded ? lastTradeOf(book) : undefined;
	// In groups, a price of the other side may round to the same.
	const lastSide = last && mid && compareDecimals(last.price, mid) > 0 ? 'asks' : 'bids';
	const lastPrice = last && cursorPrice({side: lastSide, price: last.price}, step);
	const isLast = ({side, level}: LadderLevel): boolean =>
		lastPrice !== undefined &&
		mid !== null &&
		side === lastSide &&
		compareDecimals(lastPrice, level.price) === 0;
	return row => {
		const {side, level} = row;
		return {
			value: columns.value ? valueOfRow(book[side], level) : null,
			bps: columns.bps && mid ? (toNumber(level.price) / middle - 1) * 10_000 : null,
			traded: sums[side].traded(level.price),
			last: last && isLast(row) ? (last.side ?? 'unknown') : null,
			net: sums[side].net(level.price),
		};
	};
};
