import {BlockList} from './block-list.js';
import {BlockView} from './block-view.js';
import {compareDecimals, fromUnits, powers, unitsAt, type Decimal} from './fixed-point.js';
import {toColumns, toLevels, type LevelColumns} from './level-columns.js';
import {copyTop} from './side-block.js';
import {toTop, type SideName, type SideView} from './side-view.js';

/** Sizes of the list that may be kept although no level has them any more. */
const maxLoose = 64;

/**
 * Decimals of sizes that are held as numbers. Those that have more, as Huobi's 200.00002857142857, stand in the list:
 * at their scale next to no other size would be below 2^53.
 */
export const mostSizeDecimals = 8;

/** The levels of the message that is being applied, at the side's scales, their prices as keys. */
let scratch = new Float64Array(1024);

const noPairs: Float64Array = new Float64Array(0);

const fits = (value: number): boolean => Math.abs(value) <= Number.MAX_SAFE_INTEGER;

const powerOf = (exponent: number): number => powers[exponent] ?? Infinity;

/** Whether not all of them can be taken as numbers. */
const isOdd = ({wide, sizeDecimals}: LevelColumns): boolean =>
	wide !== null || sizeDecimals > mostSizeDecimals;

/**
 * A side in blocks that its views share with it: a change costs what it touches, and so does a view, however deep
 * the book is. Prices are integers below 2^53 at one scale, and it tells of those that are not; sizes are as far as
 * they can be, the others stand in a list. A scale has as many decimals as any value had since the last snapshot, that
 * of sizes up to a bound.
 */
export class BlockSide {
	readonly #sign: 1 | -1;
	readonly #list = new BlockList();
	#priceDecimals = 0;
	#sizeDecimals = 0;
	#top = noPairs;
	/** Views read them: what is in it is never replaced. */
	#wideSizes: Decimal[] = [];

	constructor(name: SideName) {
		this.#sign = name === 'bids' ? 1 : -1;
	}

	get length(): number {
		return this.#list.length;
	}

