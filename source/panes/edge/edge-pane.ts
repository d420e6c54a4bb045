import {formatDecimal, zero} from '../../book/fixed-point.js';
import {widthOf} from '../../screen/cells.js';
import {groupDigits} from '../../screen/digits.js';
import {glyphs, type Theme} from '../../screen/theme.js';
import type {BookView} from '../../store/market-view.js';
import {footRows, paintStanding} from '../foot-lines.js';
import {amountShape, shapesOf} from '../market-shapes.js';
import {currenciesOf, describeLacks, marketTitle, nameOf} from '../market-title.js';
import {isLive} from '../merged/merged-ladder.js';
import type {Pane, PaneInput, Painter} from '../pane.js';
import {centred, framed} from '../pane-frame.js';
import {nextSecond, remember} from '../remember.js';
import {
	chartSpan,
	paintDirection,
	paintHistory,
	paintLeg,
	paintLegHeadings,
	paintSum,
	type Units,
} from './edge-block.js';
import {paintSizes} from './edge-sizes.js';
import {legTable, type Leg, type LegTable} from './edge-columns.js';
import type {Direction} from './edge-tracker.js';

/** Highest chart worth its room: something has to be left for what is below. */
const mostChart = (lines: number): number => Math.max(8, Math.floor(lines / 3) + 3);

/** How the lines of a direction are spent: on the chart what is left. */
const planBlock = (lines: number) => {
	const hasLegs = lines >= 5;
	const hasSum = lines >= 6;
	const used = 1 + (hasLegs ? 2 : 0) + (hasSum ? 1 : 0);
	const hasGap = lines >= 3;
	const chart = Math.max(0, Math.min(mostChart(lines), lines - used - (hasGap ? 1 : 0)));
	return {hasLegs, hasSum, chart, hasGap};
};

/** What the blocks of all directions have in common. */
type BlockLook = {readonly table: LegTable; readonly label: number; readonly units: Units};

const legsOf = ({buy, sell, edge}: Direction, now: number): readonly Leg[] => {
	if (!edge) return [];
	const age = ({receivedAt}: BookView) =>
		receivedAt === null ? null : Math.max(0, now - receivedAt);
	return [
		{label: `buy on ${nameOf(buy)}`, walk: edge.buy, fee: edge.buyFee, ageMs: age(buy)},
		{label: `sell on ${nameOf(sell)}`, walk: edge.sell, fee: edge.sellFee, ageMs: age(sell)},
	];
};

/** What the numbers are for: the size, whose fees were taken off, and what the charts show. */
const paintTerms = (theme: Theme, {view, edges, ui, width}: PaneInput): string => {
	const [base] = currenciesOf(view.books[0]?.market ?? '');
	const size = edges.sizeOf(ui.sizeStep);
	const amount = size ? `${groupDigits(formatDecimal(size))} ${base}` : '';
	const fees = view.books.map(
		book => `${nameOf(book)} ${formatDecimal(edges.feeOf(book.exchange))} %`,
	);
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

const paintBlock = (
	theme: Theme,
	input: PaneInput,
	direction: Direction,
	lines: number,
	{table, label, units}: BlockLook,
	now: number,
): readonly string[] => {
	const {edges, ui, width} = input;
	const inner = width - 2;
	const {hasLegs, hasSum, chart, hasGap} = planBlock(lines);
	const {edge} = direction;
	const legs = legsOf(direction, now).map((leg, index) =>
		paintLeg(theme, leg, table, label, index === 0 ? 'ask' : 'bid'),
	);
	const history = edges.historyOf(direction, ui.sizeStep);
	const block = [
		paintDirection(theme, direction, units, inner),
		...(hasLegs ? (legs.length > 0 ? legs : ['', '']) : []),
		...(hasSum ? [edge ? paintSum(theme, edge, units, inner) : ''] : []),
		...paintHistory(theme, history, chart, now, inner),
	];
	return hasGap ? [...block, ''] : block;
};

const paintDirections = (
	theme: Theme,
	input: PaneInput,
	room: number,
	now: number,
): readonly string[] => {
	const {view, edges, ui} = input;
	const directions = edges.directions(view, ui.sizeStep);
	const shapes = shapesOf(view.books);
	const money = amountShape(shapes, view.books, edges.sizeOf(ui.sizeStep) ?? zero);
	const [base, quote] = currenciesOf(input.book.market);
	const units = {base, quote, money, sizeDecimals: shapes.size.decimals};
	const label = Math.max(...view.books.map(book => nameOf(book).length)) + 'sell on '.length + 3;
	const table = legTable(shapes, money, input.width - 2 - label - 1);
	const each = Math.max(1, Math.floor((room - 1) / directions.length));
	const hasHeadings = planBlock(each).hasLegs;
	const blocks = directions.flatMap(direction =>
		paintBlock(theme, input, direction, each, {table, label, units}, now),
	);
	const lines = [...(hasHeadings ? [paintLegHeadings(theme, table, label)] : []), ...blocks];
	// A high screen has room left below the charts.
	if (room - lines.length <= directions.length + 1) return lines;
	const sizes = {view, edges, step: ui.sizeStep, base, width: input.width - 2};
	return [...lines, ...paintSizes(theme, sizes)];
};

const paintReason = (theme: Theme, {view, hint, width}: PaneInput): readonly string[] => {
	const inner = width - 2;
	const live = view.books.filter(isLive);
	const waiting =
		live.length < 2
			? 'two exchanges have to be in sync first'
			: `nothing to trade: ${describeLacks(live)}`;
	const words = view.books.length < 2 ? 'an edge needs two exchanges' : waiting;
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
				: paintDirections(theme, input, height - 3, now);
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
