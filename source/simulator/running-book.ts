import type {BookModel} from './market-model.js';
import type {Rung, SideName} from './ladder.js';
import type {LevelChange} from './order-flow.js';

/** Best first. */
export type Rungs = Readonly<Record<SideName, readonly Rung[]>>;

/** How an exchange numbers its changes: the id after a step, from the one before and the number of changes. */
export type Numbering = {
	readonly first: number;
	readonly firstTrade: number;
	next(sequence: number, changeCount: number): number;
};

/** One fill: a taker's order met what rested on a level. */
export type Trade = {
	/** One more than the trade before. */
	readonly id: number;
	/** Where the order rested; the taker is on the other side. */
	readonly side: SideName;
	readonly tick: number;
	/** What left the level. */
	readonly lots: number;
};

/** What one step of 100 ms did to a book. There is none for a step without changes. */
export type BookStep = {
	/** Epoch milliseconds. */
	readonly time: number;
	readonly sequenceBefore: number;
	readonly sequence: number;
	readonly changes: readonly LevelChange[];
	/** The changes that were fills, in order. */
	readonly trades: readonly Trade[];
};

/** Past states that can still be asked for. */
const stepsKept = 256;

/** One exchange's book of a market with its sequence, and the way back to its recent states. */
export class RunningBook {
	readonly model: BookModel;
	readonly #numbering: Numbering;
	#steps: BookStep[] = [];
	#sequence: number;
	#time: number;
	#nextTrade: number;

	constructor(model: BookModel, numbering: Numbering, time: number) {
		this.model = model;
		this.#numbering = numbering;
		this.#sequence = numbering.first;
		this.#time = time;
		this.#nextTrade = numbering.firstTrade;
	}

	get sequence(): number {
		return this.#sequence;
	}

	/** Epoch milliseconds of the newest change. */
	get time(): number {
		return this.#time;
	}

	record(changes: readonly LevelChange[], time: number): BookStep | null {
		if (changes.length === 0) return null;
		const sequenceBefore = this.#sequence;
		this.#sequence = this.#numbering.next(sequenceBefore, changes.length);
		this.#time = time;
		const trades = changes
			.filter(({isFill}) => isFill)
			.map(({side, tick, lots, lotsBefore}) => ({
				id: this.#nextTrade++,
				side,
				tick,
				lots: lotsBefore - lots,
			}));
		const step = {time, sequenceBefore, sequence: this.#sequence, changes, trades};
		this.#steps.push(step);
		if (this.#steps.length > stepsKept) this.#steps.shift();
		return step;
	}

	rungs(count?: number): Rungs {
		const {bids, asks} = this.model.flow;
		return {bids: bids.top(count), asks: asks.top(count)};
	}

	/** The book after the step that ended on `sequence`; null where no kept step did. */
	rungsAt(sequence: number, count?: number): Rungs | null {
		if (sequence === this.#sequence) return this.rungs(count);
		const first = this.#steps.findIndex(step => step.sequenceBefore === sequence);
		if (first < 0) return null;
		const {bids, asks} = this.model.flow;
		const past = {bids: bids.copy(), asks: asks.copy()};
		for (const {changes} of this.#steps.slice(first).reverse())
			for (const {side, tick, lotsBefore} of [...changes].reverse())
				past[side].set(tick, lotsBefore);
		return {bids: past.bids.top(count), asks: past.asks.top(count)};
	}

	/** The newest steps in which anything was traded, oldest first, as far back as is kept. */
	stepsWithTrades(): readonly BookStep[] {
		return this.#steps.filter(({trades}) => trades.length > 0);
	}

	/** The sequence before the newest `steps` steps, or as far back as is kept. */
	sequenceBefore(steps: number): number {
		return this.#steps.at(-Math.min(steps, this.#steps.length))?.sequenceBefore ?? this.#sequence;
	}
}
