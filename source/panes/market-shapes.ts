import {toNumber, type Decimal} from '../book/fixed-point.js';
import {hundredIn} from '../book/trade-size.js';
import type {NumberShape} from '../screen/column.js';
import type {BookView} from '../store/market-view.js';
import {numbersOf} from './book-numbers.js';
import {createKept} from './kept.js';
import {createLatelyOfBooks} from './lately.js';
import {currenciesOf} from './market-title.js';

/**
 * What the numbers of a market look like: the same whatever is on the screen, was on it before, or comes
 * and goes in the book. Only what the list says of the market and where its price is decide.
 */
export type MarketShapes = {
	/** As the rows have them: those of the price groups, where there are any. */
	readonly price: NumberShape;
	/** Of single levels. */
	readonly exactPrice: NumberShape;
	readonly size: NumberShape;
	/** Sizes added up. */
	readonly total: NumberShape;
	/** Price × size. */
	readonly value: NumberShape;
};

/** The power of ten at or below a positive number. */
const magnitude = (value: number): number => Math.floor(Math.log10(value));

/** Columns for more digits than these leave no room for others. */
const mostWhole = 12;

const wholeDigits = (value: number): number =>
	Math.min(mostWhole, Math.max(1, magnitude(value) + 1));

/** Decimals with which a positive number has a digit that counts. */
const decimalsTo = (value: number): number => Math.max(0, -magnitude(value));

/**
 * Room is made for prices up to three times as high as now, and from two digits on in groups of three: a
 * price on its way across 10 or 1000 has it already.
 */
const priceDigits = (price: number): number => {
	const digits = wholeDigits(3 * price);
	return digits === 1 ? 1 : 3 * Math.ceil(digits / 3);
};

/** A large order, in multiples of what a hundred dollars buy; of those that are no power of ten, so that no round price is a turning point. */
const largeOrder = 217;

/** Prices that nobody told the steps of have so many digits that count. */
const priceSignificance = 6;
const mostPriceDecimals = 8;

/** Sizes that nobody told the steps of have so many digits, of which four at least are decimals. */
const sizeDigits = 10;
const fewestSizeDecimals = 4;
const mostSizeDecimals = 8;

/** Decimals that prices have room for. */
const priceRoom = (books: readonly BookView[], price: number, padded: number): number => {
	if (books.every(({tickSize}) => tickSize)) return padded;
	const significant = priceSignificance - 1 - magnitude(3 * price);
	return Math.max(padded, Math.min(mostPriceDecimals, significant));
};

/** Room for large orders; where even usual ones are larger, for ten times as much as those, in groups of three digits. */
const sizeWhole = (large: number, usual: number): number =>
	usual <= 0 || wholeDigits(3 * usual) <= large
		? large
		: Math.min(mostWhole, 3 * Math.ceil(wholeDigits(30 * usual) / 3));

/** Decimals that sizes have room for: those of the finest steps; of steps not known, as many as any market has. */
const sizeRoom = (books: readonly BookView[], whole: number): number => {
	const unknown = Math.max(fewestSizeDecimals, Math.min(mostSizeDecimals, sizeDigits - whole));
	return Math.max(0, ...books.map(({sizeStep}) => sizeStep?.decimals ?? unknown));
};

const priceOfAll = (books: readonly BookView[]): number => {
	let highest: number | null = null;
	for (const book of books) {
		const {price} = numbersOf(book);
		if (price !== null) highest = Math.max(highest ?? price, price);
	}
	return highest ?? 1;
};

/** The highest of each; `usual`: of sizes. */
const numbersOfAll = (books: readonly BookView[]) => {
	let pricePadded = 0;
	let usual = 0;
	let padded = 0;
	for (const book of books) {
		const {priceDecimals, size, sizeDecimals} = numbersOf(book);
		pricePadded = Math.max(pricePadded, priceDecimals);
		usual = Math.max(usual, size);
		padded = Math.max(padded, sizeDecimals);
	}
	return {price: priceOfAll(books), pricePadded, usual, padded};
};

type Numbers = ReturnType<typeof numbersOfAll>;

