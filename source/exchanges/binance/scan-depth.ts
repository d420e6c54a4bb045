import {Byte} from '../byte.js';
import type {Increment} from '../increment.js';
import {toLetter, toLiteral, toName, toNames} from '../json-names.js';
import type {JsonScan} from '../json-scan.js';
import {parseTime} from '../parse.js';
import {SideScan} from '../side-scan.js';

const wrapping = toNames('stream', 'data');
const fields = toNames('e', 'E', 's', 'U', 'u', 'b', 'a');
/** That all of them are there, each a bit. */
const allWrapping = 0b11;
const allFields = 0b111_1111;
const depthUpdate = toName('depthUpdate');

/** What is between the values of an update, in its usual order. */
const head = toLiteral('{"e":"depthUpdate","E":');
const nameOfLast = toLetter('u');
const nameOfBids = toLetter('b');
const nameOfAsks = toLetter('a');

/** Reads an update itself, without what it may be wrapped in. */
const createUpdateScan = (scan: JsonScan, symbol: string) => {
	const bids = new SideScan(scan);
	const asks = new SideScan(scan);
	const capitals = toName(symbol.toUpperCase());
	const nameOfFirst = toLiteral(`,"s":"${symbol.toUpperCase()}","U":`);
	let time = 0;
	let first = 0;
	let last = 0;

	const readField = (field: number): boolean => {
		switch (field) {
			case 0:
				return scan.word(depthUpdate);
			case 1:
				return (time = scan.whole()) >= 0;
			case 2:
				return scan.word(capitals);
			case 3:
				return (first = scan.whole()) >= 0;
			case 4:
				return (last = scan.whole()) >= 0;
			case 5:
				return bids.take(true);
			default:
				return asks.take(true);
		}
	};

	return {
		clear() {
			bids.clear();
			asks.clear();
		},
		/** Takes one with its fields in any order. */
		take: (): boolean => scan.object(fields, readField) === allFields,
		/** Takes one with its fields in their usual order, but for the brace that closes it. */
		takeUsual(): boolean {
			if (!scan.literal(head) || (time = scan.whole()) < 0) return false;
			if (!scan.literal(nameOfFirst) || (first = scan.whole()) < 0) return false;
			if (!scan.letter(nameOfLast) || (last = scan.whole()) < 0) return false;
			if (!scan.letter(nameOfBids) || !bids.take(true)) return false;
			return scan.letter(nameOfAsks) && asks.take(true);
		},
		/** What was taken; null where its ids run backwards. */
		toIncrement(): Increment | null {
			if (first > last) return null;
			const from = first - 1;
			return {from, to: last, time: parseTime(time), bids: bids.columns(), asks: asks.columns()};
		},
	};
};

/**
 * Makes a reader of one market's `depthUpdate`, bare or in the wrapping of a combined stream, of a message that was
 * begun. Null: it is something else, or not written as it always is. Its levels are to be read, or copied, before the
 * next message is.
 */
export const createDepthScan = (scan: JsonScan, symbol: string) => {
	const update = createUpdateScan(scan, symbol);
	const wrapped = toLiteral(`{"stream":"${symbol.toLowerCase()}@depth@100ms","data":`);
	const readWrapping = (field: number) => (field === 0 ? scan.anyText() : update.take());

	/** Most of a short message are names: in their usual order they need not be looked for. */
	const readUsual = (): boolean => {
		scan.at = 0;
		update.clear();
		const isWrapped = scan.literal(wrapped);
		if (!update.takeUsual() || !scan.take(Byte.closeBrace)) return false;
		return (!isWrapped || scan.take(Byte.closeBrace)) && scan.isAtEnd();
	};

	const readAnyhow = (): boolean => {
		scan.at = 0;
		update.clear();
		if (scan.object(wrapping, readWrapping) === allWrapping) return scan.isAtEnd();
		scan.at = 0;
		return update.take() && scan.isAtEnd();
	};

	return (): Increment | null => (readUsual() || readAnyhow() ? update.toIncrement() : null);
};
