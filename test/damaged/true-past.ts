import type {SimulatedId} from '../../source/simulator/market-list.js';
import type {SimulatedBook, TrueBooks} from '../../source/simulator/true-books.js';
import type {TruePast} from '../soak/truth.js';

/** Milliseconds from one change of the market to the next. */
export const stepMs = 100;

/**
 * Keeps what a simulated market's books were: the simulator itself knows the newest of them alone. To be told of each
 * sequence and time while that is new.
 */
export const createTruePast = (truth: TrueBooks, exchange: SimulatedId, market: string) => {
	const bySequence = new Map<number, SimulatedBook>();
	const byTime = new Map<number, SimulatedBook>();

	const keep = <Key>(
		books: Map<Key, SimulatedBook>,
		key: Key,
		find: () => SimulatedBook | null,
	) => {
		if (books.has(key)) return;
		const book = find();
		if (book) books.set(key, book);
	};

	return {
		sequence(sequence: number) {
			keep(bySequence, sequence, () => truth.bookAt(exchange, market, sequence));
		},
		time(time: number) {
			keep(byTime, time, () => truth.bookAtTime(exchange, market, time));
		},
		past: {
			bookAt: (_exchange, _market, sequence) => bySequence.get(sequence) ?? null,
			bookAtTime: (_exchange, _market, time) =>
				byTime.get(time) ?? byTime.get(Math.floor(time / stepMs) * stepMs) ?? null,
		} satisfies TruePast as TruePast,
	};
};