const workOut = (
	books: readonly BookView[],
	step: Decimal | null,
	{price, pricePadded, usual, padded}: Numbers,
): MarketShapes => {
	const [, quote] = currenciesOf(books.find(({market}) => market.includes('/'))?.market ?? '');
	const hundred = toNumber(hundredIn(quote));
	const bought = hundred / price;
	const large = Math.max(2, wholeDigits(largeOrder * bought));
	const whole = sizeWhole(large, usual);
	const forPrices = priceRoom(books, price, pricePadded);
	const priceOf = (decimals: number, padded: number): NumberShape => ({
		whole: priceDigits(price),
		decimals,
		useful: decimals,
		padded,
	});
	const forSizes = sizeRoom(books, whole);
	// A dollar's worth can be told by its first digit.
	const useful = Math.min(forSizes, decimalsTo(bought / 100));
	const size = {whole, decimals: forSizes, useful, padded};
	const forValues = forPrices + forSizes;
	// To the cent.
	const cents = Math.min(forValues, decimalsTo(hundred / 10_000));
	const valueWhole = Math.max(2, wholeDigits(largeOrder * hundred)) + whole - large;
	return {
		price: step ? priceOf(step.decimals, step.decimals) : priceOf(forPrices, pricePadded),
		exactPrice: priceOf(forPrices, pricePadded),
		size,
		total: {...size, whole: whole + 1},
		value: {whole: valueWhole, decimals: forValues, useful: cents, padded: cents},
	};
};

type Known = {
	readonly books: readonly BookView[];
	readonly step: Decimal | null;
	readonly shapes: MarketShapes;
};

/** Those worked out last, by the first of the books: all that is painted of one view asks for the same. */
const known = createLatelyOfBooks<Known>();

/** All that shapes are made of: of usual sizes only how many digits they have. */
const factsOf = (
	books: readonly BookView[],
	step: Decimal | null,
	{price, pricePadded, usual, padded}: Numbers,
): readonly unknown[] => {
	const digits = usual <= 0 ? [0, 0] : [wholeDigits(3 * usual), wholeDigits(30 * usual)];
	const facts: unknown[] = [price, pricePadded, padded, digits[0], digits[1]];
	facts.push(step?.units, step?.decimals);
	for (const {tickSize, sizeStep, market} of books) facts.push(tickSize, sizeStep, market);
	return facts;
};

const lastMade = createKept<MarketShapes>();

/** Those made last, as long as they are asked for: shapes that say the same are the same object. */
const made: MarketShapes[] = [];
const mostMade = 16;

const isSameShape = (a: NumberShape, b: NumberShape): boolean =>
	a.whole === b.whole &&
	a.decimals === b.decimals &&
	a.useful === b.useful &&
	a.padded === b.padded;

const isSame = (a: MarketShapes, b: MarketShapes): boolean =>
	isSameShape(a.price, b.price) &&
	isSameShape(a.exactPrice, b.exactPrice) &&
	isSameShape(a.size, b.size) &&
	isSameShape(a.total, b.total) &&
	isSameShape(a.value, b.value);

const keepOne = (shapes: MarketShapes): MarketShapes => {
	for (const other of made) if (isSame(other, shapes)) return other;
	made.unshift(shapes);
	made.length = Math.min(made.length, mostMade);
	return shapes;
};

const isOf = ({books, step}: Known, others: readonly BookView[], other: Decimal | null) =>
	books.length === others.length &&
	books.every((book, at) => book === others[at]) &&
	step?.units === other?.units &&
	step?.decimals === other?.decimals;

/** Shapes for books of one market, at a price group where there is one. */
export const shapesOf = (books: readonly BookView[], step: Decimal | null = null): MarketShapes => {
	const [first] = books;
	const last = first && known.get(first);
	if (last && isOf(last, books, step)) return last.shapes;
	const numbers = numbersOfAll(books);
	const make = () => keepOne(workOut(books, step, numbers));
	const shapes = lastMade(factsOf(books, step, numbers), make);
	if (first) known.set(first, {books, step, shapes});
	return shapes;
};

/** Digits of what is traded that an edge of a hundredth of a percent is told by. */
const edgeDigits = 6;

/** What so much of the base currency is worth. */
export const amountShape = (
	{value}: MarketShapes,
	books: readonly BookView[],
	size: Decimal,
): NumberShape => {
	const worth = Math.max(toNumber(size) * priceOfAll(books), Number.MIN_VALUE);
	const useful = Math.min(mostPriceDecimals, Math.max(2, edgeDigits - 1 - magnitude(3 * worth)));
	const decimals = Math.max(value.decimals, useful);
	return {whole: wholeDigits(3 * worth), decimals, useful, padded: useful};
};
