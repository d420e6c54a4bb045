import {roundDecimal, subtractDecimals, zero, type Decimal} from '../../book/fixed-point.js';
import {putNumber} from '../../screen/cell-column.js';
import type {CellPen} from '../../screen/cell-pen.js';
import {
	formatHeading,
	leastBehind,
	toColumn,
	wholeBehind,
	widenColumn,
	type ColumnFormat,
	type NumberShape,
} from '../../screen/column.js';
import {glyphs, type Role} from '../../screen/theme.js';
import type {MarketShapes} from '../market-shapes.js';

/** What a table shows besides prices, sizes and totals, where there is room. */
export type Extra = 'value' | 'bps' | 'traded' | 'net';

export type ExtraColumns = {
	/** Price × size, rounded. */
	readonly value: ColumnFormat | null;
	/** The distance from the middle: cells, and the decimals it is told with. */
	readonly bps: {readonly width: number; readonly decimals: number} | null;
	/** What was traded at the price. A cell before it has the sign of the last trade. */
	readonly traded: ColumnFormat | null;
	/** What was added less what was taken away, with its sign. */
	readonly net: ColumnFormat | null;
};

/** What the columns show of a row. */
export type RowExtras = {
	readonly value: Decimal | null;
	readonly bps: number | null;
	readonly traded: Decimal | null;
	/** What the taker of the last trade did, where that was at this price. */
	readonly last: 'buy' | 'sell' | 'unknown' | null;
	readonly net: Decimal | null;
};

const tradedHeading = 'Traded 5m';
const netHeading = 'Net 5m';

/** To the nearest of what is of use, which the heading says. */
const valueHeading = (quote: string): string => `≈ ${quote}`;

/** Room for the sign, and for distances up to a thousand percent. */
const bpsColumn = ({exactPrice: {whole, padded}}: MarketShapes) => {
	const decimals = whole + padded < 6 ? 1 : 2;
	return {width: 6 + decimals, decimals};
};

const roundedColumn = (shape: NumberShape, spare: number): ColumnFormat => ({
	...toColumn(shape, shape.useful > 0 ? shape.useful + 1 : 0, spare),
	padded: shape.useful,
});

/** `padded`: decimals of sizes that are filled up with zeros. `spare`: digits before the point that are free as a rule. */
export const toExtraColumns = (
	shapes: MarketShapes,
	extras: readonly Extra[],
	quote: string,
	{spare, padded}: {readonly spare: number; readonly padded: number},
): ExtraColumns => {
	const behind = (spare > 0 ? wholeBehind : leastBehind)(shapes.size);
	const size = {...toColumn(shapes.size, behind, spare), padded};
	const has = (extra: Extra) => extras.includes(extra);
	const widened = (format: ColumnFormat, heading: string) => widenColumn(format, heading.length);
	return {
		value: has('value') ? widened(roundedColumn(shapes.value, spare), valueHeading(quote)) : null,
		bps: has('bps') ? bpsColumn(shapes) : null,
		traded: has('traded') ? widened(size, tradedHeading) : null,
		net: has('net') ? widened({...size, width: size.width + 1}, netHeading) : null,
	};
};

export const hasExtras = ({value, bps, traded, net}: ExtraColumns): boolean =>
	Boolean(value ?? bps ?? traded ?? net);

/** Cells of the columns, each with a gap before it. */
export const widthOfExtras = ({value, bps, traded, net}: ExtraColumns, gap: number): number => {
	const widths = [value?.width, bps?.width, traded ? traded.width + 1 : undefined, net?.width];
	return widths.reduce<number>((sum, width) => sum + (width === undefined ? 0 : gap + width), 0);
};

/** The headings, each right-aligned over its column. */
export const extraHeadings = (
	{value, bps, traded, net}: ExtraColumns,
	quote: string,
	gap: number,
): string =>
	[
		value && formatHeading(valueHeading(quote), value),
		bps && 'bps'.padStart(bps.width),
		traded && ` ${formatHeading(tradedHeading, traded)}`,
		net && formatHeading(netHeading, net),
	]
		.map(text => (text === null ? '' : ' '.repeat(gap) + text))
		.join('');

