import {imbalance} from '../../book/depth.js';
import {
	addDecimals,
	multiplyDecimals,
	toNumber,
	zero,
	type Decimal,
} from '../../book/fixed-point.js';
import type {Trade} from '../../book/trade.js';
import {barScale} from '../../screen/bar.js';
import {widthOf} from '../../screen/cells.js';
import {formatAge, formatDuration} from '../../screen/format.js';
import {statusWords} from '../../screen/status.js';
import {glyphs, type Theme} from '../../screen/theme.js';
import {clampScroll, type UiState} from '../../screen/ui-state.js';
import type {BookView} from '../../store/market-view.js';
import {paintShare, paintTrouble} from '../depth/depth-notes.js';
import {lackText} from '../../book/lack.js';
import {numbersOf} from '../book-numbers.js';
import {shapesOf, type MarketShapes} from '../market-shapes.js';
import {currenciesOf} from '../market-title.js';
import type {Pane, PaneInput, Painter} from '../pane.js';
import {centred, framed, inside} from '../pane-frame.js';
import {nextSecond, remember} from '../remember.js';
import {createTitle} from '../title.js';
import {toTradeColumns} from './trade-columns.js';
import {paintTrade, paintTradeHeadings, type TapeRow} from './trade-rows.js';

/** Rows of the pane that are not trades: two edges, headings, two lines of notes. */
const tapeRows = (height: number): number => Math.max(1, height - 5);

/** The headings are its row 0, the newest trade is row −1. */
const extentOf = (trades: readonly Trade[], height: number) => ({
	asks: 0,
	bids: trades.length,
	rows: tapeRows(height) + 1,
	above: 0,
	hasCursor: false,
});

/** The trades to show, newest first. */
const toTape = (
	trades: readonly Trade[],
	{scroll}: UiState,
	height: number,
): readonly TapeRow[] => {
	const from = -clampScroll(scroll, {panes: 1, ...extentOf(trades, height)});
	const end = trades.length - from;
	return trades
		.slice(Math.max(0, end - tapeRows(height)), end)
		.reverse()
		.map(trade => ({...trade, value: multiplyDecimals(trade.price, trade.size)}));
};

/** What the pane of a book shows. */
const tapeOf = ({view, ui, height}: PaneInput, book: BookView): readonly TapeRow[] => {
	const isFocused = view.books.indexOf(book) === Math.min(ui.focus, view.books.length - 1);
	return toTape(book.trades, {...ui, scroll: isFocused ? ui.scroll : 0}, height);
};

const sizeOf = (trades: readonly Trade[], side: Trade['side']): Decimal =>
	trades.reduce((sum, trade) => (trade.side === side ? addDecimals(sum, trade.size) : sum), zero);

/** `500 trades in 12 min · last 3 s ago`. */
const paintSummary = (theme: Theme, {trades, ...book}: BookView, now: number, width: number) => {
	const [oldest, newest] = [trades[0], trades.at(-1)];
	if (!oldest || !newest) return '';
	const count = trades.length === 1 ? '1 trade' : `${trades.length} trades`;
	const span = `${count} in ${formatDuration(Math.max(0, now - oldest.time))}`;
	const last = `last ${formatAge(Math.max(0, now - newest.time))} ago`;
	const lack = lackText(book);
	const of = lack === '' ? '' : ` ${glyphs.dot} ${lack}`;
	const texts = [`${span} ${glyphs.dot} ${last}${of}`, `${last}${of}`, lack || last];
	return ` ${theme.paint('label', texts.find(text => widthOf(text) <= width - 2) ?? '')}`;
};

const paintFoot = (theme: Theme, {book, width}: PaneInput, now: number): readonly string[] => {
	const inner = width - 2;
	if (book.status !== 'live') return paintTrouble(theme, book, now, inner);
	const {trades} = book;
	const share = imbalance(sizeOf(trades, 'buy'), sizeOf(trades, 'sell'));
	return [
		paintSummary(theme, book, now, inner),
		trades.length === 0 ? '' : paintShare(theme, share, ['buys', 'sells'], inner),
	];
};

/** All tapes of a market look alike. */
const shapesFor = ({view, book}: PaneInput): MarketShapes =>
	shapesOf(view.books.filter(({market}) => market === book.market));

const createPainter = (theme: Theme): Painter => {
	const toTitle = createTitle('trades');

	const paintTape = (input: PaneInput): readonly string[] => {
		const {book} = input;
		const tape = tapeOf(input, book);
		const units = currenciesOf(book.market);
		const columns = toTradeColumns(
			shapesFor(input),
			numbersOf(book).sizeDecimals,
			units,
			inside(input),
		);
		const scale = barScale(tape.map(({size}) => toNumber(size)));
		return [
			paintTradeHeadings(theme, columns, units),
			...tape.map(trade => paintTrade(theme, trade, columns, scale)),
		];
	};

	const paintNone = ({book, width, height}: PaneInput): readonly string[] => {
		const {glyph, role} = statusWords[book.status];
		const isLive = book.status === 'live';
		// No sign of life: that the book lives tells nothing of the trades, which a capture may lack.
		const words = isLive ? 'no trades came in so far' : `${glyph} no trades yet`;
		const above = Math.max(0, Math.floor((height - 5) / 2));
		const lack = isLive ? lackText(book) : '';
		return [
			...Array.from({length: above}, () => ''),
			centred(theme, isLive ? 'muted' : role, words, width - 2),
			...(lack === '' ? [] : ['', centred(theme, 'warn', lack, width - 2)]),
		];
	};

	const paint: Painter = (input, now) => {
		const {book, height} = input;
		const rows = book.trades.length === 0 ? paintNone(input) : paintTape(input);
		const padding = Array.from({length: Math.max(0, tapeRows(height) + 1 - rows.length)}, () => '');
		const body = [...rows, ...padding, ...paintFoot(theme, input, now)];
		return {
			lines: framed(theme, input.isFocused, toTitle(input, now), body, input),
			repaintAt: nextSecond(now),
		};
	};
	return remember('book', paint, input => JSON.stringify(shapesFor(input)));
};

/** One exchange's tape: time and sales, the newest on top. */
export const tradesPane: Pane = {
	per: 'book',
	hasFocus: true,
	createPainter,
	extentOf: (_view, {trades}, _ui, height) => extentOf(trades, height),
};
