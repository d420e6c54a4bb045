import type {PaintedLine} from '../../screen/cell-row.js';
import {clip, fitCells, widthOf} from '../../screen/cells.js';
import {paintingOf} from '../../screen/regions.js';
import {glyphs, type Theme} from '../../screen/theme.js';
import type {UiState} from '../../screen/ui-state.js';
import {hundredIn, sizeAt, stepAbove} from '../../book/trade-size.js';
import {formatNumber} from '../../screen/format.js';
import {
	noMarkets,
	type MarketsReader,
	type RankedLine,
	type Wanted,
} from '../../markets/ranking.js';
import {lastOf, touchOf} from '../../markets/line.js';
import {frozenTexts} from '../market-title.js';
import type {Pane, PaneInput, Painter} from '../pane.js';
import {centred, createFrame, firstFitting, paintParts, type Part} from '../pane-frame.js';
import {nextSecond} from '../remember.js';
import {cursorIndex, firstRow, marketRoom} from './list-window.js';
import {marketTable, startsOf, type MarketTable} from './market-columns.js';
import {footLines} from './market-foot.js';
import {createRows} from './market-rows.js';
import {marketName, priceText, toldSign} from './market-texts.js';

/** What the UI asks for of the lines. `market`: the one that is shown in the other views. */
export const wantedOf = (
	{markets: {sorting, isReversed, filter}, sizeStep}: Pick<UiState, 'markets' | 'sizeStep'>,
	market: string,
): Wanted => ({sorting, isReversed, filter, size: sizeStep, market});

/** The lines that the UI asks for. */
export const wantedRows = (
	markets: MarketsReader,
	ui: Pick<UiState, 'markets' | 'sizeStep'>,
	market: string,
): readonly RankedLine[] => markets.rows(wantedOf(ui, market));

/** About what the edges are told for: a hundred dollars, and 1-2-5 times that. */
const valueText = (sizeStep: UiState['sizeStep']): string => {
	if (typeof sizeStep !== 'number') return 'the size typed';
	const size = sizeAt(stepAbove(hundredIn('USDT')) + sizeStep);
	return `about ${formatNumber(size, size.decimals)} $`;
};

/** With the markets, which a pane of them has. */
type MarketsInput = PaneInput & {readonly markets: MarketsReader};

const titleOf = (theme: Theme, input: MarketsInput, count: number): readonly Part[] => {
	const {markets, ui, width, frozenSince = null} = input;
	const {sorting, isReversed, filter, isTyping} = ui.markets;
	const all = markets.count();
	const rule: Part = ['faint', ` ${glyphs.rule}${glyphs.rule} `];
	const dot: Part = ['faint', ` ${glyphs.dot} `];
	const counted: Part = ['muted', count === all ? `${all}` : `${count} of ${all}`];
	const typed: readonly Part[] =
		filter === '' && !isTyping ? [] : [dot, ['accent', `/${filter}${isTyping ? theme.caret : ''}`]];
	const sorted: Part = ['muted', `by ${sorting}${isReversed ? ', reversed' : ''}`];
	const frozen: readonly Part[] =
		frozenSince === null ? [] : [['accent', ` ${frozenTexts(frozenSince)[0] ?? ''}`]];
	const head: readonly Part[] = [['focusTitle', 'Markets'], ...frozen, rule, counted, ...typed];
	return firstFitting(
		[
			[...head, dot, sorted, dot, ['muted', `for ${valueText(ui.sizeStep)} each, net of fees`]],
			[...head, dot, sorted, dot, ['muted', valueText(ui.sizeStep)]],
			[...head, dot, sorted],
			head,
		],
		width - 6,
	);
};

/** Cells that names and prices had to have so far: nothing becomes narrower again while it is looked at. */
const createWidths = () => {
	let name = 9;
	let price = 7;
	return (rows: readonly RankedLine[]) => {
		for (const {line} of rows) {
			name = Math.max(name, Math.min(14, widthOf(marketName(line.market))));
			for (const quote of line.quotes) {
				const {bid, ask} = touchOf(quote);
				for (const value of [bid, ask, lastOf(quote)])
					price = Math.max(price, Math.min(13, priceText(value, quote, 13).length));
			}
		}
		return {name, price};
	};
};

