import type {Edge} from '../../book/edge.js';
import {subtractDecimals, type Decimal} from '../../book/fixed-point.js';
import type {History} from '../../book/history.js';
import {groupedWidth, type NumberShape} from '../../screen/column.js';
import {cutSign} from '../../screen/digits.js';
import {formatNumber, formatSigned, formatSignedPercent} from '../../screen/format.js';
import {sparkline} from '../../screen/sparkline.js';
import {glyphs, type Role, type Theme} from '../../screen/theme.js';
import {nameOf} from '../market-title.js';
import {firstFitting, paintParts, widthOfParts, type Part} from '../pane-frame.js';
import type {Leg, LegTable} from './edge-columns.js';
import type {Direction} from './edge-tracker.js';

/** A profit stands out; a loss is the normal case. */
export const roleOfNet = (net: {readonly units: number | bigint}): Role =>
	net.units > 0 ? 'accent' : 'strong';

/** `buy Binance → sell Huobi`. */
export const directionText = ({buy, sell}: Direction): string =>
	`buy ${nameOf(buy)} ${glyphs.arrow} sell ${nameOf(sell)}`;

/** What an edge is told in. */
export type Units = {
	readonly base: string;
	readonly quote: string;
	/** Of the quote currency, what is traded. */
	readonly money: NumberShape;
	/** Decimals of the sizes. */
	readonly sizeDecimals: number;
};

/** Money won or lost, in cells that are the same whatever it is. */
const formatMoney = (value: Decimal, {whole, useful}: NumberShape): string => {
	const text = formatSigned(value, useful);
	const filled = text.endsWith(cutSign) ? text : `${text} `;
	return filled.padStart(1 + groupedWidth(whole) + 1 + useful + 1);
};

/** Why there is no edge to show. */
const absence = ({buy, sell}: Direction): string => {
	const absent = [buy, sell].filter(({status}) => status !== 'live');
	if (absent.length === 0) {
		const lacks = [
			...(buy.asks.length === 0 ? [`no asks on ${nameOf(buy)}`] : []),
			...(sell.bids.length === 0 ? [`no bids on ${nameOf(sell)}`] : []),
		];
		return lacks.length === 0 ? 'nothing to trade' : lacks.join(', ');
	}
	return absent.map(book => `${nameOf(book)} ${book.status}`).join(', ');
};

/** The first line of a direction: what it is, and at the right what it would bring after fees. */
export const paintDirection = (
	theme: Theme,
	direction: Direction,
	units: Units,
	width: number,
): string => {
	const {edge} = direction;
	const title: Part = [edge ? 'title' : 'muted', ` ${directionText(direction)}`];
	const room = width - widthOfParts([title]) - 3;
	const right: readonly Part[] = edge
		? firstFitting(rightChoices(edge, units), room)
		: [['warn', absence(direction)]];
	const gap = ' '.repeat(Math.max(1, width - widthOfParts([title, ...right]) - 1));
	return paintParts(theme, [title, ['text', gap], ...right]);
};

const rightChoices = (
	edge: Edge,
	{base, quote, money, sizeDecimals}: Units,
): readonly (readonly Part[])[] => {
	const share: Part = [roleOfNet(edge.net), formatSignedPercent(edge.netShare, 3).padStart(8)];
	const only: readonly Part[] = edge.isWhole
		? []
		: [['warn', `only ${formatNumber(edge.size, sizeDecimals)} ${base} there   `]];
	const net: Part = ['muted', `${formatMoney(edge.net, money)} ${quote}`];
	const label: Part = ['label', 'net '];
	return [
		[...only, net, ['text', '   '], label, share],
		[...only, label, share],
		[label, share],
		[share],
	];
};

/** `gross −0.17 %   fees −0.20 %   net −0.37 %`: how the first line came about. */
export const paintSum = (
	theme: Theme,
	edge: Edge,
	{quote, money}: Units,
	width: number,
): string => {
	const fees = edge.netShare - edge.grossShare;
	const item = (label: string, share: number, value: Decimal): readonly Part[] => [
		['label', `${label} `],
		['text', formatSignedPercent(share, 3)],
		['muted', `  ${formatMoney(value, money)} ${quote}`],
		['text', '   '],
	];
	const short = (label: string, share: number): readonly Part[] => [
		['label', `${label} `],
		['text', formatSignedPercent(share, 3)],
		['text', '  '],
	];
	const paid = subtractDecimals(edge.net, edge.gross);
	return paintParts(theme, [
		['text', '   '],
		...firstFitting(
			[
				[...item('gross', edge.grossShare, edge.gross), ...item('fees', fees, paid)],
				[...short('gross', edge.grossShare), ...short('fees', fees)],
			],
			width - 4,
		),
	]);
};

/** The headings of the legs' table. */
export const paintLegHeadings = (
	theme: Theme,
	{columns, gap}: LegTable,
	labelWidth: number,
): string =>
	theme.paint(
		'label',
		' '.repeat(labelWidth) +
			columns.map(({heading, width}) => ' '.repeat(gap) + heading.padStart(width)).join(''),
	);

export const paintLeg = (
	theme: Theme,
	leg: Leg,
	{columns, gap}: LegTable,
	labelWidth: number,
	role: Role,
): string =>
	theme.paint(role, `   ${leg.label}`.padEnd(labelWidth)) +
	columns
		.map(column => theme.paint('text', ' '.repeat(gap) + column.write(leg).padStart(column.width)))
		.join('');

const secondMs = 1000;
/** Cells of the highest and the lowest, right of the chart. */
const noteWidth = 10;
const indent = 3;

/** How the past is told in so many cells: from 5 s a cell on, so that it is at least some minutes. */
export const chartSpan = (width: number): {readonly count: number; readonly cellMs: number} => {
	// The notes end where the net above them does.
	const count = Math.max(0, width - indent - noteWidth - 1);
	return {count, cellMs: (count < 50 ? 10 : 5) * secondMs};
};

/** The last minutes as a chart of so many rows, its highest and lowest at the right. */
export const paintHistory = (
	theme: Theme,
	history: History | null,
	rows: number,
	now: number,
	width: number,
): readonly string[] => {
	const {count, cellMs} = chartSpan(width);
	const cells = history?.chart(count, cellMs, now).cells ?? [];
	const drawn = cells.filter(cell => cell !== null);
	if (drawn.length === 0) return Array.from({length: rows}, () => '');
	const range = {low: Math.min(...drawn), high: Math.max(...drawn)};
	// One value is drawn at half of the height, and told there.
	const isOne = range.low === range.high;
	const topRow = isOne ? Math.max(0, rows - 1 - Math.floor(rows / 2)) : 0;
	const percent = (value: number) => formatSignedPercent(value / 100, 3).padStart(noteWidth);
	return sparkline(cells, range, rows).map((columns, row) => {
		// A line where nothing is known: so far the chart goes back.
		const line =
			row < rows - 1
				? columns
				: Array.from(columns, (cell, at) => (cells[at] === null ? glyphs.rule : cell)).join('');
		const isProfit = (index: number) => (cells[index] ?? 0) > 0;
		let text = '';
		for (let from = 0; from < line.length;) {
			let to = from + 1;
			while (to < line.length && isProfit(to) === isProfit(from)) to++;
			text += theme.paint(isProfit(from) ? 'accent' : 'faint', line.slice(from, to));
			from = to;
		}
		const isTop = row === topRow;
		const isBottom = row === rows - 1 && rows > 1 && !isOne;
		const note = isTop ? percent(range.high) : isBottom ? percent(range.low) : '';
		return `${' '.repeat(indent)}${text}${theme.paint('label', note)}`;
	});
};
