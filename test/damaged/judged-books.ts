import {formatDecimal} from '../../source/book/fixed-point.js';
import type {OrderBook} from '../../source/book/order-book.js';
import type {SideView} from '../../source/book/side-view.js';
import {findVouchedDifference, type JudgedBook, type TruePast} from '../soak/truth.js';
import type {Recorded} from './recorded.js';

export const toJudged = (book: OrderBook, {exchange}: Recorded, market: string): JudgedBook => ({
	...{exchange: exchange.id, market, vouched: book.shownRange()},
	...{sequence: book.sequence, exchangeTime: book.exchangeTime},
	...{bids: book.bids.view(), asks: book.asks.view()},
});

/** The levels of a side that are vouched for, as an export has them. */
const sideText = (side: SideView, count: number): string =>
	Array.from(
		{length: Math.min(count, side.length)},
		(_, rank) => `${formatDecimal(side.price(rank))}x${formatDecimal(side.size(rank))}`,
	).join();

export const bookText = (book: OrderBook): string =>
	[book.bids, book.asks].map(side => sideText(side.view(), book.seenLevels())).join(' / ');

/** Times may be those of answers: then the sequence tells which book was meant. */
const bySequence = ({bookAt}: TruePast, {sequence}: JudgedBook): TruePast => ({
	bookAt,
	bookAtTime: (exchange, market) => (sequence === null ? null : bookAt(exchange, market, sequence)),
});

/** Compares books with the exchange's, each once. */
export const createComparison = ({truths}: Recorded) => {
	const wrong: string[] = [];
	let compared = 0;
	return {
		wrong,
		count: () => compared,
		look(who: string, t: number, book: JudgedBook) {
			compared++;
			const differences = truths
				.flatMap(truth => [truth, bySequence(truth, book)])
				.map(truth => findVouchedDifference(truth, book));
			if (!differences.includes(null))
				wrong.push(
					`${who} ${book.market} at ${t.toFixed(0)} ms, ${book.sequence}: ${differences.join('; ')}`,
				);
		},
	};
};

export type Comparison = ReturnType<typeof createComparison>;

/** The books that are proven, of all channels, as texts by the microsecond. */
export const createProvenTexts = () => {
	const now = new Set<{text: string | null}>();
	const at = new Map<number, Set<string>>();
	return {
		/** Whether a book was proven just then; a file of a day begins with what was proven last. */
		had(us: number, text: string, isDayBegin: boolean): boolean {
			const before = isDayBegin ? Math.max(...[...at.keys()].filter(one => one < us)) : us;
			return [us, before].some(one => at.get(one)?.has(text) === true);
		},
		/** One of a channel, which `set` tells of each time that anything has come. */
		create() {
			const one: {text: string | null} = {text: null};
			now.add(one);
			return (text: string | null, t: number) => {
				const us = Math.round(t * 1000);
				const texts = at.get(us) ?? new Set();
				at.set(us, texts);
				one.text = text;
				for (const {text} of now) if (text !== null) texts.add(text);
			};
		},
	};
};
