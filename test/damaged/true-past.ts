import type {BookChange} from '../../source/book/order-book.js';
import type {SimulatedId} from '../../source/simulator/market-list.js';
import type {SimulatedBook, TrueBooks} from '../../source/simulator/true-books.js';
import type {TruePast} from '../soak/truth.js';

/** Milliseconds from one change of the market to the next. */
export const stepMs = 100;

/**
 * Keeps what a simulated exchange's books were: the simulator itself knows the newest of them alone. To be told of each
 * sequence and time while that is new.
 */
export const createTruePast = (
	truth: TrueBooks,
	exchange: SimulatedId,
	markets: readonly string[],
) => {
	const books = new Map<string, SimulatedBook>();

	const keep = (key: string, find: () => SimulatedBook | null) => {
		if (books.has(key)) return;
		const book = find();
		if (book) books.set(key, book);
	};

	const sequence = (market: string, at: number) => {
		keep(`${market} ${at}`, () => truth.bookAt(exchange, market, at));
	};
	const time = (market: string, at: number) => {
		keep(`${market} at ${at}`, () => truth.bookAtTime(exchange, market, at));
	};
	const atTime = (market: string, at: number) => books.get(`${market} at ${at}`);

	return {
		sequence,
		change(market: string, {sequence: at, exchangeTime}: BookChange) {
			sequence(market, at);
			if (exchangeTime !== null) time(market, exchangeTime);
		},
		/** Keeps the books of now. */
		look(now: number) {
			for (const market of markets) {
				sequence(market, truth.sequence(exchange, market));
				time(market, now);
			}
		},
		past: {
			bookAt: (_exchange, market, at) => books.get(`${market} ${at}`) ?? null,
			bookAtTime: (_exchange, market, at) =>
				atTime(market, at) ?? atTime(market, Math.floor(at / stepMs) * stepMs) ?? null,
		} satisfies TruePast as TruePast,
	};
};
