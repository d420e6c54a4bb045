import type {ClientOutput} from '../exchange.js';
import type {Follows, Increment} from '../increment.js';

/** Ids that are remembered: some minutes of a busy book. */
const maxKnown = 2000;

type Asked = {readonly id: number; readonly time: number | null};

/**
 * How updates link: `prevSeqId` must be the book's id, whatever the ids are, as they begin anew at a lower one after
 * maintenance. So an id that fell proves nothing, and what is old is known by where the book has been.
 */
export const createLinks = () => {
	let known = new Set<number>();
	let last = -1;
	let newestTime = -Infinity;
	/** The newest book from the REST interface: the first update after it may begin before it. */
	let asked: Asked | null = null;

	const isNoNewer = (time: number | null, than: number) => time !== null && time <= than;

	return {
		asked(book: Asked) {
			asked = book;
		},
		follows(id: number, {from, to, time}: Omit<Increment, 'bids' | 'asks'>): Follows {
			if (from === id) return to === id ? 'idle' : 'next';
			if (id === asked?.id) {
				if (from < id && id < to) return 'next';
				if (to <= id && isNoNewer(time, asked.time ?? -Infinity)) return 'old';
			}
			return known.has(to) && isNoNewer(time, newestTime) ? 'old' : 'lost';
		},
		/** What became of the book. */
		made(outputs: readonly ClientOutput[]): readonly ClientOutput[] {
			for (const output of outputs) {
				if (output.type !== 'book') continue;
				const {sequence, exchangeTime} = output.change;
				if (sequence < last) known = new Set();
				last = sequence;
				newestTime = exchangeTime ?? newestTime;
				known.add(sequence);
				const [oldest] = known.size > maxKnown ? known : [];
				if (oldest !== undefined) known.delete(oldest);
			}
			return outputs;
		},
	};
};
