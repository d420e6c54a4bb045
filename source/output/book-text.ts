import type {SideView} from '../book/side-view.js';
import {
	formatDecimal,
	halveDecimal,
	addDecimals,
	ratio,
	subtractDecimals,
} from '../book/fixed-point.js';
import {padEndCells, padStartCells, widthOf} from '../screen/cells.js';
import {lackText} from '../book/lack.js';
import type {BookView} from '../store/market-view.js';

const best = (side: SideView) =>
	side.length === 0 ? 'none' : `${formatDecimal(side.price(0))} × ${formatDecimal(side.size(0))}`;

/** The best of both sides, as far as there are any. */
const bestOfBoth = ({bids, asks}: BookView): string =>
	bids.length + asks.length === 0 ? 'the book is empty' : `bid ${best(bids)}  ask ${best(asks)}`;

const spread = ({bids, asks}: BookView): string => {
	if (bids.length === 0 || asks.length === 0) return '';
	const [bid, ask] = [bids.price(0), asks.price(0)];
	const gap = subtractDecimals(ask, bid);
	const bps = ratio(gap, halveDecimal(addDecimals(ask, bid))) * 10_000;
	return `  spread ${formatDecimal(gap)} (${bps.toFixed(1)} bps)`;
};

const heading = ({title, market, status, reason}: BookView): string =>
	`${padEndCells(title, 8)} ${market}  ${status}${reason === null ? '' : ` (${reason})`}`;

/** One line for people: where the book stands, the best prices, the spread. */
export const toBookLine = (book: BookView): string =>
	book.sequence === null ? heading(book) : `${heading(book)}  ${bestOfBoth(book)}${spread(book)}`;

const padColumns = (rows: readonly (readonly string[])[]): string[] => {
	const widths = rows[0]?.map((_, column) =>
		Math.max(...rows.map(row => widthOf(row[column] ?? ''))),
	);
	return rows.map(row =>
		row.map((cell, column) => padStartCells(cell, widths?.[column] ?? 0)).join('  '),
	);
};

/** The whole book for people: bids and asks next to each other, best first. */
export const toBookTable = (book: BookView, count: number): string => {
	const {bids, asks} = book;
	const levels = `${bids.length} bids, ${asks.length} asks`;
	const head = `${heading(book)}${spread(book)}  ${levels}`;
	const lack = lackText(book);
	if (lack === 'the book is empty') return `${head}\n${lack}`;
	const length = Math.min(count, Math.max(bids.length, asks.length));
	const cell = (side: SideView, rank: number, read: 'price' | 'size') =>
		rank < side.length ? formatDecimal(side[read](rank)) : '';
	const rows = Array.from({length}, (_, rank) => [
		cell(bids, rank, 'size'),
		cell(bids, rank, 'price'),
		cell(asks, rank, 'price'),
		cell(asks, rank, 'size'),
	]);
	const table = padColumns([['bid size', 'bid', 'ask', 'ask size'], ...rows]);
	return [head, ...table, ...(lack === '' ? [] : [lack])].join('\n');
};
