import type {Ladder} from './ladder.js';
import {type Rung, type SideName} from './ladder.js';
import type {MarketScale} from './market-scale.js';
import type {LevelChange, OrderFlow} from './order-flow.js';

/** Best first. */
export type Rungs = Readonly<Record<SideName, readonly Rung[]>>;

/** How an exchange numbers its changes: the id after a step, from the one before and the number of changes. */
export type Numbering = {
	/** Id of the book before anything happened. */
	readonly first: number;
	/** Id of the first fill. */
	readonly firstTrade: number;
	/** Whether each change within a step has an id of its own. */
	readonly isPerChange: boolean;
	next(sequence: number, changeCount: number): number;
};

/** One fill: a taker's order met what rested on a level. */
export type Trade = {
	/** One more than the trade before. */
	readonly id: number;
	/** Where the order rested; the taker is on the other side. */
	readonly side: SideName;
	/** The price, in steps of the market. */
	readonly tick: number;
	/** What left the level. */
	readonly lots: number;
};

/** What one step of 100 ms does to a book, before its time has come. */
type DrawnStep = {
	/** Counts all steps of the market, those without changes too. */
	readonly number: number;
	readonly sequenceBefore: number;
	readonly sequence: number;
	readonly changes: readonly LevelChange[];
	/** The changes that were fills, in order. */
	readonly trades: readonly Trade[];
};

/** What one step of 100 ms did to a book. There is none for a step without changes. */
export type BookStep = DrawnStep & {
	/** Epoch milliseconds. */
	readonly time: number;
};

export type RunningBookOptions = {
	readonly scale: MarketScale;
	/** The book as it begins. */
	readonly flow: Pick<OrderFlow, SideName>;
	readonly numbering: Numbering;
	/** Epoch milliseconds. */
	readonly time: number;
};

/** Past states that can still be asked for. */
const stepsKept = 256;

/**
 * One exchange's book of a market with its sequence, and the way to its recent states and to those
 * drawn ahead: what will happen is fixed before its time comes, so that an answer can be ahead of
 * the streams.
 */
export class RunningBook {
	readonly scale: MarketScale;
	readonly bids: Ladder;
	readonly asks: Ladder;
	readonly #numbering: Numbering;
	#past: BookStep[] = [];
	#future: DrawnStep[] = [];
	#sequence: number;
	#drawnSequence: number;
	readonly #beganAt: number;
	#time: number;
	#nextTrade: number;
	#stepNumber = 0;

	constructor({scale, flow, numbering, time}: RunningBookOptions) {
		this.scale = scale;
		this.bids = flow.bids.copy();
		this.asks = flow.asks.copy();
		this.#numbering = numbering;
		this.#sequence = numbering.first;
		this.#drawnSequence = numbering.first;
		this.#beganAt = time;
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

	/** The newest step whose time has come. */
	get stepNumber(): number {
		return this.#stepNumber;
	}

	/** Takes what the market's next step will do. */
	draw(number: number, changes: readonly LevelChange[]): void {
		if (changes.length === 0) return;
		const sequenceBefore = this.#drawnSequence;
		this.#drawnSequence = this.#numbering.next(sequenceBefore, changes.length);
		const trades = changes
			.filter(({isFill}) => isFill)
			.map(({side, tick, lots, lotsBefore}) => ({
				id: this.#nextTrade++,
				side,
				tick,
				lots: lotsBefore - lots,
			}));
		this.#future.push({number, sequenceBefore, sequence: this.#drawnSequence, changes, trades});
	}

	/** The time of a drawn step has come. */
	advance(number: number, time: number): BookStep | null {
		this.#stepNumber = number;
		const [next] = this.#future;
		if (next?.number !== number) return null;
		this.#future.shift();
		const {sequenceBefore, sequence, changes, trades} = next;
		// Field by field, as fills are: it is kept.
		const step = {number, sequenceBefore, sequence, changes, trades, time};
		for (const {side, tick, lots} of changes) this[side].set(tick, lots);
		this.#sequence = step.sequence;
		this.#time = time;
		this.#past.push(step);
		if (this.#past.length > stepsKept) this.#past.shift();
		return step;
	}

	rungs(count?: number): Rungs {
		return {bids: this.bids.top(count), asks: this.asks.top(count)};
	}

	/** The book at a sequence, past or drawn ahead; null where it is at none of the kept ones. */
	rungsAt(sequence: number, count?: number): Rungs | null {
		if (sequence === this.#sequence) return this.rungs(count);
		const isPast = sequence < this.#sequence;
		const steps = isPast ? this.#past : this.#future;
		const index = isPast
			? steps.findIndex(step => sequence >= step.sequenceBefore && sequence < step.sequence)
			: steps.findIndex(step => sequence > step.sequenceBefore && sequence <= step.sequence);
		const step = steps[index];
		if (!step) return null;
		const isInside = sequence !== step.sequence && sequence !== step.sequenceBefore;
		if (isInside && !this.#numbering.isPerChange) return null;
		const sides = {bids: this.bids.copy(), asks: this.asks.copy()};
		/** How many of the step's changes are in the book wanted. */
		const made = sequence === step.sequence ? step.changes.length : sequence - step.sequenceBefore;
		if (isPast) {
			const undone = [...step.changes.slice(made), ...changesOf(steps.slice(index + 1))];
			for (const {side, tick, lotsBefore} of undone.reverse()) sides[side].set(tick, lotsBefore);
		} else {
			const done = [...changesOf(steps.slice(0, index)), ...step.changes.slice(0, made)];
			for (const {side, tick, lots} of done) sides[side].set(tick, lots);
		}
		return {bids: sides.bids.top(count), asks: sides.asks.top(count)};
	}

	/** The last step up to a number, past or drawn ahead, that changed anything. */
	stepUpTo(number: number): Omit<BookStep, 'time'> | null {
		return (
			this.#future.findLast(step => step.number <= number) ??
			this.#past.findLast(step => step.number <= number) ??
			null
		);
	}

	/** The sequence after the last step that came up to a time; null where it is too long ago. */
	sequenceAt(time: number): number | null {
		// The exact one first: a clock may be set back.
		const exact = this.#past.findLast(past => past.time === time);
		const step = exact ?? this.#past.findLast(past => past.time <= time);
		if (step) return step.sequence;
		const isAll = this.#past.length < stepsKept && time >= this.#beganAt;
		return isAll ? (this.#past[0]?.sequenceBefore ?? this.#sequence) : null;
	}

	/** Epoch milliseconds of the step that ended at a sequence; of the newest where none is kept. */
	timeAt(sequence: number): number {
		return this.#past.find(step => step.sequence === sequence)?.time ?? this.#time;
	}

	/** The sequence after a step, or as far back as is kept. */
	sequenceAfter(number: number): number {
		const step = this.stepUpTo(number);
		return step?.sequence ?? this.#past[0]?.sequenceBefore ?? this.#sequence;
	}

	/** The sequence `count` changed steps before the one given, or as far back as is kept. */
	sequenceBefore(count: number, sequence = this.#sequence): number {
		const all = [...this.#past, ...this.#future];
		const index = all.findLastIndex(step => step.sequence <= sequence);
		return all[Math.max(0, index + 1 - count)]?.sequenceBefore ?? sequence;
	}
}

const changesOf = (steps: readonly DrawnStep[]) => steps.flatMap(({changes}) => changes);
