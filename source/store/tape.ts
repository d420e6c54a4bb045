import {byTime, type Trade} from '../book/trade.js';

/** Fills kept of each market. */
export const maxTrades = 500;

/** The newest fills of one market: as a rule one comes after all others, and costs no more than that. */
export const createTape = (from: readonly Trade[]) => {
	/** In order of time; those before the last `maxTrades` are gone, and cut off now and then. */
	let kept = [...from];
	let ids = new Set(kept.map(({id}) => id));
	/** As they were given last, until one comes. */
	let given: readonly Trade[] | null = from;

	const last = () => kept.slice(-maxTrades);

	const append = (trade: Trade) => {
		kept.push(trade);
		ids.add(trade.id);
		const gone = kept[kept.length - 1 - maxTrades];
		if (gone) ids.delete(gone.id);
		if (kept.length >= 2 * maxTrades) kept = last();
	};

	const merge = (trades: readonly Trade[]) => {
		kept = [...last(), ...trades].sort(byTime).slice(-maxTrades);
		ids = new Set(kept.map(({id}) => id));
	};

	const comesAfter = (trades: readonly Trade[]): boolean => {
		let newest = kept.at(-1);
		for (const trade of trades) {
			if (newest && byTime(newest, trade) > 0) return false;
			newest = trade;
		}
		return true;
	};

	return {
		/** Whether a fill of that id is there. */
		has: (id: string): boolean => ids.has(id),
		/** The id of the newest; null where there is none. */
		newest: (): string | null => kept.at(-1)?.id ?? null,
		/** Those of these fills that are not there yet, each once. */
		newOf(trades: readonly Trade[]): readonly Trade[] {
			const [first] = trades;
			if (first && trades.length === 1) return ids.has(first.id) ? [] : trades;
			const fresh = new Map<string, Trade>();
			for (const trade of trades)
				if (!ids.has(trade.id) && !fresh.has(trade.id)) fresh.set(trade.id, trade);
			return fresh.size === trades.length ? trades : [...fresh.values()];
		},
		/** Takes fills that are not there yet. */
		add(trades: readonly Trade[]) {
			given = null;
			if (comesAfter(trades)) trades.forEach(append);
			else merge(trades);
		},
		/** Oldest first; the same list as long as none came. */
		trades: (): readonly Trade[] => (given ??= last()),
	};
};

export type Tape = ReturnType<typeof createTape>;
