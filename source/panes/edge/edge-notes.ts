import {createHistory, type History, type RunningHistory} from '../../book/history.js';

/** What was noted of the edges of one market at one size. */
export type EdgeNotes = {
	/** As `marketsOf` names it; empty before the first view. */
	market(): string;
	/** Steps from the market's first size. */
	step(): number;
	/** Percent, net; null for a direction that nothing was noted of. */
	historyOf(direction: string): History | null;
};

export type RunningEdgeNotes = EdgeNotes & {
	/** Forgets what was noted of another market: it is not of this one. */
	follow(market: string): void;
	/** Forgets what was noted at another size: what this one would have brought is not known. */
	setStep(step: number): void;
	/** Percent, net; null where there is none just now. */
	add(direction: string, value: number | null, at: number): void;
	forget(): void;
	/** See `RunningHistory.jump`. */
	jump(from: number, to: number): void;
	/** As they are now, for a screen that stands still. */
	copy(): EdgeNotes;
};

/** How much of its past an edge keeps: what the widest charts show. */
const historyMs = 1_200_000;
const bucketMs = 1000;

export const createEdgeNotes = (): RunningEdgeNotes => {
	const histories = new Map<string, RunningHistory>();
	let market = '';
	let step = 0;
	const forget = () => {
		histories.clear();
	};
	return {
		market: () => market,
		step: () => step,
		historyOf: direction => histories.get(direction) ?? null,
		follow(newMarket) {
			if (newMarket !== market) forget();
			market = newMarket;
		},
		setStep(newStep) {
			if (newStep !== step) forget();
			step = newStep;
		},
		add(direction, value, at) {
			const history = histories.get(direction) ?? createHistory(historyMs, bucketMs);
			histories.set(direction, history);
			history.add(value, at);
		},
		forget,
		jump(from, to) {
			for (const history of histories.values()) history.jump(from, to);
		},
		copy() {
			const copies = new Map(Array.from(histories, ([name, history]) => [name, history.copy()]));
			const [marketThen, stepThen] = [market, step];
			return {
				market: () => marketThen,
				step: () => stepThen,
				historyOf: direction => copies.get(direction) ?? null,
			};
		},
	};
};
