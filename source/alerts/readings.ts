import type {FeeOf} from '../book/edge.js';
import type {BookView} from '../store/market-view.js';
import type {AlertRule} from './alert-rule.js';
import {judgeBook, judgeEdge, type Judgement} from './judge-book.js';

/** What a rule makes of one book, or of two that an edge is between. */
export type Reading = Judgement & {
	/** Tells it from the other readings of its rule. */
	readonly key: string;
	readonly market: string;
	/** See `Alert`. */
	readonly exchange: string;
};

/** What has happened to a book so far. */
export type BookPast = {
	/** Milliseconds by the clock since when it is not live; null while it is. */
	readonly downSince: number | null;
	/** Changes that were found missing, since the alerts began. */
	readonly gaps: number;
	/** Connections that were lost, since the alerts began. */
	readonly losses: number;
};

export type ReadingContext = {
	readonly books: readonly BookView[];
	/** Of a book that is among them. */
	readonly pastOf: (key: string) => BookPast;
	/** By the clock. */
	readonly now: number;
	readonly feeOf: FeeOf;
};

/** A count of what has happened is true as long as there is more of it than was told. */
const toCount = (count: number): Judgement => ({isTrue: count > 0, value: String(count)});

const judgeDown = ({downSince}: BookPast, forMs: number, now: number): Judgement => {
	const ms = downSince === null ? 0 : now - downSince;
	return {isTrue: downSince !== null && ms > forMs, value: `${Math.floor(ms / 1000)}s`};
};

const judge = (
	{condition}: AlertRule,
	book: BookView,
	{pastOf, now}: ReadingContext,
): Judgement => {
	switch (condition.type) {
		case 'gap':
			return toCount(pastOf(book.key).gaps);
		case 'lost':
			return toCount(pastOf(book.key).losses);
		case 'down':
			return judgeDown(pastOf(book.key), condition.forMs, now);
		case 'edge':
			throw new Error('an edge is between two books');
		case 'price':
		case 'spread':
		case 'size':
			return judgeBook(condition, book);
	}
};

/** An edge both ways between all that trade the same market; where two exchanges are named, from the first to the second. */
const readEdges = (rule: AlertRule, {books, feeOf}: ReadingContext): readonly Reading[] => {
	const {condition, exchanges} = rule;
	if (condition.type !== 'edge') return [];
	const [buy, sell] = exchanges;
	const isMeant = (buyAt: BookView, sellAt: BookView) =>
		buyAt !== sellAt &&
		buyAt.market === sellAt.market &&
		(sell === undefined
			? buy === undefined || buyAt.exchange === buy || sellAt.exchange === buy
			: buyAt.exchange === buy && sellAt.exchange === sell);
	return books.flatMap(buyAt =>
		books
			.filter(sellAt => isMeant(buyAt, sellAt))
			.map(sellAt => ({
				...judgeEdge(condition, buyAt, sellAt, {buy: feeOf(buyAt), sell: feeOf(sellAt)}),
				key: `${buyAt.key}>${sellAt.key}`,
				market: buyAt.market,
				exchange: `${buyAt.exchange},${sellAt.exchange}`,
			})),
	);
};

/** What a rule makes of all books that it is of. */
export const readRule = (rule: AlertRule, context: ReadingContext): readonly Reading[] => {
	if (rule.condition.type === 'edge') return readEdges(rule, context);
	const isMeant = ({exchange}: BookView) =>
		rule.exchanges.length === 0 || rule.exchanges.includes(exchange);
	return context.books.filter(isMeant).map(book => ({
		...judge(rule, book, context),
		key: book.key,
		market: book.market,
		exchange: book.exchange,
	}));
};