/** `+6.1`, `−123.4`, `+<0.1`; what has too many digits says that it is more. */
export const formatDistance = (
	bps: number,
	{width, decimals}: NonNullable<ExtraColumns['bps']>,
) => {
	const size = Math.abs(bps);
	const least = 10 ** -decimals;
	const isNear = size > 0 && size < least / 2;
	let text = isNear ? `<${least.toFixed(decimals)}` : size.toFixed(decimals);
	if (text.length >= width) text = size.toFixed(0);
	if (text.length >= width) text = `>${'9'.repeat(width - 2)}`;
	return ((bps < 0 ? glyphs.minus : '+') + text).padStart(width);
};

const tradeLooks: Readonly<Record<'buy' | 'sell' | 'unknown', readonly [Role, string]>> = {
	buy: ['bid', glyphs.ask],
	sell: ['ask', glyphs.bid],
	unknown: ['text', glyphs.dot],
};

/** The style of a role in this row, or of another where nobody vouches for it. */
export type RowStyle = (trusted: Role, otherwise: Role) => number;

const putNet = (
	pen: CellPen,
	net: Decimal | null,
	format: ColumnFormat,
	blank: number,
	style: number,
) => {
	if (!net || net.units === 0) return pen.blank(format.width, blank);
	const size = net.units < 0 ? subtractDecimals(zero, net) : net;
	const sign = (net.units < 0 ? glyphs.minus : '+').charCodeAt(0);
	// The number leaves a cell for its sign, however long it is.
	pen.blank(1, blank);
	const from = pen.take(0);
	putNumber(pen, size, {...format, width: format.width - 1}, blank, style);
	if (pen.take(0) === from) return;
	const first = firstOf(pen.codes(), from, format.width - 1);
	pen.codes()[first - 1] = sign;
	pen.styles()[first - 1] = style;
};

const space = 0x20;

/** The cell of the first character of a column that was written; one beyond where it is blank. */
export const firstOf = (codes: Uint16Array, from: number, width: number): number => {
	let cell = from;
	while (cell < from + width && codes[cell] === space) cell++;
	return cell;
};

/** Writes the columns of a row, each after a gap. */
export const putExtras = (
	pen: CellPen,
	{value, bps, traded, net}: ExtraColumns,
	row: RowExtras,
	{gap, blank, style}: {readonly gap: number; readonly blank: number; readonly style: RowStyle},
): void => {
	const muted = style('muted', 'faint');
	if (value) {
		pen.blank(gap, blank);
		if (row.value) putNumber(pen, roundDecimal(row.value, value.padded), value, blank, muted);
		else pen.blank(value.width, blank);
	}
	if (bps) {
		pen.blank(gap, blank);
		if (row.bps === null) pen.blank(bps.width, blank);
		else pen.text(formatDistance(row.bps, bps), muted);
	}
	if (traded) {
		pen.blank(gap, blank);
		const [role, sign] = row.last ? tradeLooks[row.last] : (['text', ' '] as const);
		pen.text(sign, row.last ? style(role, 'muted') : blank);
		if (row.traded) putNumber(pen, row.traded, traded, blank, style('text', 'muted'));
		else pen.blank(traded.width, blank);
	}
	if (net) {
		pen.blank(gap, blank);
		putNet(pen, row.net, net, blank, style('text', 'muted'));
	}
};

const isEqual = (a: Decimal | null, b: Decimal | null): boolean =>
	a === b || (a !== null && b !== null && a.units === b.units && a.decimals === b.decimals);

export const isSameExtras = (a: RowExtras, b: RowExtras): boolean =>
	a === b ||
	(a.bps === b.bps &&
		a.last === b.last &&
		isEqual(a.value, b.value) &&
		isEqual(a.traded, b.traded) &&
		isEqual(a.net, b.net));

export const noExtras: RowExtras = {value: null, bps: null, traded: null, last: null, net: null};
