import type {SizeChoice} from '../book/trade-size.js';
import {
	addDecimals,
	compareDecimals,
	formatDecimal,
	halveDecimal,
	type Decimal,
} from '../book/fixed-point.js';
import {spreadOf} from '../book/depth.js';
import {cleanText} from '../screen/clean-text.js';
import {formatCell, toColumn, type ColumnFormat} from '../screen/column.js';
import {groupDigits} from '../screen/digits.js';
import {formatSignedPercent} from '../screen/format.js';
import {glyphs} from '../screen/theme.js';
import type {BookView, MarketView} from '../store/market-view.js';
import {directionText, roleOfNet} from './edge/edge-block.js';
import type {Direction, EdgeReader} from './edge/edge-tracker.js';
import {shapesOf} from './market-shapes.js';
import {currenciesOf, nameOf} from './market-title.js';
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

/** Of the header. */
type EdgeInput = {
	readonly view: MarketView;
	readonly edges: EdgeReader;
	/** See `UiState`. */
	readonly sizeStep: SizeChoice;
};

/** Letters of a name where there is room for no more. */
const fewLetters = 3;

const thinChoices = (edges: EdgeReader, sizeStep: SizeChoice, base: string): readonly Part[][] => {
	const size = edges.sizeOf(sizeStep);
	if (!size) return [];
	const amount = `${groupDigits(formatDecimal(size))} ${base}`;
	return [[['label', `no net: too thin for ${amount}`]], [['label', 'no net: too thin']]];
};

/**
 * `buy Huobi → sell Binance −0.08 % net of fees, 5 000 STEEM`: the better way round, at the size of the edge view.
 * Always after fees; with less room some words go, and none comes in their place.
 */
export const edgeParts = ({view, edges, sizeStep}: EdgeInput): readonly Part[][] => {
	const directions = edges.directions(view, sizeStep);
	const share = (direction: Direction) => direction.edge?.netShare ?? -Infinity;
	const whole = directions.filter(({edge}) => edge?.isWhole);
	const best = whole.reduce<Direction | null>((a, b) => (a && share(a) >= share(b) ? a : b), null);
	if (!best?.edge) {
		const traded = directions.find(({edge}) => edge !== null);
		return traded ? thinChoices(edges, sizeStep, currenciesOf(traded.buy.market)[0]) : [];
	}
	const {net, size} = best.edge;
	const percent: Part = [
		roleOfNet(net),
		formatSignedPercent(share(best)).padStart('−0.30 %'.length),
	];
	const amount = `${groupDigits(formatDecimal(size))} ${currenciesOf(best.buy.market)[0]}`;
	const [buy, sell] = [nameOf(best.buy), nameOf(best.sell)];
	const between = (from: string, to: string): Part => ['text', `${from} ${glyphs.arrow} ${to} `];
	return [
		[['text', `${directionText(best)} `], percent, ['label', ` net of fees, ${amount}`]],
		[['text', `${directionText(best)} `], percent, ['label', ' net of fees']],
		[between(buy, sell), percent, ['label', ' net of fees']],
		[between(buy, sell), percent, ['label', ' net']],
		[between(buy.slice(0, fewLetters), sell.slice(0, fewLetters)), percent, ['label', ' net']],
		[percent, ['label', ' net']],
	];
};
