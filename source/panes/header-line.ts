import {
	addDecimals,
	compareDecimals,
	formatDecimal,
	halveDecimal,
	type Decimal,
} from '../book/fixed-point.js';
import {spreadOf, toSpread, type Spread} from '../book/depth.js';
import {fitCells} from '../screen/cells.js';
import {cleanText} from '../screen/clean-text.js';
import {formatCell, toColumn, type ColumnFormat} from '../screen/column.js';
import {groupDigits} from '../screen/digits.js';
import {formatBps, formatSignedPercent, formatTime} from '../screen/format.js';
import {glyphs, type Theme} from '../screen/theme.js';
import {recordingText, type RecordingShown} from '../screen/recording-shown.js';
import type {BookView, MarketView} from '../store/market-view.js';
import {directionText, roleOfNet} from './edge/edge-block.js';
import type {Direction, EdgeReader} from './edge/edge-tracker.js';
import {shapesOf} from './market-shapes.js';
import {currenciesOf, isSameMarket} from './market-title.js';
import {firstFitting, paintParts, widthOfParts, type Part} from './pane-frame.js';

export type HeaderInput = {
	readonly view: MarketView;
	readonly market: string;
	readonly mode: 'live' | 'demo' | 'replay';
	readonly edges: EdgeReader;
	/** Null while none runs. */
	readonly recording: RecordingShown | null;
	/** See `UiState`. */
	readonly sizeStep: number;
	/** Epoch milliseconds since which the screen is frozen; null while it is not. */
	readonly frozenAt: number | null;
	/** Cells. */
	readonly width: number;
};

type Quoted = {readonly book: BookView; readonly bid: Decimal; readonly ask: Decimal};

/** Only live books are compared: nobody vouches for the others. */
const quotedBooks = ({books}: MarketView): readonly Quoted[] =>
	books.flatMap(book => {
		const spread = book.status === 'live' ? spreadOf(book) : null;
		return spread ? [{book, bid: spread.bid, ask: spread.ask}] : [];
	});

const best = (quoted: readonly Quoted[], of: (book: Quoted) => Decimal, sign: 1 | -1) =>
	quoted.reduce((a, b) => (sign * compareDecimals(of(b), of(a)) > 0 ? b : a));

/** The finest price step of all exchanges, whether they are quoted now or not. */
const tickDecimals = ({books}: MarketView): number =>
	Math.max(0, ...books.map(({tickSize}) => tickSize?.decimals ?? 0));

/** Room for all decimals that a middle between two ticks can have. */
const midFormat = ({books}: MarketView): ColumnFormat => {
	const {exactPrice} = shapesOf(books);
	const [decimals, padded] = [exactPrice.decimals + 1, exactPrice.padded + 1];
	return toColumn({...exactPrice, decimals, padded});
};

/** The middle between the best bid and the best ask of all exchanges. */
const midParts = (quoted: readonly Quoted[], view: MarketView): Part[] => {
	if (quoted.length === 0) return [];
	const {bid} = best(quoted, book => book.bid, 1);
	const {ask} = best(quoted, book => book.ask, -1);
	const mid = halveDecimal(addDecimals(bid, ask));
	return [
		['label', 'mid '],
		['strong', formatCell(mid, midFormat(view))],
	];
};

/** The number last, and room for the widest usual one: what is said stays in its place, and as it is. */
const bpsText = (bps: number): string => `${formatBps(bps)} bps`.padEnd('12.2 bps'.length);

const priceText = (value: Decimal, decimals: number): string =>
	groupDigits(formatDecimal(value, Math.max(decimals, value.decimals)));

/** Where one exchange bids more than another asks: what that is, before fees. */
const crossParts = (
	low: Quoted,
	high: Quoted,
	{absolute, bps}: Spread,
	decimals: number,
): readonly Part[][] => {
	const [buy, sell] = [low, high].map(nameOfQuoted);
	const deal = `buy ${buy} ${glyphs.arrow} sell ${sell}`;
	return [
		[
			['accent', deal],
			['label', ' before fees '],
			['accent', `+${priceText(absolute, decimals)} (${formatBps(bps)} bps)`.padEnd(18)],
		],
		[
			['accent', deal],
			['label', ' gross '],
			['accent', bpsText(bps)],
		],
		[
			['accent', `${buy} ${glyphs.arrow} ${sell}`],
			['label', ' gross '],
			['accent', bpsText(bps)],
		],
		[['accent', `crossed ${bpsText(bps)}`]],
		[['accent', 'crossed']],
	];
};

const nameOfQuoted = ({book}: Quoted) => cleanText(book.title, 20);

type Difference = {readonly isCrossed: boolean; readonly choices: readonly Part[][]};

/**
 * How the exchanges' prices differ. Where one bids more than another asks, that is said first, before
 * fees; else which one's middle is higher.
 */
