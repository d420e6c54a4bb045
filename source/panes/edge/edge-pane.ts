import {formatDecimal} from '../../book/fixed-point.js';
import {widthOf} from '../../screen/cells.js';
import {cleanText} from '../../screen/clean-text.js';
import {groupDigits} from '../../screen/digits.js';
import {glyphs, type Theme} from '../../screen/theme.js';
import {footRows, paintStanding} from '../foot-lines.js';
import {currenciesOf, describeLacks, marketTitle, nameOf} from '../market-title.js';
import {isLive} from '../merged/merged-ladder.js';
import type {Pane, PaneInput, Painter} from '../pane.js';
import {centred, framed} from '../pane-frame.js';
import {nextSecond, remember} from '../remember.js';
import {chartSpan} from './edge-chart.js';
import {paintWays} from './edge-ways.js';

/** What the numbers are for: the size, whose fees were taken off, and what the charts show. */
const paintTerms = (theme: Theme, {view, edges, ui, width}: PaneInput): string => {
	const [base] = currenciesOf(view.books[0]?.market ?? '');
	const size = edges.sizeOf(ui.sizeStep);
	const amount = size ? `${groupDigits(formatDecimal(size))} ${base}` : '';
	const fees = view.books.map(book => `${nameOf(book)} ${formatDecimal(edges.feeOf(book))} %`);
	const terms = `net of taker fees: ${fees.join(', ')}`;
	const {count, cellMs} = chartSpan(width - 2);
	const minutes = `${Math.floor((count * cellMs) / 60_000)} min`;
	const best = `best of each ${cellMs / 1000} s`;
	const texts = [
		[
			amount && `for ${amount}, + and - change it`,
			terms,
			`charts: net over ${minutes}, ${best}, the last cell now`,
		],
		[amount, terms, `charts: ${minutes}, ${best}, then now`],
		[amount, `fees ${fees.join(', ')}`, `charts: ${best}`],
		[amount, terms],
		[amount, `fees ${fees.join(', ')}`],
		[amount, 'net of fees'],
	].map(parts => parts.filter(part => part !== '').join(` ${glyphs.dot} `));
	const text = texts.find(words => widthOf(words) <= width - 4) ?? amount;
	return ` ${theme.paint('label', text)}`;
};

const paintReason = (
	theme: Theme,
	{view, hint, width, money = ''}: PaneInput,
): readonly string[] => {
	const inner = width - 2;
	const live = view.books.filter(isLive);
	const waiting =
		live.length < 2
			? 'two exchanges have to be in sync first'
			: `nothing to trade: ${describeLacks(live)}`;
	const words =
		view.books.length < 2
			? `an edge needs two exchanges${money === '' ? '' : ` with ${cleanText(money, 24)}`}`
			: waiting;
	return [
		'',
		centred(theme, 'muted', words, inner),
		...(hint === '' ? [] : ['', centred(theme, 'accent', hint, inner)]),
	];
};

const createPainter = (theme: Theme): Painter =>
	remember('view', (input, now) => {
		const {view, edges, ui, width, height} = input;
		const {books} = view;
		const nameWidth = Math.max(...books.map(book => nameOf(book).length));
		const absent = books.filter(book => !isLive(book));
		const foot = [
			paintTerms(theme, input),
			...absent
				.slice(0, footRows(books.length, height))
				.map(book => paintStanding(theme, book, 'no edge', now, width - 2, nameWidth)),
		];
		// What is said of lost books takes the blank line at the end: the charts keep their height.
		const room = height - 2 - foot.length;
		const rows =
			books.length < 2 || !edges.sizeOf(ui.sizeStep)
				? paintReason(theme, input)
				: paintWays(theme, input, height - 3, now);
		const padding = Array.from({length: Math.max(0, room - rows.length)}, () => '');
		const body = [...rows.slice(0, room), ...padding, ...foot];
		return {
			lines: framed(theme, true, marketTitle('Edge', input), body, input),
			repaintAt: nextSecond(now),
		};
	});

/** Buying on one exchange and selling on another, every way round, net of fees. */
export const edgePane: Pane = {
	per: 'market',
	hasFocus: false,
	createPainter,
	extentOf: () => ({asks: 0, bids: 0, rows: 1}),
};
