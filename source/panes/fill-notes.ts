import type {SideName} from '../book/book-side.js';
import {distanceBps, type Fill} from '../book/depth.js';
import {formatDecimal, type Decimal} from '../book/fixed-point.js';
import {widthOf} from '../screen/cells.js';
import {
	decimalsFor,
	formatBps,
	formatMoney,
	formatNumber,
	formatShort,
	formatShortMoney,
} from '../screen/format.js';
import {glyphs, type Theme} from '../screen/theme.js';
import {firstFitting, paintParts, widthOfParts, type Part} from './pane-frame.js';

/** What the level cursor asks for: all that is there at a price or better. */
export type FillTerms = {
	readonly side: SideName;
	/** Base and quote currency. */
	readonly units: readonly [string, string];
	readonly price: Decimal;
	readonly mid: Decimal | null;
	/** Those of the prices. */
	readonly decimals: number;
};

/** Decimals of an average: more than the prices have. */
export const averageDecimals = (decimals: number): number => decimals + 2;

const label = (text: string): Part => ['label', text];

const verbOf = (side: SideName): Part => (side === 'asks' ? ['ask', 'buy '] : ['bid', 'sell ']);

const priceText = (price: Decimal, decimals: number): string =>
	formatNumber(price, Math.max(decimals, price.decimals));

/** Two lines on the level at the cursor: what there is down to it, and what taking all of that would cost. */
export const paintFillNotes = (
	theme: Theme,
	fill: Fill | null,
	{side, units: [base, quote], price, mid, decimals}: FillTerms,
	width: number,
): readonly [string, string] => {
	const line = (choices: readonly (readonly Part[])[]) =>
		` ${paintParts(theme, firstFitting(choices, width - 2))}`;
	const to: readonly Part[] = [label('to '), ['text', priceText(price, decimals)]];
	const bps = mid ? `${formatBps(distanceBps(price, mid))} bps` : '';
	const away: readonly Part[] = mid ? [['text', bps]] : [];
	const comma: readonly Part[] = mid ? [label(', ')] : [];
	const fromMid: readonly Part[] = mid ? [label(' from mid')] : [];
	if (!fill)
		return [line([[['faint', 'nothing '], ...to]]), line([[...away, ...fromMid], away, []])];
	const size = (digits: number, least: number): readonly Part[] => [
		verbOf(side),
		['strong', formatShort(fill.size, digits, least)],
		label(` ${base}`),
	];
	const amounts = (digits: number, least: number): readonly Part[] => [
		...size(digits, least),
		label(' for '),
		['text', formatShortMoney(fill.notional, digits, least)],
		label(` ${quote}`),
	];
	const average = (by: number): readonly Part[] => [
		label('at '),
		['strong', formatMoney(fill.average, averageDecimals(decimals) - by)],
	];
	const dot: Part = ['faint', ` ${glyphs.dot} `];
	return [
		line([amounts(8, 2), amounts(5, 2), amounts(5, 0), amounts(3, 0), size(5, 0), size(3, 0)]),
		line([
			[...average(0), label(' on average'), dot, ...to, ...comma, ...away, ...fromMid],
			[...average(0), label(' on average'), dot, ...to, ...comma, ...away],
			[...average(0), dot, ...to, ...comma, ...away],
			[...average(0), dot, ...to],
			[...average(1), dot, ...to],
			to,
		]),
	];
};

/** What taking all down to a price would be, of one book or of several. */
export type TakeLine = {readonly label: string; readonly fill: Fill | null};

/** One number of each line, with as many decimals in all as the largest has room for. */
const formatAlike = (
	lines: readonly TakeLine[],
	pick: (fill: Fill) => Decimal,
	{digits, least}: {readonly digits: number; readonly least: number},
	formatIt = formatNumber,
): readonly string[] => {
	const values = lines.map(({fill}) => fill && pick(fill));
	const known = values.filter(value => value !== null);
	const whole = Math.max(0, ...known.map(value => formatDecimal(value, 0).length));
	const most = Math.max(0, ...known.map(({decimals}) => decimals));
	// What is small is told by the digits that count.
	const counting = whole === 1 ? Math.min(...known.map(value => decimalsFor(value, 4))) : 0;
	const decimals = Math.min(most, Math.max(least, digits - whole, counting));
	return values.map(value => (value ? formatIt(value, decimals) : ''));
};

