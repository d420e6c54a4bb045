import {Ladder, type SideName} from './ladder.js';
import type {Placement} from './placement.js';
import {between, exponential, type Random} from '../random.js';

/** One change of one level, in the order it happened. */
export type LevelChange = {
	readonly side: SideName;
	/** The price, in steps of the market. */
	readonly tick: number;
	/** Lots after the change; zero removes the level. */
	readonly lots: number;
	/** What the level held before. */
	readonly lotsBefore: number;
	/** Whether a taker's order was filled here: what went was traded, not cancelled. */
	readonly isFill: boolean;
};

export type FlowOptions = {
	readonly placement: Placement;
	readonly random: Random;
	/** The fair price when the book begins, in ticks. */
	readonly fair: number;
	/** How many levels a side is drawn to. */
	readonly levels: Readonly<Record<SideName, number>>;
	/** The finest spread is this many ticks, the usual one up to five times as wide. */
	readonly spreadUnit: number;
};

/** A side is never traded or cancelled down to fewer levels. */
const fewestLevels = 20;

/** Well below 2^53, so that lots stay exact. */
const mostLots = 1e15;

const other = (side: SideName): SideName => (side === 'bids' ? 'asks' : 'bids');

/** The orders of one book, changed by what its traders do. Never crossed, never locked, never empty. */
export class OrderFlow {
	readonly #options: FlowOptions;
	readonly #sides = {bids: new Ladder('bids'), asks: new Ladder('asks')};
	#changes: LevelChange[] = [];
	#spread = 2;

	constructor(options: FlowOptions) {
		this.#options = options;
		const {fair, levels, spreadUnit} = options;
		this.#quote('bids', Math.max(1, Math.ceil(fair - spreadUnit) - 1));
		this.#quote('asks', Math.floor(fair + spreadUnit) + 1);
		for (const side of ['bids', 'asks'] as const) {
			// A low price has few ticks below it, so tries are bounded.
			for (let tries = 8 * levels[side]; tries > 0; tries--) {
				if (this.#sides[side].length >= levels[side]) break;
				this.#add(side, fair);
			}
		}
		this.takeChanges();
	}

	get bids(): Ladder {
		return this.#sides.bids;
	}

	get asks(): Ladder {
		return this.#sides.asks;
	}

	/** What changed since it was last asked for. */
	takeChanges(): readonly LevelChange[] {
		const changes = this.#changes;
		this.#changes = [];
		return changes;
	}

	/** Orders in the way of the fair price are taken, and the touch closes up to it from behind. */
	follow(fair: number): void {
		const {random, spreadUnit} = this.#options;
		if (random() < 0.1) this.#spread = Math.min(5, 1 + exponential(random, 1.4));
		const half = (this.#spread * spreadUnit) / 2;
		this.#takeThrough('asks', tick => tick <= fair);
		this.#takeThrough('bids', tick => tick >= fair);
		if (random() < 0.8) this.#improve('bids', Math.round(fair - half));
		if (random() < 0.8) this.#improve('asks', Math.round(fair + half));
	}

	/** One thing that one trader does. */
	act(fair: number): void {
		const {random, levels} = this.#options;
		const side = random() < 0.5 ? 'bids' : 'asks';
		const kind = random();
		if (kind < 0.08) {
			this.#trade(side);
			return;
		}
		const shortfall = 1 - this.#sides[side].length / levels[side];
		const addShare = Math.min(0.8, Math.max(0.1, 0.33 + 3 * shortfall));
		if (kind < 0.4) this.#resize(side, fair);
		else if (random() < addShare * 1.5) this.#add(side, fair);
		else this.#set(side, this.#someTick(side), 0);
	}

	/** A level near the touch more likely than one far from it. */
	#someTick(side: SideName): number {
		const {random} = this.#options;
		const ladder = this.#sides[side];
		const rank =
			random() < 0.8 ? Math.floor(exponential(random, 16)) : between(random, 0, ladder.length - 1);
		return ladder.at(Math.min(rank, ladder.length - 1))[0];
	}

	#add(side: SideName, fair: number): void {
		const {placement, random} = this.#options;
		const tick = placement.tick(side, fair);
		if (!this.#isFree(side, tick)) return;
		const more = placement.lots(side, tick, fair);
		const there = this.#sides[side].lotsAt(tick);
		this.#set(side, tick, random() < 0.7 ? there + more : more);
	}

	#resize(side: SideName, fair: number): void {
		const tick = this.#someTick(side);
		this.#set(side, tick, this.#options.placement.lots(side, tick, fair));
	}

	/** A taker's order: part of the best level, or all of it and some of the next. */
	#trade(side: SideName): void {
		const {placement, random} = this.#options;
		const ladder = this.#sides[side];
		let wanted = placement.lots(side, ladder.at(0)[0], ladder.at(0)[0]) * (0.2 + random());
		for (let levels = 0; levels < 3 && wanted >= 1; levels++) {
			const [tick, lots] = ladder.at(0);
			const taken = Math.min(lots, Math.floor(wanted));
			wanted -= taken;
			this.#set(side, tick, lots - taken, true);
		}
	}

	#takeThrough(side: SideName, isInTheWay: (tick: number) => boolean): void {
		for (let levels = 0; levels < 4; levels++) {
			const [tick] = this.#sides[side].at(0);
			if (!isInTheWay(tick)) return;
			this.#set(side, tick, 0, true);
		}
	}

	/** A quote at the price, where that is better than the best one. */
	#improve(side: SideName, tick: number): void {
		const [best] = this.#sides[side].at(0);
		const isBetter = side === 'bids' ? tick > best : tick < best;
		if (isBetter && this.#isFree(side, tick)) this.#quote(side, tick);
	}

	#quote(side: SideName, tick: number): void {
		this.#set(side, tick, this.#options.placement.lots(side, tick, tick));
	}

	/** Whether an order may rest there: a price that does not meet the other side. */
	#isFree(side: SideName, tick: number): boolean {
		if (tick < 1) return false;
		const opposite = this.#sides[other(side)];
		if (opposite.length === 0) return true;
		const [best] = opposite.at(0);
		return side === 'bids' ? tick < best : tick > best;
	}

	#set(side: SideName, tick: number, wanted: number, isFill = false): void {
		const ladder = this.#sides[side];
		const lots = Math.min(mostLots, wanted);
		if (lots === 0 && ladder.length <= fewestLevels) return;
		const lotsBefore = ladder.lotsAt(tick);
		if (lots === lotsBefore) return;
		ladder.set(tick, lots);
		this.#changes.push({side, tick, lots, lotsBefore, isFill});
	}
}
