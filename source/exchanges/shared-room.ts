type Kept<T> = {
	/** Null once it is gone. */
	value: T | null;
	readonly cost: number;
	readonly shelf: Row<T>;
	readonly onLost: ((value: T) => void) | undefined;
};

/** Those that are gone may be as many as those that are there, and a few. */
const maxGone = 64;

/** What is kept, in order. Those that are gone stay as empty places until they are many. */
class Row<T> {
	count = 0;
	cost = 0;
	#places: Kept<T>[] = [];
	#head = 0;

	add(kept: Kept<T>): void {
		this.count++;
		this.cost += kept.cost;
		this.#places.push(kept);
		if (this.#places.length <= 2 * this.count + maxGone) return;
		this.#places = this.#places.filter(({value}) => value !== null);
		this.#head = 0;
	}

	left(kept: Kept<T>): void {
		this.count--;
		this.cost -= kept.cost;
	}

	oldest(): Kept<T> | undefined {
		while (this.#places[this.#head]?.value === null) this.#head++;
		return this.#places[this.#head];
	}

	values(): T[] {
		const values: T[] = [];
		for (const {value} of this.#places) if (value !== null) values.push(value);
		return values;
	}

	*newestFirst(): Generator<T> {
		for (let at = this.#places.length - 1; at >= 0; at--) {
			const value = this.#places[at]?.value ?? null;
			if (value !== null) yield value;
		}
	}
}

export type ShelfBounds<T> = {
	readonly maxCount: number;
	readonly maxCost: number;
	readonly costOf: (value: T) => number;
	/** It had to go to make room, on this shelf or another. */
	readonly onLost?: (value: T) => void;
};

/**
 * What several keep, within one bound over all of it: beyond it the oldest goes, whoever keeps it. So nobody need
 * give back what it keeps: what nobody looks at any more goes as others keep something.
 */
export const createSharedRoom = <T>(maxCost: number) => {
	const all = new Row<T>();

	const drop = (kept: Kept<T> | undefined) => {
		if (!kept) return;
		all.left(kept);
		kept.shelf.left(kept);
		kept.value = null;
	};

	const lose = (kept: Kept<T> | undefined) => {
		const value = kept?.value ?? null;
		drop(kept);
		if (value !== null) kept?.onLost?.(value);
	};

	return {
		/** Of all that is kept. */
		cost: () => all.cost,
		/** For one that keeps something, with bounds of its own. */
		createShelf(bounds: ShelfBounds<T>) {
			const own = new Row<T>();
			return {
				push(value: T) {
					const {costOf, onLost, maxCount, maxCost: most} = bounds;
					const kept = {value, cost: costOf(value), shelf: own, onLost};
					own.add(kept);
					all.add(kept);
					while (own.count > maxCount || own.cost > most) lose(own.oldest());
					while (all.cost > maxCost) lose(all.oldest());
				},
				/** Of what is kept on it. */
				cost: () => own.cost,
				/** Oldest first. */
				values: (): readonly T[] => own.values(),
				/** For who needs few of many; nothing may be pushed meanwhile. */
				newestFirst: (): Iterable<T> => own.newestFirst(),
				/** As many of the oldest go as for want of room. */
				loseOldest(count: number) {
					for (let left = Math.min(count, own.count); left > 0; left--) lose(own.oldest());
				},
				clear() {
					while (own.count > 0) drop(own.oldest());
				},
			};
		},
	};
};

export type SharedRoom<T> = ReturnType<typeof createSharedRoom<T>>;
export type Shelf<T> = ReturnType<SharedRoom<T>['createShelf']>;
