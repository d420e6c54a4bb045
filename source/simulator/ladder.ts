/** A price in ticks and the lots that rest on it. */
export type Rung = readonly [tick: number, lots: number];

export type SideName = 'bids' | 'asks';

/** One side of a simulated book. Rank 0 is the best price. */
export class Ladder {
	readonly #sign: 1 | -1;
	/** Worst price first: most changes are near the best price, so near the end. */
	readonly #rungs: [tick: number, lots: number][] = [];

	constructor(side: SideName) {
		this.#sign = side === 'bids' ? 1 : -1;
	}

	get length(): number {
		return this.#rungs.length;
	}

	/** Throws where there is no such rank. */
	at(rank: number): Rung {
		const rung = this.#rungs[this.length - 1 - rank];
		if (!rung) throw new RangeError(`no rank ${String(rank)}`);
		return rung;
	}

	/** Lots at a price, 0 where there are none. */
	lotsAt(tick: number): number {
		const rung = this.#rungs[this.#indexOf(tick)];
		return rung?.[0] === tick ? rung[1] : 0;
	}

	/** Zero lots take the level away. */
	set(tick: number, lots: number): void {
		const index = this.#indexOf(tick);
		const rung = this.#rungs[index];
		if (rung?.[0] !== tick) {
			if (lots > 0) this.#rungs.splice(index, 0, [tick, lots]);
		} else if (lots > 0) {
			rung[1] = lots;
		} else {
			this.#rungs.splice(index, 1);
		}
	}

	/** Copies of the best levels, best first. */
	top(count = this.length): Rung[] {
		const first = Math.max(0, this.length - count);
		return this.#rungs
			.slice(first)
			.reverse()
			.map(([tick, lots]) => [tick, lots]);
	}

	/** The same levels, to be changed by themselves. */
	copy(): Ladder {
		const copy = new Ladder(this.#sign === 1 ? 'bids' : 'asks');
		for (const [tick, lots] of this.#rungs) copy.#rungs.push([tick, lots]);
		return copy;
	}

	/** Index of the price, or where it belongs. */
	#indexOf(tick: number): number {
		let low = 0;
		let high = this.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			const [at] = this.#rungs[middle] as Rung;
			if ((at - tick) * this.#sign < 0) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
