import {noLevels, type LevelColumns} from '../book/level-columns.js';
import type {Level} from '../book/side-view.js';
import type {JsonScan} from './json-scan.js';
import {NumberScan} from './number-scan.js';
import {maxLevels} from './parse.js';
import {takeWideLevels} from './wide-levels.js';

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;

const startLevels = 128;
const noPairs = new Float64Array(0);

/**
 * Reads the levels of one side, message by message, into columns that are written over by the next one. Their scale
 * follows the values; a side in which one is beyond 2^53 is read level by level.
 */
export class SideScan {
	readonly #scan: JsonScan;
	readonly #prices = new NumberScan();
	readonly #sizes = new NumberScan();
	#pairs: Float64Array = new Float64Array(2 * startLevels);
	#length = 0;
	#wide: readonly Level[] | null = null;
	#hasZeroSize = false;

	constructor(scan: JsonScan) {
		this.#scan = scan;
	}

	/** A message begins, which may leave it out. */
	clear(): void {
		this.#length = 0;
		this.#wide = null;
		this.#hasZeroSize = false;
	}

	/** Whether a level that is to be removed is among those read. */
	hasZeroSize(): boolean {
		return this.#hasZeroSize;
	}

	/** To be read, or copied, before the next message is read. */
	columns(): LevelColumns {
		const length = this.#length;
		if (length === 0) return noLevels;
		const [priceDecimals, sizeDecimals] = [this.#prices.decimals, this.#sizes.decimals];
		const wide = this.#wide;
		return {length, pairs: wide ? noPairs : this.#pairs, priceDecimals, sizeDecimals, wide};
	}

	/** Takes `[["0.1642","677.3"],…]`, or the same without quotes. */
	take(isQuoted: boolean): boolean {
		const from = this.#scan.at;
		this.#prices.isBeyond = false;
		this.#sizes.isBeyond = false;
		if (this.#takeNarrow(isQuoted)) return true;
		if (!this.#prices.isBeyond && !this.#sizes.isBeyond) return false;
		this.#scan.at = from;
		return this.#takeWide(isQuoted);
	}

	#takeWide(isQuoted: boolean): boolean {
		// One absurd value may have made the scale finer than all others need.
		this.#prices.decimals = 0;
		this.#sizes.decimals = 0;
		const levels = takeWideLevels(this.#scan, isQuoted);
		if (!levels) return false;
		this.#wide = levels;
		this.#length = levels.length;
		this.#hasZeroSize = levels.some(({size}) => size.units === 0);
		return true;
	}

	#takeNarrow(isQuoted: boolean): boolean {
		const scan = this.#scan;
		const {bytes} = scan;
		let {at} = scan;
		let pairs = this.#pairs;
		let place = 0;
		if (bytes[at++] !== openBracket) return false;
		if (bytes[at] === closeBracket) {
			scan.at = at + 1;
			return true;
		}
		for (let next: number | undefined = comma; next === comma; next = bytes[at++]) {
			if (place === 2 * maxLevels || bytes[at++] !== openBracket) return false;
			if (place === pairs.length) pairs = this.#grow();
			at = isQuoted ? this.#quotedPair(bytes, at, place) : this.#pair(bytes, at, place);
			if (at < 0 || bytes[at++] !== closeBracket || pairs[place] === 0) return false;
			if (pairs[place + 1] === 0) this.#hasZeroSize = true;
			place += 2;
		}
		if (bytes[at - 1] !== closeBracket) return false;
		this.#length = place / 2;
		scan.at = at;
		return true;
	}

	#grow(): Float64Array {
		const grown = new Float64Array(2 * this.#pairs.length);
		grown.set(this.#pairs);
		return (this.#pairs = grown);
	}

	/** Returns the index behind it, -1 where it is none. */
	#pair(bytes: Buffer, at: number, place: number): number {
		const end = this.#prices.read(bytes, at, this.#pairs, place);
		if (end < 0 || bytes[end] !== comma) return -1;
		return this.#sizes.read(bytes, end + 1, this.#pairs, place + 1);
	}

	#quotedPair(bytes: Buffer, at: number, place: number): number {
		if (bytes[at] !== quote) return -1;
		const end = this.#prices.read(bytes, at + 1, this.#pairs, place);
		if (end < 0 || bytes[end] !== quote) return -1;
		if (bytes[end + 1] !== comma || bytes[end + 2] !== quote) return -1;
		const last = this.#sizes.read(bytes, end + 3, this.#pairs, place + 1);
		return last < 0 || bytes[last] !== quote ? -1 : last + 1;
	}
}
