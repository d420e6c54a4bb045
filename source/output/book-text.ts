import {withCode} from '../faults.js';
import {isBeyond} from '../book/order-book.js';
import type {SideName, SideView} from '../book/side-view.js';
import {
	formatDecimal,
	halveDecimal,
	addDecimals,
	ratio,
	subtractDecimals,
} from '../book/fixed-point.js';
import {padEndCells, padStartCells, widthOf} from '../screen/cells.js';
import {lackText} from '../book/lack.js';
import {glyphs} from '../screen/theme.js';
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
	withCode(
		book.sequence === null ? heading(book) : `${heading(book)}  ${bestOfBoth(book)}${spread(book)}`,
		book.code,
	);

const fractionOf = (text: string): number =>
	text.includes('.') ? text.length - text.indexOf('.') : 0;

/** Numbers with blanks behind them, so that their points stand below each other once they end in one column. */
const alignPoints = (texts: readonly string[]): readonly string[] => {
	const longest = Math.max(0, ...texts.map(fractionOf));
	return texts.map(text => (text === '' ? '' : text + ' '.repeat(longest - fractionOf(text))));
};

const padColumns = (rows: readonly (readonly string[])[]): string[] => {
	const widths = rows[0]?.map((_, column) =>
		Math.max(...rows.map(row => widthOf(row[column] ?? ''))),
	);
	return rows.map(row =>
		row
			.map((cell, column) => padStartCells(cell, widths?.[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
};

const marks = {bids: glyphs.looseBid, asks: glyphs.looseAsk} as const;

const looseNote = `${glyphs.looseBid} ${glyphs.looseAsk}: nothing vouches for these levels, some may be wrong or missing`;

/** What is put behind a price: a mark where nothing vouches for the level, as on screen. */
const markOf = (book: BookView, name: SideName, rank: number): string =>
	rank < book[name].length && isBeyond(book.vouched, name, book[name].price(rank))
		? ` ${marks[name]}`
		: '';

/** Of a side's first `count` levels: the marks, in a column that is empty where there are none. */
const toMarks = (book: BookView, name: SideName, count: number): readonly string[] => {
	const all = Array.from({length: count}, (_, rank) => markOf(book, name, rank));
	return all.some(Boolean) ? all.map(mark => mark.padEnd(2)) : all;
};

/** The whole book for people: bids and asks next to each other, best first. */
export const toBookTable = (book: BookView, count: number): string => {
	const {bids, asks} = book;
	const levels = `${bids.length} bids, ${asks.length} asks`;
	const head = withCode(`${heading(book)}${spread(book)}  ${levels}`, book.code);
	const lack = lackText(book);
	if (lack === 'the book is empty') return `${head}\n${lack}`;
	const length = Math.min(count, Math.max(bids.length, asks.length));
	const loose = {bids: toMarks(book, 'bids', length), asks: toMarks(book, 'asks', length)};
	const column = (side: SideView, read: 'price' | 'size') =>
		alignPoints(
			Array.from({length}, (_, rank) =>
				rank < side.length ? formatDecimal(side[read](rank)) : '',
			),
		);
	const [bidSizes, bidPrices] = [column(bids, 'size'), column(bids, 'price')];
	const [askPrices, askSizes] = [column(asks, 'price'), column(asks, 'size')];
	const rows = Array.from({length}, (_, rank) => [
		bidSizes[rank] ?? '',
		`${bidPrices[rank]}${loose.bids[rank]}`,
		`${askPrices[rank]}${loose.asks[rank]}`,
		askSizes[rank] ?? '',
	]);
	const isLoose = [...loose.bids, ...loose.asks].some(Boolean);
	const over = (name: SideName) => (loose[name].some(Boolean) ? '  ' : '');
	const heads = ['bid size', `bid${over('bids')}`, `ask${over('asks')}`, 'ask size'];
	const table = padColumns([heads, ...rows]);
	const notes = [isLoose ? looseNote : '', lack].filter(Boolean);
	return [head, ...table, ...notes].join('\n');
};
