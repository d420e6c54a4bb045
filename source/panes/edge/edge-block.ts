import type {Edge} from '../../book/edge.js';
import {formatDecimal, subtractDecimals, type Decimal} from '../../book/fixed-point.js';
import type {Earning, PayingSizes} from '../../book/paying-sizes.js';
import {groupedWidth, type NumberShape} from '../../screen/column.js';
import {cutSign, groupDigits} from '../../screen/digits.js';
import {formatNumber, formatSigned, formatSignedPercent} from '../../screen/format.js';
import {glyphs, type Role, type Theme} from '../../screen/theme.js';
import type {BookView} from '../../store/market-view.js';
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
	/** Cells of the longest name of a direction: results stand below each other. */
	readonly nameCells: number;
};

/** Cells of the longest name that a direction between such books has. */
export const directionCells = (books: readonly BookView[]): number => {
	const [first = 0, second = 0] = books.map(book => nameOf(book).length).toSorted((a, b) => b - a);
	return 'buy  → sell '.length + first + second;
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

/** `pays up to 1 200 STEEM · best 800 earns +0.31 USDT`, in fewer words where there is less room. */
const payingTexts = (paying: PayingSizes, {base, quote, money}: Units): readonly string[] => {
	const {best, most, isAll, firstShare} = paying;
	const sizeOf = ({size}: Earning) => groupDigits(formatDecimal(size));
	if (!best || !most) {
		const words = most ? `no gain, no loss up to ${sizeOf(most)} ${base}` : 'no size pays';
		const first = `${words}: the first unit ${formatSignedPercent(firstShare, 3)}`;
		return most ? [words, ''] : [first, words];
	}
	const net = `${formatSigned(best.net, money.useful)} ${quote}`;
	const all = isAll ? ', all there is' : '';
	return [
		`pays up to ${sizeOf(most)} ${base}${all} ${glyphs.dot} best ${sizeOf(best)} earns ${net}`,
		`pays to ${sizeOf(most)} ${glyphs.dot} best ${sizeOf(best)}: ${net}`,
		`best ${sizeOf(best)}: ${net}`,
	];
};

/** The first line of a direction: what it is, what it would bring after fees, and which sizes pay. */
export const paintDirection = (
	theme: Theme,
	direction: Direction,
	paying: PayingSizes | null,
	units: Units,
	width: number,
): string => {
	const {edge} = direction;
	const name = directionText(direction).padEnd(units.nameCells);
	const title: Part = [edge ? 'title' : 'muted', ` ${name}`];
	const room = width - widthOfParts([title]);
	const result: readonly Part[] = edge
		? firstFitting(resultChoices(edge, paying, units), room)
		: [['warn', `   ${absence(direction)}`]];
	return paintParts(theme, [title, ...result]);
};

const resultChoices = (
	edge: Edge,
	paying: PayingSizes | null,
	units: Units,
): readonly (readonly Part[])[] => {
	const {base, quote, money, sizeDecimals} = units;
	const share: Part = [roleOfNet(edge.net), formatSignedPercent(edge.netShare, 3).padStart(8)];
	const there = `only ${formatNumber(edge.size, sizeDecimals)} ${base} there`;
	const only: readonly Part[] = edge.isWhole ? [] : [['warn', `   ${there}`]];
	const net: readonly Part[] = [['label', '   net '], share];
	const amount: readonly Part[] = [['muted', `  ${formatMoney(edge.net, money)} ${quote}`]];
	const role: Role = paying?.best ? 'ok' : 'muted';
	const sizes = (paying ? payingTexts(paying, units) : []).map((text): Part[] => [
		[role, `   ${text}`],
	]);
	const [long = [], ...shorter] = sizes;
	return [
		[...net, ...amount, ...only, ...long],
		...sizes.map(part => [...net, ...amount, ...only, ...part]),
		...shorter.map(part => [...net, ...only, ...part]),
		[...net, ...amount, ...only],
		[...net, ...only],
		net,
		[['text', '  '], share],
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