const differenceOf = (quoted: readonly Quoted[], view: MarketView): Difference => {
	if (quoted.length < 2) return {isCrossed: false, choices: []};
	const decimals = tickDecimals(view);
	const high = best(quoted, book => book.bid, 1);
	const low = best(quoted, book => book.ask, -1);
	const edge = toSpread(low.ask, high.bid);
	if (edge.absolute.units > 0 && high !== low)
		return {isCrossed: true, choices: crossParts(low, high, edge, decimals)};
	const middle = ({bid, ask}: Quoted) => halveDecimal(addDecimals(bid, ask));
	const upper = best(quoted, middle, 1);
	const lower = best(quoted, middle, -1);
	const gap = toSpread(middle(lower), middle(upper));
	const same: Part[] = [['label', `same price on ${quoted.length === 2 ? 'both' : 'all'}`]];
	if (gap.absolute.units === 0) return {isCrossed: false, choices: [same]};
	const by = `${priceText(gap.absolute, decimals + 1)} (${formatBps(gap.bps)} bps)`;
	const choices: readonly Part[][] = [
		[
			['text', nameOfQuoted(upper)],
			['label', ' above '],
			['text', nameOfQuoted(lower)],
			['label', ' by '],
			['text', by.padEnd(18)],
		],
		[
			['text', nameOfQuoted(upper)],
			['label', ' higher by '],
			['text', bpsText(gap.bps)],
		],
	];
	return {isCrossed: false, choices};
};

/** A screen this wide tells the better edge after fees. */
const wideEnough = 100;

/** `buy Huobi → sell Binance −0.08 % net of fees, 5 000 STEEM`: the better way round, at the size of the edge view. */
const edgeParts = ({view, edges, sizeStep, width}: HeaderInput): readonly Part[][] => {
	if (width < wideEnough) return [];
	const whole = edges.directions(view, sizeStep).filter(({edge}) => edge?.isWhole);
	const share = (direction: Direction) => direction.edge?.netShare ?? -Infinity;
	const [first] = whole;
	if (!first) return [];
	const best = whole.reduce((a, b) => (share(b) > share(a) ? b : a));
	if (!best.edge) return [];
	const {net, size} = best.edge;
	const parts: Part[] = [
		['text', `${directionText(best)} `],
		[roleOfNet(net), formatSignedPercent(share(best)).padStart('−0.30 %'.length)],
		['label', ' net of fees'],
	];
	const amount = `${groupDigits(formatDecimal(size))} ${currenciesOf(best.buy.market)[0]}`;
	return [[...parts, ['label', `, ${amount}`]], parts];
};

/** The middle and how the exchanges differ, as far as there is room. */
const middleParts = (
	input: HeaderInput,
	quoted: readonly Quoted[],
	room: number,
): readonly Part[] => {
	const {isCrossed, choices} = differenceOf(quoted, input.view);
	const fitting = (among: readonly Part[][], left: number): readonly Part[] => {
		const parts = among.find(choice => choice.length > 0 && widthOfParts(choice) + 4 <= left);
		return parts ? [['text', '    '], ...parts] : [];
	};
	const mid = fitting([midParts(quoted, input.view)], room);
	const difference = fitting([...edgeParts(input), ...choices], room - widthOfParts(mid));
	// Rather no middle than not a word about prices that cross.
	if (isCrossed && difference.length === 0) return fitting(choices, room);
	return [...mid, ...difference];
};

/** Parts at the right, three cells apart, one free at the edge. */
const joined = (items: readonly (readonly Part[])[]): readonly Part[] =>
	items.flatMap((item, index) => [
		...item,
		['text', index === items.length - 1 ? ' ' : '   '] as const,
	]);

/** What mode it is in, and the time. The least needed goes first, that it stands still or records never. */
const rightChoices = (
	{view, mode, recording, frozenAt}: HeaderInput,
	now: number,
): readonly (readonly Part[])[] => {
	const frozen = (text: string): readonly Part[] =>
		frozenAt === null ? [] : [['accent', `frozen${text}`]];
	const record = (text: string): readonly Part[] =>
		recording ? [['bad', `${glyphs.live} ${text}`]] : [];
	const full = recording ? recordingText(recording) : '';
	const elapsed = recording ? recordingText({...recording, isBehind: false}) : '';
	const short = recording?.isBehind ? 'REC slow' : elapsed;
	const least = recording?.isBehind ? 'REC slow' : 'REC';
	const wallAhead = view.books[0]?.wallAhead ?? 0;
	const label: readonly Part[] = mode === 'live' ? [] : [['label', mode]];
	const clock: readonly Part[] = [['muted', formatTime(now + wallAhead)]];
	const time = frozenAt === null ? '' : formatTime(frozenAt + wallAhead);
	return [
		[frozen(` since ${time}`), record(full), label, clock],
		[frozen(` since ${time}`), record(full), label],
		[frozen(` ${time}`), record(full), label],
		[frozen(` ${time}`), record(short), label],
		[frozen(''), record(short), label],
		[frozen(''), record(short)],
		[frozen(''), record(least)],
	].map(items => joined(items.filter(item => item.length > 0)));
};

/** The first line: market, middle, difference between the exchanges; at the right what mode it is in, and the time. */
export const paintHeader = (theme: Theme, input: HeaderInput, now: number): string => {
	const {view, market, width} = input;
	const quoted = quotedBooks(view);
	const left: Part[] = [
		['text', ' '],
		['strong', cleanText(market, 24)],
	];
	const right = firstFitting(rightChoices(input, now), width - widthOfParts(left) - 1);
	const room = width - widthOfParts(left) - widthOfParts(right) - 2;
	const [first] = view.books;
	if (first && !view.books.every(book => isSameMarket(first, book))) {
		const words = '    different markets, not compared';
		if (words.length <= room) left.push(['label', words]);
	} else left.push(...middleParts(input, quoted, room));
	const gap = Math.max(1, width - widthOfParts(left) - widthOfParts(right));
	return fitCells(paintParts(theme, left) + ' '.repeat(gap) + paintParts(theme, right), width);
};