	/**
	 * Sets levels to their absolute sizes, zero removes; of two with one price, the one listed last stays. Returns
	 * how many it took: fewer where the next one's price does not fit.
	 */
	update(levels: LevelColumns): number {
		this.#dropLoose();
		if (isOdd(levels) || !this.#admitPrices(levels.priceDecimals))
			return this.#updateSlowly(levels);
		const count = this.#scale(levels);
		this.#list.write(scratch, count);
		return count;
	}

	/** Best first; of two with one price, the one listed first stays. Returns whether all of them fit. */
	replace(levels: LevelColumns): boolean {
		this.#wideSizes = [];
		this.#priceDecimals = levels.priceDecimals;
		this.#sizeDecimals = isOdd(levels) ? 0 : levels.sizeDecimals;
		const isScaled = !isOdd(levels) && this.#scale(levels) === levels.length;
		if (isScaled && this.#list.replace(scratch, levels.length)) return true;
		// From the back: of two with one price, the first is the last one written.
		const wide = toLevels(levels).toReversed();
		this.#list.clear();
		return this.#updateSlowly({...levels, wide}) === levels.length;
	}

	/** Keeps the best `count` levels. */
	cutTo(count: number): void {
		this.#list.cutTo(count);
	}

	/** Levels from the best one to this price. */
	countTo(price: Decimal): number {
		const units = this.#unitsOf(price);
		if (units === null) {
			const view = this.view();
			let count = 0;
			while (count < view.length && compareDecimals(view.price(count), price) * this.#sign >= 0)
				count++;
			return count;
		}
		scratch[0] = this.#sign * units;
		return this.#list.countTo(scratch, 0);
	}

	/** The best price, not in normal form; null where there is none. */
	best(): Decimal | null {
		if (this.length === 0) return null;
		return {units: this.#sign * this.#list.best(), decimals: this.#priceDecimals};
	}

	/** Of bids: whether the best one is at or above the best of these asks. */
	reaches(asks: BlockSide): boolean {
		if (this.length === 0 || asks.length === 0) return false;
		const bid = this.#list.best();
		const ask = -asks.#list.best();
		if (this.#priceDecimals === asks.#priceDecimals) return bid >= ask;
		const bestBid = {units: bid, decimals: this.#priceDecimals};
		const bestAsk = {units: ask, decimals: asks.#priceDecimals};
		return compareDecimals(bestBid, bestAsk) >= 0;
	}

	/** The worst price; null where there is none. */
	worst(): Decimal | null {
		if (this.length === 0) return null;
		return fromUnits(this.#sign * this.#list.worst(), this.#priceDecimals);
	}

	/** The best levels, as many as there are up to `count`, best first; written over by the next call. */
	top(count: number): LevelColumns {
		const wanted = Math.min(count, this.length);
		if (this.#top.length < 2 * wanted) this.#top = new Float64Array(2 * wanted);
		const pairs = this.#top;
		const length = copyTop(this.#list.blocks, wanted, this.#sign, pairs);
		// A size that no number holds.
		if (length < wanted) return toColumns(toTop(this.view(), count));
		return {
			length,
			pairs,
			priceDecimals: this.#priceDecimals,
			sizeDecimals: this.#sizeDecimals,
			wide: null,
		};
	}

	/** The side as it is, which stays so. */
	view(): SideView {
		const levels = {
			sign: this.#sign,
			priceDecimals: this.#priceDecimals,
			sizeDecimals: this.#sizeDecimals,
			wideSizes: this.#wideSizes,
		};
		return new BlockView(levels, this.#list);
	}

	/** Brings levels to the side's scales, whose prices are admitted. Returns up to which one prices fit. */
	#scale({length, pairs, priceDecimals, sizeDecimals}: LevelColumns): number {
		this.#admitSizes(sizeDecimals);
		const toKey = this.#sign * powerOf(this.#priceDecimals - priceDecimals);
		const toSize = powerOf(this.#sizeDecimals - sizeDecimals);
		if (scratch.length < 2 * length) scratch = new Float64Array(4 * length);
		if (toKey === this.#sign && toSize === 1) return this.#toKeys(pairs, length);
		for (let at = 0; at < 2 * length; at += 2) {
			const key = toKey * (pairs[at] ?? 0);
			const units = pairs[at + 1] ?? 0;
			// What cannot be here need not be removed.
			if (!fits(key) && units !== 0) return at / 2;
			scratch[at] = key;
			const size = units === 0 ? 0 : toSize * units;
			scratch[at + 1] = fits(size) ? size : -this.#wideSizes.push(fromUnits(units, sizeDecimals));
		}
		return length;
	}

	/** As `#scale`, of levels that are at the side's scales: all of them fit. */
	#toKeys(pairs: Float64Array, length: number): number {
		const keys = scratch;
		const sign = this.#sign;
		for (let at = 0; at < 2 * length; at += 2) {
			keys[at] = sign * (pairs[at] ?? 0);
			keys[at + 1] = pairs[at + 1] ?? 0;
		}
		return length;
	}

	/** Each level by itself, whatever its numbers are. */
	#updateSlowly(levels: LevelColumns): number {
		for (const [index, {price, size}] of toLevels(levels).entries()) {
			const units = this.#unitsOf(price);
			if (units === null) {
				// What cannot be here need not be removed.
				if (size.units === 0) continue;
				return index;
			}
			scratch[0] = this.#sign * units;
			scratch[1] = this.#toSize(size);
			this.#list.write(scratch, 1);
		}
		return levels.length;
	}

	/** What stands for a size in a block. */
	#toSize(size: Decimal): number {
		if (size.units === 0) return 0;
		if (size.decimals > mostSizeDecimals) return -this.#wideSizes.push(size);
		this.#admitSizes(size.decimals);
		const units = unitsAt(size, this.#sizeDecimals);
		return typeof units === 'number' ? units : -this.#wideSizes.push(size);
	}

	/** Units of a price at the side's scale, null where no number holds them. */
	#unitsOf(price: Decimal): number | null {
		if (!this.#admitPrices(price.decimals)) return null;
		const units = unitsAt(price, this.#priceDecimals);
		return typeof units === 'number' ? units : null;
	}

	/** Takes on a scale of so many decimals. False where the prices that are there do not fit it. */
	#admitPrices(decimals: number): boolean {
		if (this.length === 0) this.#priceDecimals = decimals;
		if (decimals <= this.#priceDecimals) return true;
		const by = powerOf(decimals - this.#priceDecimals);
		if (!fits(this.#list.worst() * by) || !fits(this.#list.best() * by)) return false;
		this.#list.rewrite(0, key => key * by);
		this.#priceDecimals = decimals;
		return true;
	}

	/** Takes on a scale of so many decimals; sizes that do not fit it go to the list. */
	#admitSizes(decimals: number): void {
		if (this.length === 0) this.#sizeDecimals = Math.max(decimals, this.#sizeDecimals);
		if (decimals <= this.#sizeDecimals) return;
		const by = powerOf(decimals - this.#sizeDecimals);
		const from = this.#sizeDecimals;
		this.#list.rewrite(1, size => {
			if (size < 0 || fits(size * by)) return size < 0 ? size : size * by;
			return -this.#wideSizes.push(fromUnits(size, from));
		});
		this.#sizeDecimals = decimals;
	}

	/** Forgets sizes of the list that no level has any more, where they may be many. */
	#dropLoose(): void {
		if (this.#wideSizes.length <= 2 * this.length + maxLoose) return;
		const before = this.#wideSizes;
		const kept: Decimal[] = [];
		this.#list.rewrite(1, place => {
			const wide = place < 0 ? before[-place - 1] : undefined;
			return wide ? -kept.push(wide) : place;
		});
		this.#wideSizes = kept;
	}
}
