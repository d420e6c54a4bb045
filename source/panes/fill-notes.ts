import type {SideName} from '../book/side-view.js';
import {distanceBps, type Fill} from '../book/depth.js';
import type {Decimal} from '../book/fixed-point.js';
import {widthOf} from '../screen/cells.js';
import {formatBps, formatNumber} from '../screen/format.js';
import {glyphs, type Role, type Theme} from '../screen/theme.js';
import {
	fields,
	formatAverage,
	formatSize,
	formatValue,
	label,
	type Digits,
} from './fill-numbers.js';
import {signOf} from './depth/level-cells.js';
import type {MarketShapes} from './market-shapes.js';
import {firstFitting, paintParts, widthOfParts, type Part} from './pane-frame.js';

/** What the level cursor asks for: all that is there at a price or better. */
export type FillTerms = {
	readonly side: SideName;
	/** Base and quote currency. */
	readonly units: readonly [string, string];
	/** The worst that is taken. */
	readonly price: Decimal;
	/** Null where one side of it is missing. */
	readonly mid: Decimal | null;
	readonly shapes: MarketShapes;
};

/** What taking all down to a price would be, of one book or of several. */
export type TakeLine = {
	/** The exchange's name. */
	readonly label: string;
	/** Null where nothing is there at that price or better. */
	readonly fill: Fill | null;
	/** Whether nobody vouches for some of it: levels may be wrong, or missing. */
	readonly isLoose: boolean;
};

/** In the colours that trades have: who takes asks buys. */
const verbOf = (side: SideName): Part => (side === 'asks' ? ['bid', 'buy '] : ['ask', 'sell ']);

/** With the sign that rows have, where a book vouches for less than all down to there. */
const toPrice = (
	{price, side, shapes: {exactPrice}}: Pick<FillTerms, 'price' | 'side' | 'shapes'>,
	isLoose: boolean,
): readonly Part[] => [
	label('to '),
	['text', formatNumber(price, Math.max(exactPrice.padded, price.decimals))],
	...(isLoose ? [['warn', ` ${signOf(side, true)}`] as const] : []),
];

const notVouched: Part = ['warn', ' not vouched for'];

/** Two lines on the level at the cursor: what there is down to it, and what taking all of that would cost. */
export const paintFillNotes = (
	theme: Theme,
	{fill, isLoose}: Omit<TakeLine, 'label'>,
	{side, units: [base, quote], price, mid, shapes}: FillTerms,
	width: number,
): readonly [string, string] => {
	const line = (choices: readonly (readonly Part[])[]) =>
		` ${paintParts(theme, firstFitting(choices, width - 2))}`;
	const to = toPrice({price, side, shapes}, isLoose);
	const bps = mid ? `${formatBps(distanceBps(price, mid))} bps` : '';
	const away: readonly Part[] = mid ? [['text', bps]] : [];
	const comma: readonly Part[] = mid ? [label(', ')] : [];
	const fromMid: readonly Part[] = mid ? [label(' from mid')] : [];
	if (!fill)
		return [line([[['faint', 'nothing '], ...to]]), line([[...away, ...fromMid], away, []])];
	const field = (cell: string, unit: string, role: Role, isTight: boolean) =>
		fields([cell], unit, role, isTight)[0] ?? [];
	const size = (digits: Digits, isTight = false): readonly Part[] => [
		verbOf(side),
		...field(formatSize(fill.size, shapes, digits), base, 'strong', isTight),
	];
	const amounts = (forSize: Digits, forValue: Digits, isTight = false): readonly Part[] => [
		...size(forSize, isTight),
		label(' for '),
		...field(formatValue(fill.notional, shapes, forValue), quote, 'text', isTight),
	];
	const average = (less: number): readonly Part[] => [
		label('at '),
		...field(formatAverage(fill.average, shapes, less), '', 'strong', false),
	];
	const dot: Part = ['faint', ` ${glyphs.dot} `];
	return [
		line([
			amounts('all', 'all'),
			amounts('all', 'useful'),
			amounts('useful', 'useful'),
			amounts('useful', 'none'),
			amounts('all', 'all', true),
			amounts('all', 'useful', true),
			amounts('useful', 'useful', true),
			amounts('none', 'none', true),
			size('none', true),
		]),
		line([
			...(isLoose ? [[...average(0), dot, ...to, notVouched, ...comma, ...away]] : []),
			[...average(0), label(' on average'), dot, ...to, ...comma, ...away, ...fromMid],
			[...average(0), label(' on average'), dot, ...to, ...comma, ...away],
			[...average(0), dot, ...to, ...comma, ...away],
			[...average(0), dot, ...to],
			[...average(1), dot, ...to],
			[...average(3), dot, ...to],
			to,
		]),
	];
};

