import {mostSizeDecimals} from '../book/block-side.js';
import {noLevels, type LevelColumns} from '../book/level-columns.js';
import type {Level} from '../book/side-view.js';
import {Byte, Digit, Joint} from './byte.js';
import {Padded, type JsonScan} from './json-scan.js';
import {NumberScan, powers} from './number-scan.js';
import {maxLevels} from './parse.js';
import {takeWideLevels} from './wide-levels.js';

const powerOf = (exponent: number): number => powers[exponent] ?? Number.NaN;

/** In an enum, as constants of a module are looked up at each use. */
const enum Most {
	/** `Number.MAX_SAFE_INTEGER` */
	units = 9_007_199_254_740_991,
	/** Before the point: so many are a small integer. */
	digits = 9,
}

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
	/** What is given of most messages: it is written over as its pairs are. */
	readonly #columns: {-readonly [Key in keyof LevelColumns]: LevelColumns[Key]} = {
		length: 0,
		pairs: noPairs,
		priceDecimals: 0,
		sizeDecimals: 0,
		wide: null,
	};
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
		const {decimals: priceDecimals} = this.#prices;
		const {decimals: sizeDecimals} = this.#sizes;
		const wide = this.#wide;
		// These need not be copied, so they may be kept as they are.
		if (wide !== null) return {length, pairs: noPairs, priceDecimals, sizeDecimals, wide};
		const columns = this.#columns;
		columns.length = length;
		columns.pairs = this.#pairs;
		columns.priceDecimals = priceDecimals;
		columns.sizeDecimals = sizeDecimals;
		return columns;
	}

	/** Takes `[["0.1642","677.3"],…]`, or the same without quotes. */
	take(isQuoted: boolean): boolean {
		const scan = this.#scan;
		this.#length = 0;
		const from = scan.at;
		if (!scan.take(Byte.openBracket)) return false;
		if (scan.take(Byte.closeBracket)) return true;
		if (isQuoted && this.#takePadded()) return true;
		this.#prices.isBeyond = false;
		this.#sizes.isBeyond = false;
		// Of the message before: at that scale, large sizes would be beyond 2^53.
		if (this.#sizes.decimals > mostSizeDecimals) this.#sizes.decimals = 0;
		if (this.#takeNarrow(isQuoted)) return true;
		if (!this.#prices.isBeyond && !this.#sizes.isBeyond) return false;
		scan.at = from;
		return this.#takeWide(isQuoted);
	}

	/**
	 * Takes levels as long as their numbers are padded, and need no other scale than there is. Returns whether these
	 * were all. Price and size are written out, as a call for each takes half as long again; no level is divided, as that
	 * takes longer than to multiply by a share.
	 */
	#takePadded(): boolean {
		const scan = this.#scan;
		const {view} = scan;
		const priceDecimals = this.#prices.decimals;
		const sizeDecimals = this.#sizes.decimals;
		if (priceDecimals > Padded.digits || sizeDecimals > Padded.digits) return false;
		if (view.getUint16(scan.at, true) !== Joint.openQuote) return false;
		const pricePower = powerOf(priceDecimals);
		const sizePower = powerOf(sizeDecimals);
		const priceCut = powerOf(Padded.digits - priceDecimals);
		const sizeCut = powerOf(Padded.digits - sizeDecimals);
		const priceShare = 1 / priceCut;
		const sizeShare = 1 / sizeCut;
		const mostPlaces = 2 * maxLevels;
		let pairs = this.#pairs;
		let place = 0;
		let isEnd = false;
		for (let at = scan.at + 2; place < mostPlaces;) {
			let from = at;
			let whole = 0;
			let digit = view.getUint8(at) - Byte.zero;
			for (; digit >>> 0 < 10; digit = view.getUint8(++at) - Byte.zero)
				whole = (Math.imul(whole, 10) + digit) | 0;
			let digits = at - from;
			if (digit !== Digit.point || digits === 0 || digits > Most.digits) break;
			if (digits > 1 && view.getUint8(from) === Byte.zero) break;
			let fraction = scan.padded(at + 1);
			// Rounded, so that it is right where nothing is cut off; and -1 is seen here, too.
			let kept = (fraction * priceShare + 0.5) | 0;
			const price = whole * pricePower + kept;
			if (kept * priceCut !== fraction || price === 0 || price > Most.units) break;
			at += Padded.digits + 1;
			if ((view.getUint32(at, true) & Joint.three) !== Joint.quoteCommaQuote) break;
			from = at += 3;
			whole = 0;
			digit = view.getUint8(at) - Byte.zero;
			for (; digit >>> 0 < 10; digit = view.getUint8(++at) - Byte.zero)
				whole = (Math.imul(whole, 10) + digit) | 0;
			digits = at - from;
			if (digit !== Digit.point || digits === 0 || digits > Most.digits) break;
			if (digits > 1 && view.getUint8(from) === Byte.zero) break;
			fraction = scan.padded(at + 1);
			kept = (fraction * sizeShare + 0.5) | 0;
			const size = whole * sizePower + kept;
			if (kept * sizeCut !== fraction || size > Most.units) break;
			const behind = view.getUint32((at += Padded.digits + 1), true);
			isEnd = (behind & Joint.three) === Joint.quoteCloseClose;
			if (!isEnd && behind !== Joint.quoteCloseCommaOpen) break;
			if (place === pairs.length) pairs = this.#grow();
			pairs[place] = price;
			pairs[place + 1] = size;
			if (size === 0) this.#hasZeroSize = true;
			place += 2;
			scan.at = at + 3;
			if (isEnd || view.getUint8(at + 4) !== Byte.quote) break;
			at += 5;
		}
		this.#length = place / 2;
		return isEnd;
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
		let priceDecimals = this.#prices.decimals;
		let sizeDecimals = this.#sizes.decimals;
		// A module's constants are looked up at each use.
		const mostPlaces = 2 * maxLevels;
		const tens = powers;
		let place = 2 * this.#length;
		let next = Byte.comma;
		while (next === Byte.comma) {
			if (place === mostPlaces || bytes[at++] !== Byte.openBracket) return false;
			if (place === pairs.length) pairs = this.#grow();
			// What most numbers are is read here, as a call for each takes half as long again.
			do {
				if (isQuoted && bytes[at++] !== Byte.quote) return false;
				const from = at;
				let units = 0;
				let digit = (bytes[at] ?? 0) - Byte.zero;
				for (; digit >>> 0 < 10; digit = (bytes[++at] ?? 0) - Byte.zero) units = units * 10 + digit;
				if (at === from || (at - from > 1 && bytes[from] === Byte.zero)) return false;
				let missing = (place & 1) === 0 ? priceDecimals : sizeDecimals;
				if (digit === Digit.point) {
					const behind = ++at;
					digit = (bytes[at] ?? 0) - Byte.zero;
					for (; missing > 0 && digit >>> 0 < 10; missing--) {
						units = units * 10 + digit;
						digit = (bytes[++at] ?? 0) - Byte.zero;
					}
					while (digit === 0) digit = (bytes[++at] ?? 0) - Byte.zero;
					if (at === behind && digit >>> 0 >= 10) return false;
				}
				if (missing > 0) units *= tens[missing] ?? Number.NaN;
				const isOdd = digit >>> 0 < 10 || digit === Digit.smallE || digit === Digit.bigE;
				// Once past 2^53, where steps were rounded, it stays there.
				if (isOdd || units > Number.MAX_SAFE_INTEGER) {
					at = ((place & 1) === 0 ? this.#prices : this.#sizes).read(bytes, from, pairs, place);
					if (at < 0) return false;
					priceDecimals = this.#prices.decimals;
					sizeDecimals = this.#sizes.decimals;
				} else pairs[place] = units;
				if (isQuoted && bytes[at++] !== Byte.quote) return false;
				next = bytes[at++] ?? 0;
				place++;
			} while (next === Byte.comma && (place & 1) === 1);
			if (next !== Byte.closeBracket || (place & 1) === 1 || pairs[place - 2] === 0) return false;
			if (pairs[place - 1] === 0) this.#hasZeroSize = true;
			next = bytes[at++] ?? 0;
		}
		if (next !== Byte.closeBracket) return false;
		this.#length = place / 2;
		scan.at = at;
		return true;
	}

	#grow(): Float64Array {
		const grown = new Float64Array(2 * this.#pairs.length);
		grown.set(this.#pairs);
		return (this.#pairs = grown);
	}
}