/** The exchanges' names stand in the line of the headings, where there is room before those of their prices. */
const headLine = (theme: Theme, {columns, heads}: MarketTable, width: number): string => {
	const starts = startsOf(columns);
	let line = '';
	columns.forEach(({heading, width: cells, isLeft}, index) => {
		const text = heading.length > cells ? '' : heading;
		line = line.padEnd(starts[index] ?? 0) + (isLeft ? text.padEnd(cells) : text.padStart(cells));
	});
	for (const {text, from, cells} of heads) {
		const name = text.slice(0, cells);
		line = line.slice(0, from) + name + line.slice(from + name.length);
	}
	return fitCells(paintParts(theme, [['label', line]]), width);
};

const emptyWords = ({markets, ui}: MarketsInput): readonly string[] => {
	const {filter} = ui.markets;
	if (filter !== '' && markets.count() > 0) return [`no market is like ${filter}`];
	const notes = markets.notes();
	return notes.length > 0 ? notes : ['no market is followed yet'];
};

const paintEmpty = (theme: Theme, input: MarketsInput): readonly string[] => {
	const words = emptyWords(input);
	const above = Math.max(0, Math.floor((input.height - 2 - words.length) / 2));
	return [
		...Array.from({length: above}, () => ''),
		...words.map(text => centred(theme, 'muted', text, input.width - 2)),
	];
};

/** What there is to know of the whole, on one line, in fewer words where there is less room; null for nothing. */
const noteOf = (input: MarketsInput, rows: readonly RankedLine[]): string | null => {
	const notes = input.markets.notes();
	const isTold = rows.some(({line}) => line.quotes.every(({book}) => book === null));
	const legends = isTold
		? [
				`${toldSign} best prices as told, not proven: Enter opens a market`,
				`${toldSign} not proven`,
			]
		: [];
	const told = notes.join(` ${glyphs.dot} `);
	const choices = legends.map(legend => (told === '' ? legend : `${told} ${glyphs.dot} ${legend}`));
	const room = input.width - 4;
	const fitting = choices.find(text => text.length <= room) ?? choices.at(-1) ?? told;
	return fitting === '' ? null : clip(fitting, room);
};

const createPainter = (theme: Theme): Painter => {
	const frame = createFrame(theme);
	const widths = createWidths();
	const paintRow = createRows(theme);
	return (given, now) => {
		const input = {...given, markets: given.markets ?? noMarkets};
		const {markets, ui, book, width, height} = input;
		const inner = width - 2;
		const rows = wantedRows(markets, ui, book.market);
		const title = titleOf(theme, input, rows.length);
		if (rows.length === 0) {
			const lines = frame(true, title, paintEmpty(theme, input), {width, height});
			return paintingOf(lines, nextSecond(now));
		}
		const note = noteOf(input, rows);
		const room = marketRoom(height - (note === null ? 0 : 1), markets.exchanges().length);
		const index = cursorIndex(
			rows.map(({line}) => line.market),
			ui.markets.cursor,
		);
		const first = firstRow(index, rows.length, room.rows);
		const shown = rows.slice(first, first + room.rows);
		const table = marketTable(markets.exchanges(), widths(shown), inner);
		const chosen = rows[index];
		const body: readonly PaintedLine[] = [
			headLine(theme, table, inner),
			...shown.map((row, at) =>
				paintRow(row, table, {index: at, isCursor: first + at === index, width, now}),
			),
			...Array.from({length: room.rows - shown.length}, () => ''),
			...(chosen ? footLines(theme, chosen, {now, width: inner, most: room.foot}) : []),
		];
		const filled = [
			...body,
			...Array.from(
				{length: Math.max(0, height - 2 - body.length - (note === null ? 0 : 1))},
				() => '',
			),
			...(note === null ? [] : [paintParts(theme, [['muted', `  ${note}`]])]),
		];
		return paintingOf(frame(true, title, filled, {width, height}), nextSecond(now));
	};
};

/** Many markets at once, a line each, and what is known of the one under the cursor. */
export const marketsPane: Pane = {
	per: 'market',
	hasFocus: false,
	createPainter,
	extentOf: () => ({asks: 0, bids: 0, rows: 1}),
};
