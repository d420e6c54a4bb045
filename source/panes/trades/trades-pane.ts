import {imbalance} from '../../book/depth.js';
import {
	addDecimals,
	multiplyDecimals,
	toNumber,
	zero,
	type Decimal,
} from '../../book/fixed-point.js';
import type {JoinedTrade} from '../../book/joined-tape.js';
import type {Trade} from '../../book/trade.js';
import {barScale} from '../../screen/bar.js';
import {widthOf} from '../../screen/cells.js';
import {formatAge, formatDuration} from '../../screen/format.js';
import {statusWords} from '../../screen/status.js';
import {glyphs, type Theme} from '../../screen/theme.js';
import {clampScroll, type UiState} from '../../screen/ui-state.js';
import type {BookView} from '../../store/market-view.js';
import {shareParts, paintTrouble} from '../depth/depth-notes.js';
import {ageOf} from '../depth/last-trade.js';
import {lackText} from '../../book/lack.js';
import {numbersOf} from '../book-numbers.js';
import {shapesOf, type MarketShapes} from '../market-shapes.js';
import {currenciesOf} from '../market-title.js';
import type {Pane, PaneInput, Painter} from '../pane.js';
import {centred, framed, inside, paintParts} from '../pane-frame.js';
import {nextSecond, remember} from '../remember.js';
import {tapeOf} from '../tape-of.js';
import {createTitle} from '../title.js';
import {toTradeColumns} from './trade-columns.js';
import {gapRow, paintGap, paintTrade, paintTradeHeadings, type TapeRow} from './trade-rows.js';

/** Rows of the pane that are not trades: two edges, headings, two lines of notes. */
const tapeRows = (height: number): number => Math.max(1, height - 5);

/** Fills, and the gaps between them, newest first. */
type TapeLine = JoinedTrade | typeof gapRow;

const linesOf = (tape: readonly JoinedTrade[]): readonly TapeLine[] =>
	tape.toReversed().flatMap(trade => (trade.isAfterGap ? [trade, gapRow] : [trade]));

/** The headings are its row 0, the newest trade is row −1. */
const extentOf = (lines: readonly TapeLine[], height: number) => ({
	asks: 0,
	bids: lines.length,
	rows: tapeRows(height) + 1,
	above: 0,
	hasCursor: false,
});

const toRow = (line: TapeLine): TapeRow | typeof gapRow =>
	line === gapRow ? line : {...line, value: multiplyDecimals(line.price, line.size)};

/** What is in sight of the tape. */
const toTape = (
	lines: readonly TapeLine[],
	{scroll}: UiState,
	height: number,
): readonly (TapeRow | typeof gapRow)[] => {
	const from = -clampScroll(scroll, {panes: 1, ...extentOf(lines, height)});
	return lines.slice(from, from + tapeRows(height)).map(toRow);
};

/** What the pane of a book shows. */
const shownOf = ({view, ui, height}: PaneInput, book: BookView) => {
	const isFocused = view.books.indexOf(book) === Math.min(ui.focus, view.books.length - 1);
	const scroll = isFocused ? ui.scroll : 0;
	return toTape(linesOf(tapeOf(book)), {...ui, scroll}, height);
};

const sizeOf = (trades: readonly Trade[], side: Trade['side']): Decimal =>
	trades.reduce((sum, trade) => (trade.side === side ? addDecimals(sum, trade.size) : sum), zero);

/** `↓ fetched`: what the mark says that some of the fills have. */
const legend = `${glyphs.fetched} fetched`;

/** `500 trades in 12 min · ↓ 120 fetched · last 3 s ago`. */
const paintSummary = (theme: Theme, book: BookView, now: number, width: number) => {
	const tape = tapeOf(book);
	const [oldest, newest] = [tape[0], tape.at(-1)];
	if (!oldest || !newest) return '';
	const count = tape.length === 1 ? '1 trade' : `${tape.length} trades`;
	const span = `${count} in ${formatDuration(ageOf(book, oldest, now))}`;
	const last = `last ${formatAge(ageOf(book, newest, now))} ago`;
	const fetched = tape.filter(({isFetched}) => isFetched).length;
	const all = fetched > 0 ? [`${glyphs.fetched} ${fetched} fetched`] : [];
	const mark = fetched > 0 ? [legend] : [];
	const lack = lackText(book) === '' ? [] : [lackText(book)];
	const texts = [
		[span, ...all, last, ...lack],
		[...mark, last, ...lack],
		[...mark, ...lack],
		[...mark, ...(fetched > 0 ? [] : lack)],
		[...mark, ...(fetched > 0 ? [] : [last])],
	].map(parts => parts.join(` ${glyphs.dot} `));
	const text = texts.find(one => one !== '' && widthOf(one) <= width - 2);
	return ` ${theme.paint('label', text ?? '')}`;
};

/** What is wrong with the book, and what the mark of fetched fills says where there are any. */
const paintLost = (theme: Theme, book: BookView, now: number, width: number): readonly string[] => {
	const lines = paintTrouble(theme, book, now, width);
	if (!tapeOf(book).some(({isFetched}) => isFetched)) return lines;
	const note = ` ${glyphs.dot} ${legend}`;
	const hasRoom = widthOf(lines[1]) + widthOf(note) < width;
	const [first, next] = hasRoom ? lines : paintTrouble(theme, book, now, width - widthOf(note));
	return [first, next + theme.paint('label', note)];
};

const paintFoot = (theme: Theme, {book, width}: PaneInput, now: number): readonly string[] => {
	const inner = width - 2;
	if (book.status !== 'live') return paintLost(theme, book, now, inner);
	const tape = tapeOf(book);
	const share = imbalance(sizeOf(tape, 'buy'), sizeOf(tape, 'sell'));
	return [
		paintSummary(theme, book, now, inner),
		tape.length === 0 ? '' : paintParts(theme, shareParts(theme, share, ['buys', 'sells'], inner)),
	];
};

/** All tapes of a market look alike. */
const shapesFor = ({view, book}: PaneInput): MarketShapes =>
	shapesOf(view.books.filter(({market}) => market === book.market));

const createPainter = (theme: Theme): Painter => {
	const toTitle = createTitle('trades');

	const paintTape = (input: PaneInput): readonly string[] => {
		const {book} = input;
		const rows = shownOf(input, book);
		const units = currenciesOf(book.market);
		const columns = toTradeColumns(
			shapesFor(input),
			numbersOf(book).sizeDecimals,
			units,
			inside(input),
		);
		const sizes = rows.flatMap(row => (row === gapRow ? [] : [toNumber(row.size)]));
		const scale = barScale(sizes);
		const paintRow = (row: TapeRow | typeof gapRow) =>
			row === gapRow ? paintGap(theme, input.width - 2) : paintTrade(theme, row, columns, scale);
		return [paintTradeHeadings(theme, columns, units), ...rows.map(paintRow)];
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
		const rows = tapeOf(book).length === 0 ? paintNone(input) : paintTape(input);
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
	extentOf: (_view, book, _ui, height) => extentOf(linesOf(tapeOf(book)), height),
};
