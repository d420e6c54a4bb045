import {toEdge, type Edge} from '../../book/edge.js';
import {compareDecimals, zero, type Decimal} from '../../book/fixed-point.js';
import {createHistory, type History, type RunningHistory} from '../../book/history.js';
import {bestSize} from '../../book/depth.js';
import {sizeAt, smallestStep, startStep, stepBelow} from '../../book/trade-size.js';
import {isSameMarket} from '../market-title.js';
import type {BookView, MarketView, Passed} from '../../store/market-view.js';

/** Taker fees in percent, by exchange id; 0.1 where none is given. */
export type Fees = ReadonlyMap<string, Decimal>;

/** What exchanges usually take, where nothing else is said. */
const usualFee: Decimal = {units: 1, decimals: 1};

/** Buying on one exchange and selling on another. */
export type Direction = {
	readonly buy: BookView;
	readonly sell: BookView;
	/** Null unless both books are live and have something to take. */
	readonly edge: Edge | null;
};

/** What is shown of the edges between the exchanges. */
export type EdgeReader = {
	/** Size in the base currency so many steps from where it began; null until two books were live. */
	sizeOf(step: number): Decimal | null;
	/** From the smallest step to the largest that can be traded whole one way at least, now. */
	stepsIn(view: MarketView): {readonly least: number; readonly most: number};
	feeOf(exchange: string): Decimal;
	/** Both ways of each two books, always in the same order. */
	directions(view: MarketView, step: number): readonly Direction[];
	/** Net edges in percent over the last minutes at the size of that step; null where none were noted. */
	historyOf(direction: Direction, step: number): History | null;
};

export type EdgeTracker = EdgeReader & {
	/** Notes the edges of a new view, at the size wanted last. */
	sample(view: MarketView): void;
	setStep(step: number): void;
	/** Goes on at another moment of a capture, with the views that were run through to get there. */
	jump(passed: Passed, to: number): void;
	/** As it is now, for a screen that stands still. */
	freeze(): EdgeReader;
};

/** How much of its past an edge keeps: what the widest charts show. */
const historyMs = 1_200_000;
const bucketMs = 1000;

const smaller = (a: Decimal, b: Decimal) => (compareDecimals(b, a) < 0 ? b : a);

const nameOf = ({buy, sell}: Direction) => `${buy.key}\n${sell.key}`;

/** Follows the edges between the exchanges, whatever view is on the screen. */
export const createEdgeTracker = (fees: Fees): EdgeTracker => {
	/** The first size is kept: one that followed the book would make every number jump. */
	let firstStep: number | null = null;
	let step = 0;
	const histories = new Map<string, RunningHistory>();

	const sizeOf = (by: number) => (firstStep === null ? null : sizeAt(firstStep + by));
	const stepsIn = ({books}: MarketView) => {
		const first = firstStep ?? 0;
		const whole = books.flatMap(buy =>
			books.flatMap(sell =>
				buy === sell || !isSameMarket(buy, sell)
					? []
					: [smaller(bestSize(buy.asks, Infinity), bestSize(sell.bids, Infinity))],
			),
		);
		const most = whole.reduce((a, b) => (compareDecimals(b, a) > 0 ? b : a), zero);
		return {least: smallestStep - first, most: stepBelow(most) - first};
	};

	const feeOf = (exchange: string) => fees.get(exchange) ?? usualFee;

	const edgeOf = (buy: BookView, sell: BookView, size: Decimal | null): Edge | null => {
		if (!size || buy.status !== 'live' || sell.status !== 'live') return null;
		const pair = {buy: feeOf(buy.exchange), sell: feeOf(sell.exchange)};
		return toEdge(buy.asks, sell.bids, size, pair);
	};

	const directions = ({books}: MarketView, by: number): readonly Direction[] =>
		books.flatMap((first, index) =>
			books.slice(index + 1).flatMap(second => {
				if (!isSameMarket(first, second)) return [];
				const size = sizeOf(by);
				return [
					{buy: first, sell: second, edge: edgeOf(first, second, size)},
					{buy: second, sell: first, edge: edgeOf(second, first, size)},
				];
			}),
		);

	const reader = (kept: ReadonlyMap<string, History>, keptStep: () => number): EdgeReader => ({
		sizeOf,
		stepsIn,
		feeOf,
		directions,
		historyOf: (direction, by) =>
			by === keptStep() ? (kept.get(nameOf(direction)) ?? null) : null,
	});

	const sample = (view: MarketView) => {
		const live = view.books.filter(({status}) => status === 'live');
		if (live.length > 1) firstStep ??= startStep(live.flatMap(({bids, asks}) => [bids, asks]));
		for (const direction of directions(view, step)) {
			const name = nameOf(direction);
			const history = histories.get(name) ?? createHistory(historyMs, bucketMs);
			histories.set(name, history);
			const {edge} = direction;
			history.add(edge?.isWhole ? edge.netShare * 100 : null, view.lastUpdate);
		}
	};

	return {
		...reader(histories, () => step),
		sample,
		setStep(newStep) {
			if (newStep === step) return;
			step = newStep;
			// What another size would have brought is not known.
			histories.clear();
		},
		jump({from, views}, to) {
			for (const history of histories.values()) history.jump(from, to);
			for (const view of views) sample(view);
		},
		freeze() {
			const copies = new Map(Array.from(histories, ([name, history]) => [name, history.copy()]));
			const stepThen = step;
			return reader(copies, () => stepThen);
		},
	};
};
