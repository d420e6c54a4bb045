import {noLevels, type LevelColumns} from '../book/level-columns.js';
import type {Names} from './json-names.js';
import type {JsonScan} from './json-scan.js';
import {NumberScan} from './number-scan.js';
import {maxLevels} from './parse.js';

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;

const startLevels = 128;

/** The levels of one side as they come, in columns that are written over by the next message. */
class Column {
	readonly prices = new NumberScan();
	readonly sizes = new NumberScan();
	pairs: Float64Array = new Float64Array(2 * startLevels);
	length = 0;

	/** A message begins, whose values need no scale but their own. */
	clear(): void {
		this.length = 0;
		this.prices.decimals = 0;
		this.sizes.decimals = 0;
	}

	/** Makes room for one more; false where there are too many. */
	makeRoom(): boolean {
		if (this.length === maxLevels) return false;
		if (2 * this.length < this.pairs.length) return true;
		const grown = new Float64Array(2 * this.pairs.length);
		grown.set(this.pairs);
		this.pairs = grown;
		return true;
	}

	columns(): LevelColumns {
		const {length, pairs} = this;
		if (length === 0) return noLevels;
		const [priceDecimals, sizeDecimals] = [this.prices.decimals, this.sizes.decimals];
		return {length, pairs, priceDecimals, sizeDecimals, wide: null};
	}
}

/** How an exchange writes a level as an object. */
export type LevelFields = {
	/** All there are: of what is neither price, size nor side, any text will do. */
	readonly names: Names;
	/** Places of them among the names. */
	readonly price: number;
	readonly size: number;
	/** Where the side stands in each level, before price and size; else it is the list's. */
	readonly side?: {
		readonly place: number;
		readonly bid: Buffer;
		readonly ask: Buffer;
	};
	/** Whether prices and sizes are texts. */
	readonly isQuoted: boolean;
};

/**
 * Reads lists of levels that are objects, `[{"side":"bid","price_level":"1919.44","new_quantity":"0.02"},…]`, as
 * `SideScan` reads those that are pairs. It knows no numbers beyond 2^53 at the scale of their side: what it refuses is
 * for `JSON.parse`.
 */
export class ObjectScan {
	readonly #scan: JsonScan;
	readonly #fields: LevelFields;
	readonly #bids = new Column();
	readonly #asks = new Column();
	/** That of the level that is being read; null before it is known. */
	#column: Column | null = null;

	constructor(scan: JsonScan, fields: LevelFields) {
		this.#scan = scan;
		this.#fields = fields;
	}

	/** A message begins. */
	clear(): void {
		this.#bids.clear();
		this.#asks.clear();
	}

	/** To be read, or copied, before the next message is read. */
	bids(): LevelColumns {
		return this.#bids.columns();
	}

	/** As `bids`. */
	asks(): LevelColumns {
		return this.#asks.columns();
	}

	/** Takes a list of levels; `side`: of all of them, where they do not tell it. */
	take(side?: 'bids' | 'asks'): boolean {
		const scan = this.#scan;
		if (!scan.take(openBracket)) return false;
		return scan.take(closeBracket) || this.some(Infinity, side) === 'end';
	}

	/** Takes so many levels of a list at the most, and what is behind them: whether that is its end. */
	some(count: number, side?: 'bids' | 'asks'): 'more' | 'end' | 'refused' {
		const scan = this.#scan;
		const ofList = side === undefined ? null : side === 'bids' ? this.#bids : this.#asks;
		const all = 2 ** this.#fields.names.length - 1;
		for (let left = count; left > 0; left--) {
			this.#column = ofList;
			if (scan.object(this.#fields.names, this.#read) !== all || !this.#keep()) return 'refused';
			if (!scan.take(comma)) return scan.take(closeBracket) ? 'end' : 'refused';
		}
		return 'more';
	}

	readonly #read = (place: number): boolean => {
		const {price, size, side} = this.#fields;
		if (place === side?.place) return this.#readSide(side.bid, side.ask);
		if (place !== price && place !== size) return this.#scan.anyText();
		const column = this.#column;
		if (!column) return false;
		const at = 2 * column.length;
		return place === price
			? this.#readNumber(column.prices, column.pairs, at)
			: this.#readNumber(column.sizes, column.pairs, at + 1);
	};

	#readSide(bid: Buffer, ask: Buffer): boolean {
		this.#column = this.#scan.word(bid) ? this.#bids : this.#scan.word(ask) ? this.#asks : null;
		return this.#column !== null && this.#column.makeRoom();
	}

	#readNumber(numbers: NumberScan, pairs: Float64Array, place: number): boolean {
		const scan = this.#scan;
		const {isQuoted} = this.#fields;
		if (isQuoted && !scan.take(quote)) return false;
		const end = numbers.read(scan.bytes, scan.at, pairs, place);
		if (end < 0) return false;
		scan.at = end;
		return !isQuoted || scan.take(quote);
	}

	/** The level that was read counts; its price must be one. */
	#keep(): boolean {
		const column = this.#column;
		if (!column || column.pairs[2 * column.length] === 0) return false;
		column.length++;
		return column.makeRoom();
	}
}
