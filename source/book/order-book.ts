import {BookSide} from './book-side.js';
import {compareDecimals, type Decimal} from './fixed-point.js';
import {keepColumns, toLevels, type LevelColumns} from './level-columns.js';
import type {SideName} from './side-view.js';

/**
 * What one message changes. Levels hold absolute sizes, best price first in a snapshot, in any
 * order in an update; zero removes. The whole change is applied as a unit.
 */
export type BookChange = {
	/** A snapshot replaces the book, an update changes single levels. */
	readonly type: 'snapshot' | 'update';
	/** Absolute sizes: best first in a snapshot, in any order in an update. */
	readonly bids: LevelColumns;
	/** Absolute sizes: best first in a snapshot, in any order in an update. */
	readonly asks: LevelColumns;
	/** The exchange's own id of the newest change in the book. */
	readonly sequence: number;
	/** Epoch milliseconds by the exchange's clock, null where it gives none. */
	readonly exchangeTime: number | null;
	/** Levels a side the exchange keeps this feed current for; worse ones are cut. */
	readonly maxLevels?: number;
	/** Levels a side that a snapshot was limited to: what lies beyond them is unknown. */
	readonly limit?: number;
	/** Levels a side in which a loss would be seen; those beyond are followed, but not vouched for. */
	readonly seenLevels?: number;
	/** Looks at the book after the change and the cut; what is wrong with it, null where nothing is. */
	readonly check?: (book: BookTops) => string | null;
};

/** The best levels of a book, as many as there are up to `count`: to be read before the next ones are asked for. */
export type BookTops = {
	readonly bids: {top(count: number): LevelColumns};
	readonly asks: {top(count: number): LevelColumns};
};

/** The same change, to be kept while further messages are read. */
export const keepChange = <T extends Pick<BookChange, 'bids' | 'asks'>>(change: T): T => ({
	...change,
	bids: keepColumns(change.bids),
	asks: keepColumns(change.asks),
});

/** The worst price of each side up to which the book is known whole; null where all of it is. */
export type VouchedRange = {
	/** The lowest such price. */
	readonly bids: Decimal | null;
	/** The highest such price. */
	readonly asks: Decimal | null;
};

/** Up to where a book is known: what it goes on from besides its levels. */
export type BookRange = {
	/** As the last snapshot vouched for. */
	readonly vouched: VouchedRange;
	/** Levels a side in which a loss would be seen; infinite where it is in all of them. */
	readonly seenLevels: number;
};

/** A whole book at one moment, to go on from. */
export type BookImage = BookRange & {
	/** Null before the first snapshot. */
	readonly sequence: number | null;
	/** Epoch milliseconds by the exchange's clock, null where it gave none. */
	readonly exchangeTime: number | null;
	/** Best first. */
	readonly bids: LevelColumns;
	/** Best first. */
	readonly asks: LevelColumns;
};

/** Whether a price lies beyond what is known whole of its side. */
export const isBeyond = (range: VouchedRange, side: 'bids' | 'asks', price: Decimal): boolean => {
	const edge = range[side];
	if (!edge) return false;
	const order = compareDecimals(price, edge);
	return side === 'asks' ? order > 0 : order < 0;
};

/** Levels a side at the most, whatever an exchange sends. */
export const mostLevels = 50_000;

/** Levels that one update pushes out, as a rule. */
const mostCutSingly = 16;

/** Both sides of one market on one exchange. */
export class OrderBook {
	readonly bids = new BookSide('bids');
	readonly asks = new BookSide('asks');
	/** Null until the first snapshot. */
	sequence: number | null = null;
	/** Epoch milliseconds of the newest change that carried a time. */
	exchangeTime: number | null = null;
	/** As the last snapshot vouches for: levels beyond are there only as far as they changed since. */
	vouched: VouchedRange = {bids: null, asks: null};
	/** Levels a side in which a loss would be seen. */
	#seen = Infinity;
	/** Told of each level that a cut takes out, the worst one of a side first. */
	onCut: ((side: SideName, price: Decimal) => void) | null = null;

	/** Returns what the change's own check found wrong with the book; null where nothing is. */
	apply(change: BookChange): string | null {
		if (change.type === 'snapshot') {
			this.bids.replace(change.bids);
			this.asks.replace(change.asks);
			const {limit = Infinity} = change;
			this.vouched = {
				bids: this.bids.length >= limit ? this.bids.worst() : null,
				asks: this.asks.length >= limit ? this.asks.worst() : null,
			};
		} else {
			this.bids.update(change.bids);
			this.asks.update(change.asks);
		}
		this.#cut(change.maxLevels ?? mostLevels);
		this.#seen = change.seenLevels ?? Infinity;
		this.sequence = change.sequence;
		if (change.exchangeTime !== null) this.exchangeTime = change.exchangeTime;
		return change.check?.(this) ?? null;
	}

	/** Takes another book's place. */
	restore({sequence, exchangeTime, vouched, seenLevels, ...sides}: BookImage): void {
		this.bids.replace(sides.bids);
		this.asks.replace(sides.asks);
		this.sequence = sequence;
		this.exchangeTime = exchangeTime;
		this.vouched = vouched;
		this.#seen = seenLevels;
	}

	/** Cuts both sides to so many levels. */
	#cut(count: number): void {
		if (this.bids.length > count) this.#cutSide('bids', count);
		if (this.asks.length > count) this.#cutSide('asks', count);
	}

	/** Where a cut hides levels, the side is known only up to there. */
	#cutSide(name: SideName, count: number): void {
		const side = this[name];
		if (this.onCut) this.#tellCut(name, count);
		side.cutTo(count);
		if (count === mostLevels) this.vouched = {...this.vouched, [name]: side.worst()};
	}

	/** Takes few levels out one by one, which needs no view of the side; of more, each would move all of a wide one. */
	#tellCut(name: SideName, count: number): void {
		const side = this[name];
		if (side.length > count + mostCutSingly) {
			const view = side.view();
			for (let rank = view.length - 1; rank >= count; rank--) this.onCut?.(name, view.price(rank));
			return;
		}
		while (side.length > count) {
			const worst = side.worst();
			if (worst) this.onCut?.(name, worst);
			side.cutTo(side.length - 1);
		}
	}

	/** Levels a side in which a loss would be seen; infinite where it is in all of them. */
	seenLevels(): number {
		return this.#seen;
	}

	/** What is known whole of the book, and would not be so any more after a loss that nobody saw. */
	shownRange(): VouchedRange {
		if (this.#seen === Infinity) return this.vouched;
		return {bids: this.#shownEdge('bids'), asks: this.#shownEdge('asks')};
	}

	#shownEdge(name: 'bids' | 'asks'): Decimal | null {
		const side = this[name];
		const edge = this.vouched[name];
		// Of as many levels as are seen, a further one may have been lost.
		if (side.length < this.#seen || (edge && side.countTo(edge) <= this.#seen)) return edge;
		return toLevels(side.top(this.#seen)).at(-1)?.price ?? edge;
	}

	/** Levels of the shorter side up to where it is known whole; infinite where all of it is. */
	vouchedLevels(): number {
		const {bids, asks} = this.vouched;
		return Math.min(
			bids ? this.bids.countTo(bids) : Infinity,
			asks ? this.asks.countTo(asks) : Infinity,
		);
	}

	/** Whether the best bid is at or above the best ask, which no exchange's book ever is. */
	isCrossed(): boolean {
		return this.bids.reaches(this.asks);
	}
}
