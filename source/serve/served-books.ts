import type {OrderBook} from '../book/order-book.js';
import {exchanges} from '../exchanges/index.js';
import {createNewestTexts} from '../playback/newest-texts.js';
import type {BookWatch, Standing} from '../verify/book-watch.js';

type AnswerKind = 'book' | 'trades';

/** Bytes of the answers of one kind, of all markets: a capture may name as many as it likes. */
const maxAnswerBytes = 64_000_000;

const createAnswers = () => createNewestTexts<string>(maxAnswerBytes, text => [text]);

const keyOf = (exchange: string, channel: number, symbol: string): string =>
	`${exchange} ${channel} ${symbol.toUpperCase()}`;

/**
 * Keeps the books of a capture, each while it is proven, and what came of them by REST. The end of a connection counts
 * once the capture goes on: at its end, what was last is what there is.
 */
export const createServedBooks = () => {
	const books = new Map<string, OrderBook>();
	const closed = new Set<string>();
	const losses = new Map<string, number>();
	const answers = {book: createAnswers(), trades: createAnswers()};

	const settle = (key: string, standing: Standing) => {
		if (standing.isProven) {
			closed.delete(key);
			books.set(key, standing.book);
		} else if (standing.why === 'closed') closed.add(key);
		else books.delete(key);
	};

	const nothing = () => undefined;
	const watch: BookWatch = {
		follow(exchange, symbol, _now, channel) {
			const own = exchanges.find(({id}) => id === exchange)?.channels.indexOf(channel) ?? 0;
			const key = keyOf(exchange, own, symbol);
			return {
				onEvent(event) {
					if (event.type === 'gap') losses.set(exchange, (losses.get(exchange) ?? 0) + 1);
				},
				settled: standing => settle(key, standing),
				before: nothing,
				changing: nothing,
				changed: nothing,
				replaced: nothing,
				traded: nothing,
			};
		},
		heard: nothing,
	};

	return {
		watch,
		/** `channel`: its place among the exchange's channels. */
		get: (exchange: string, channel: number, symbol: string): OrderBook | null =>
			books.get(keyOf(exchange, channel, symbol)) ?? null,
		/** An answer came by REST, as this text: a snapshot, or the newest fills. */
		addAnswer(kind: AnswerKind, exchange: string, symbol: string, text: string) {
			answers[kind].set(keyOf(exchange, 0, symbol), text);
		},
		/** The last such answer; null before the first. */
		answer: (kind: AnswerKind, exchange: string, symbol: string): string | null =>
			answers[kind].get(keyOf(exchange, 0, symbol)) ?? null,
		/** How many messages of an exchange's books turned out to be missing. */
		losses: (exchange: string): number => losses.get(exchange) ?? 0,
		/** Something other than an end came: what is closed is over. */
		goOn() {
			for (const key of closed) books.delete(key);
			closed.clear();
		},
		/** All begins anew. */
		clear() {
			for (const kept of [books, closed, answers.book, answers.trades]) kept.clear();
		},
	};
};

export type ServedBooks = ReturnType<typeof createServedBooks>;
