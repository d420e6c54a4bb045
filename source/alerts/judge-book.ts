import {
	addDecimals,
	compareDecimals,
	formatDecimal,
	halveDecimal,
	multiplyDecimals,
	ratio,
	subtractDecimals,
	zero,
	type Decimal,
} from '../book/fixed-point.js';
import type {FeePair} from '../book/edge.js';
import {vouchedEdge} from '../book/vouched-edge.js';
import {isBeyond} from '../book/order-book.js';
import type {SideName} from '../book/side-view.js';
import type {BookView} from '../store/market-view.js';
import type {Amount, Condition, Order, Place} from './alert-rule.js';

/** What a rule makes of books at one instant. */
export type Judgement = {
	/** Null where it cannot be told: the book is not proven so far, or has no such price. */
	readonly isTrue: boolean | null;
	/** See `Alert`; empty where nothing was found. */
	readonly value: string;
};

export const unknown: Judgement = {isTrue: null, value: ''};

const holds = (value: Decimal, order: Order, than: Decimal): boolean => {
	const sign = compareDecimals(value, than);
	switch (order) {
		case '<':
			return sign < 0;
		case '>':
			return sign > 0;
		case '<=':
			return sign <= 0;
		case '>=':
			return sign >= 0;
	}
};

/** In per cent with so many digits behind the point as tell edges apart. */
const toPercent = (share: number): string => `${(share * 100).toFixed(4)}%`;

/** Both best prices; null where one is missing or nothing vouches for it. */
const toTouch = ({bids, asks, vouched}: BookView) => {
	if (bids.length === 0 || asks.length === 0) return null;
	const [bid, ask] = [bids.price(0), asks.price(0)];
	if (isBeyond(vouched, 'bids', bid) || isBeyond(vouched, 'asks', ask)) return null;
	return {bid, ask, mid: halveDecimal(addDecimals(bid, ask))};
};

type Touch = NonNullable<ReturnType<typeof toTouch>>;

/** What a share of some money is; money itself. */
const toMoney = (amount: Amount, whole: Decimal): Decimal =>
	amount.type === 'money' ? amount.value : multiplyDecimals(whole, amount.value);

const judgeSpread = ({bid, ask, mid}: Touch, order: Order, than: Amount): Judgement => {
	const gap = subtractDecimals(ask, bid);
	const value =
		than.type === 'money' ? formatDecimal(gap) : `${(ratio(gap, mid) * 1e4).toFixed(1)}bps`;
	return {isTrue: holds(gap, order, toMoney(than, mid)), value};
};

/** The price at which a place ends. */
const endOf = (mid: Decimal, name: SideName, place: Place): Decimal => {
	if (place.type === 'at') return place.price;
	const distance = multiplyDecimals(mid, place.share);
	return name === 'bids' ? subtractDecimals(mid, distance) : addDecimals(mid, distance);
};

/** What a side holds in a place, and whether all of that is known. */
const sumSide = (book: BookView, mid: Decimal, name: SideName, place: Place) => {
	const side = book[name];
	const end = endOf(mid, name, place);
	let size = zero;
	for (let rank = 0; rank < side.length; rank++) {
		const price = side.price(rank);
		const sign = compareDecimals(price, end) * (name === 'bids' ? -1 : 1);
		if (sign > 0 || isBeyond(book.vouched, name, price)) break;
		if (place.type === 'within' || sign === 0) size = addDecimals(size, side.size(rank));
	}
	return {size, isWhole: !isBeyond(book.vouched, name, end)};
};

/** More than is known may be there, never less. */
const judgeSize = (
	book: BookView,
	{mid}: Touch,
	name: SideName,
	{order, than, place}: Extract<Condition, {type: 'size'}>,
): Judgement => {
	const {size, isWhole} = sumSide(book, mid, name, place);
	const isTrue = holds(size, order, than);
	const isSure = isWhole || isTrue === order.startsWith('>');
	return {isTrue: isSure ? isTrue : null, value: formatDecimal(size)};
};

/** The side that a price is on: that the other one has nothing there says nothing of its size. */
const sideOf = ({mid}: Touch, place: Place): SideName | null => {
	if (place.type === 'within') return null;
	return compareDecimals(place.price, mid) > 0 ? 'asks' : 'bids';
};

/** Of either side, the first of which it is true. */
const eitherSide = (judge: (name: SideName) => Judgement): Judgement => {
	const [bids, asks] = [judge('bids'), judge('asks')];
	if (bids.isTrue || asks.isTrue) return bids.isTrue ? bids : asks;
	return bids.isTrue === null ? bids : asks;
};

/** The conditions that a single book meets by what it holds. */
export type BookCondition = Extract<Condition, {type: 'price' | 'spread' | 'size'}>;

/** Judges by a book that is live; of another nothing is known. */
export const judgeBook = (condition: BookCondition, book: BookView): Judgement => {
	const touch = book.status === 'live' ? toTouch(book) : null;
	if (!touch) return unknown;
	switch (condition.type) {
		case 'price': {
			const {order, than} = condition;
			return {isTrue: holds(touch.mid, order, than), value: formatDecimal(touch.mid)};
		}
		case 'spread':
			return judgeSpread(touch, condition.order, condition.than);
		case 'size': {
			const judge = (name: SideName) => judgeSize(book, touch, name, condition);
			const side = condition.side ?? sideOf(touch, condition.place);
			return side ? judge(side) : eitherSide(judge);
		}
	}
};

/** Whether no more can be bought on the one and sold on the other than what the books hold. */
const isAllKnown = (buyAt: BookView, sellAt: BookView): boolean =>
	buyAt.status === 'live' &&
	sellAt.status === 'live' &&
	buyAt.vouched.asks === null &&
	sellAt.vouched.bids === null;

/**
 * Judges what it brings to buy on one exchange and sell on the other: both live, and proven as deep as that goes. A size
 * that is not there brings nothing.
 */
export const judgeEdge = (
	{order, than, size}: Extract<Condition, {type: 'edge'}>,
	buyAt: BookView,
	sellAt: BookView,
	fees: FeePair,
): Judgement => {
	const edge = vouchedEdge(buyAt, sellAt, size, fees);
	if (!edge?.isWhole) return isAllKnown(buyAt, sellAt) ? {...unknown, isTrue: false} : unknown;
	const isTrue = holds(edge.net, order, toMoney(than, edge.buy.notional));
	const value = than.type === 'money' ? formatDecimal(edge.net) : toPercent(edge.netShare);
	return {isTrue, value};
};
