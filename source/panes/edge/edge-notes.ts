import {formatDecimal, type Decimal} from '../../book/fixed-point.js';
import {createHistory, type History, type RunningHistory} from '../../book/history.js';

/** What was noted of the edges of one market, by size. */
export type EdgeNotes = {
	/** As `marketsOf` names it; empty before the first view. */
	market(): string;
	/** Percent, net, at a size in plain decimals; null for a direction that nothing was noted of. */
	historyOf(size: string, direction: string): History | null;
};

export type RunningEdgeNotes = EdgeNotes & {
	/** Forgets what was noted of another market: it is not of this one. */
	follow(market: string): void;
	/**
	 * Keeps these sizes, most wanted first, and those kept before as far as there is room beside them. Returns those
	 * that are kept; whatever is, has to be noted on, or a gap would look like a value that stayed.
	 */
	keep(sizes: readonly Decimal[], directions: number): readonly Decimal[];
	/** Percent, net; null where there is none just now. */
	add(size: string, direction: string, value: number | null, at: number): void;
	/** Of none there is a value from then on, until the next is added. */
	doubt(at: number): void;
	forget(): void;
	/** See `RunningHistory.jump`. */
	jump(from: number, to: number): void;
	/** As they are now, for a screen that stands still. */
	copy(): EdgeNotes;
};

/** How much of its past an edge keeps: what the widest charts show. */
const historyMs = 1_200_000;
const bucketMs = 1000;

/** Histories that are kept at the most, of all directions and sizes. */
const mostHistories = 160;
/** Sizes that are kept at the most. */
const mostSizes = 12;

type Histories = Map<string, RunningHistory>;

const readerOf = (market: string, bySize: ReadonlyMap<string, ReadonlyMap<string, History>>) => ({
	market: () => market,
	historyOf: (size: string, direction: string) => bySize.get(size)?.get(direction) ?? null,
});

export const createEdgeNotes = (): RunningEdgeNotes => {
	/** The size that was wanted last comes first. */
	let sizes: readonly Decimal[] = [];
	const bySize = new Map<string, Histories>();
	let market = '';
	const forget = () => {
		sizes = [];
		bySize.clear();
	};
	const histories = () => [...bySize.values()].flatMap(own => [...own.values()]);
	return {
		market: () => market,
		historyOf: (size, direction) => readerOf(market, bySize).historyOf(size, direction),
		follow(newMarket) {
			if (newMarket !== market) forget();
			market = newMarket;
		},
		keep(wanted, directions) {
			const room = Math.floor(mostHistories / Math.max(1, directions));
			const known = new Map([...wanted, ...sizes].map(size => [formatDecimal(size), size]));
			const kept = [...known].slice(0, Math.max(1, Math.min(mostSizes, room)));
			const names = new Set(kept.map(([name]) => name));
			for (const name of bySize.keys()) if (!names.has(name)) bySize.delete(name);
			sizes = kept.map(([, size]) => size);
			return sizes;
		},
		add(size, direction, value, at) {
			let own = bySize.get(size);
			if (!own) bySize.set(size, (own = new Map()));
			let history = own.get(direction);
			if (!history) own.set(direction, (history = createHistory(historyMs, bucketMs)));
			history.add(value, at);
		},
		doubt(at) {
			for (const history of histories()) history.add(null, at);
		},
		forget,
		jump(from, to) {
			for (const history of histories()) history.jump(from, to);
		},
		copy() {
			const copies = Array.from(bySize, ([size, own]): [string, Map<string, History>] => [
				size,
				new Map(Array.from(own, ([name, history]) => [name, history.copy()])),
			]);
			return readerOf(market, new Map(copies));
		},
	};
};
