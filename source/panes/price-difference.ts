import type {SizeChoice} from '../book/trade-size.js';
import {
	addDecimals,
	compareDecimals,
	formatDecimal,
	halveDecimal,
	type Decimal,
} from '../book/fixed-point.js';
import {spreadOf, toSpread, type Spread} from '../book/depth.js';
import {cleanText} from '../screen/clean-text.js';
import {formatCell, toColumn, type ColumnFormat} from '../screen/column.js';
import {groupDigits} from '../screen/digits.js';
import {formatBps, formatSignedPercent} from '../screen/format.js';
import {glyphs} from '../screen/theme.js';
import type {BookView, MarketView} from '../store/market-view.js';
import {directionText, roleOfNet} from './edge/edge-block.js';
import type {Direction, EdgeReader} from './edge/edge-tracker.js';
import {shapesOf} from './market-shapes.js';
import {currenciesOf} from './market-title.js';
import type {Part} from './pane-frame.js';

/** A live book with a price to buy and one to sell at. */
export type Quoted = {readonly book: BookView; readonly bid: Decimal; readonly ask: Decimal};

/** Only live books are compared: nobody vouches for the others. */
export const quotedBooks = ({books}: MarketView): readonly Quoted[] =>
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
export const midParts = (quoted: readonly Quoted[], view: MarketView, money: string): Part[] => {
	if (quoted.length === 0) return [];
	const {bid} = best(quoted, book => book.bid, 1);
	const {ask} = best(quoted, book => book.ask, -1);
	const mid = halveDecimal(addDecimals(bid, ask));
	return [
		['label', money === '' ? 'mid ' : `mid ${cleanText(money, 24)} `],
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
export const differenceOf = (quoted: readonly Quoted[], view: MarketView): Difference => {
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

/** Of the header. */
type EdgeInput = {
	readonly view: MarketView;
	readonly edges: EdgeReader;
	/** See `UiState`. */
	readonly sizeStep: SizeChoice;
	/** Cells of the whole line. */
	readonly width: number;
};

/** `buy Huobi → sell Binance −0.08 % net of fees, 5 000 STEEM`: the better way round, at the size of the edge view. */
export const edgeParts = ({view, edges, sizeStep, width}: EdgeInput): readonly Part[][] => {
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