/** How a line is told: in so many digits, with which words. */
type Wording = {
	readonly size: Digits;
	/** Null where it is left out. */
	readonly value: Digits | null;
	readonly hasUnits: boolean;
	readonly hasVerb: boolean;
	/** Decimals of the average left out; null for none of it. */
	readonly average: number | null;
	readonly away: '' | 'bps' | 'bps from mid';
	/** Whether numbers take no more room than they need. */
	readonly isTight: boolean;
};

const full: Wording = {
	size: 'all',
	value: 'all',
	hasUnits: true,
	hasVerb: true,
	average: 0,
	away: 'bps from mid',
	isTight: false,
};
const brief: Wording = {...full, size: 'useful', value: 'useful', away: ''};
const tight: Wording = {
	...brief,
	size: 'none',
	value: 'none',
	hasUnits: false,
	isTight: true,
};
const least: Wording = {...tight, value: null, hasVerb: false};

/** In more words and digits first. */
const wordings: readonly Wording[] = [
	full,
	{...full, value: 'useful'},
	{...full, size: 'useful', value: 'useful'},
	{...full, size: 'useful', value: 'useful', away: 'bps'},
	brief,
	{...brief, hasUnits: false},
	{...tight, size: 'all', value: 'useful'},
	{...tight, size: 'useful', value: 'useful'},
	tight,
	{...tight, value: null},
	least,
	{...least, average: 1},
	{...least, average: 3},
	{...least, average: null},
];

/** As many lines, their numbers one below the other; with fewer of them where there is less room. */
export const paintTakes = (
	theme: Theme,
	lines: readonly TakeLine[],
	terms: FillTerms,
	width: number,
): readonly string[] => {
	const {side, units, price, mid, shapes} = terms;
	const names = Math.max(...lines.map(line => widthOf(line.label)));
	const bps = mid ? `${formatBps(distanceBps(price, mid))} bps` : '';
	const fills = lines.flatMap(({fill}) => fill ?? []);
	const build = ({size, value, average, hasUnits, hasVerb, away, isTight}: Wording) => {
		const [base, quote] = hasUnits ? units : ['', ''];
		const alike = (write: (fill: Fill) => string, unit: string, role: Role) =>
			fields(fills.map(write), unit, role, isTight);
		const sizes = alike(fill => formatSize(fill.size, shapes, size), base, 'strong');
		const values = value
			? alike(fill => formatValue(fill.notional, shapes, value), quote, 'text')
			: [];
		const averages =
			average === null
				? []
				: alike(fill => formatAverage(fill.average, shapes, average), '', 'strong');
		const tell = (at: number): readonly Part[] => [
			...(hasVerb ? [verbOf(side)] : []),
			...(sizes[at] ?? []),
			...(values[at] ? [label(' for '), ...values[at]] : []),
			...(averages[at] ? [label(' at '), ...averages[at]] : []),
			...(hasUnits ? [['faint', ` ${glyphs.dot} `] as const] : [label(' ')]),
		];
		return lines.map((line, index): readonly Part[] => {
			const head: Part = ['muted', ` ${line.label.padEnd(names)}${hasVerb ? '  ' : ' '}`];
			const to = toPrice(terms, line.isLoose);
			if (!line.fill) return [head, ['faint', 'nothing '], ...to];
			const isAway = away !== '' && index === 0 && bps !== '';
			const farther: readonly Part[] = isAway
				? [label(', '), ['text', bps], label(away.slice('bps'.length))]
				: [];
			return [head, ...tell(fills.indexOf(line.fill)), ...to, ...farther];
		});
	};
	const fits = (choice: readonly (readonly Part[])[]) =>
		choice.every(parts => widthOfParts(parts) < width);
	let chosen: readonly (readonly Part[])[] = [];
	for (const wording of wordings) {
		chosen = build(wording);
		if (fits(chosen)) break;
	}
	return chosen.map(parts => paintParts(theme, parts));
};