/** How a line is told: in so many digits, with which words. */
type Wording = {
	readonly digits: number;
	/** Decimals that are kept. */
	readonly least: number;
	readonly hasUnits: boolean;
	readonly hasValue: boolean;
	readonly hasVerb: boolean;
	readonly away: '' | 'bps' | 'bps from mid';
};

/** In more words and digits first. */
const wordings: readonly Wording[] = [
	{digits: 8, least: 2, hasUnits: true, hasValue: true, hasVerb: true, away: 'bps from mid'},
	{digits: 6, least: 2, hasUnits: true, hasValue: true, hasVerb: true, away: 'bps from mid'},
	{digits: 6, least: 2, hasUnits: true, hasValue: true, hasVerb: true, away: 'bps'},
	{digits: 6, least: 2, hasUnits: true, hasValue: true, hasVerb: true, away: ''},
	{digits: 6, least: 2, hasUnits: false, hasValue: true, hasVerb: true, away: ''},
	{digits: 3, least: 0, hasUnits: false, hasValue: true, hasVerb: true, away: ''},
	{digits: 3, least: 0, hasUnits: false, hasValue: false, hasVerb: true, away: ''},
	{digits: 3, least: 0, hasUnits: false, hasValue: false, hasVerb: false, away: ''},
];

/** As many lines, their numbers one below the other; with fewer of them where there is less room. */
export const paintTakes = (
	theme: Theme,
	lines: readonly TakeLine[],
	{side, units, price, mid, decimals}: FillTerms,
	width: number,
): readonly string[] => {
	const [base, quote] = units;
	const names = Math.max(...lines.map(line => widthOf(line.label)));
	const bps = mid ? `${formatBps(distanceBps(price, mid))} bps` : '';
	const to: readonly Part[] = [label('to '), ['text', priceText(price, decimals)]];
	const build = (wording: Wording, averageAt: number | null = averageDecimals(decimals)) => {
		const {hasUnits, hasValue, hasVerb, away} = wording;
		const size = formatAlike(lines, fill => fill.size, wording);
		const value = formatAlike(lines, ({notional}) => notional, wording, formatMoney);
		const [sizeWidth = 0, valueWidth = 0] = [size, value].map(texts =>
			Math.max(...texts.map(text => text.length)),
		);
		const unit = (name: string): readonly Part[] => (hasUnits ? [label(` ${name}`)] : []);
		return lines.map((line, index): readonly Part[] => {
			const gap = hasVerb ? '  ' : ' ';
			const head: readonly Part[] = [['muted', ` ${line.label.padEnd(names)}${gap}`]];
			if (!line.fill) return [...head, ['faint', 'nothing '], ...to];
			return [
				...head,
				...(hasVerb ? [verbOf(side)] : []),
				['strong', (size[index] ?? '').padStart(sizeWidth)],
				...unit(base),
				...(hasValue
					? [label(' for '), ['text', (value[index] ?? '').padStart(valueWidth)] as const]
					: []),
				...(hasValue ? unit(quote) : []),
				...(averageAt === null
					? []
					: [label(' at '), ['strong', formatMoney(line.fill.average, averageAt)] as const]),
				...(hasUnits ? [['faint', ` ${glyphs.dot} `] as const] : [label(' ')]),
				...to,
				...(away !== '' && index === 0 && bps !== ''
					? [label(', '), ['text', bps] as const, label(away.slice('bps'.length))]
					: []),
			];
		});
	};
	const fits = (choice: readonly (readonly Part[])[]) =>
		choice.every(parts => widthOfParts(parts) < width);
	const last = wordings.at(-1);
	const choices = [
		...wordings.map(wording => () => build(wording)),
		...(last ? [() => build(last, averageDecimals(decimals) - 1), () => build(last, null)] : []),
	];
	let chosen: readonly (readonly Part[])[] = [];
	for (const choice of choices) {
		chosen = choice();
		if (fits(chosen)) break;
	}
	return chosen.map(parts => paintParts(theme, parts));
};
