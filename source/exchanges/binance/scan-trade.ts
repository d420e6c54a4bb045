import type {Decimal} from '../../book/fixed-point.js';
import type {Trade} from '../../book/trade.js';
import {DecimalScan} from '../decimal-scan.js';
import {toName, toNames} from '../json-names.js';
import type {JsonScan} from '../json-scan.js';
import {parseTime} from '../parse.js';

const wrapping = toNames('stream', 'data');
const allWrapping = 0b11;
const fields = toNames('e', 'E', 's', 't', 'p', 'q', 'T', 'm', 'M');
const allFields = 0b1_1111_1111;
const tradeEvent = toName('trade');

/**
 * Makes a reader of one market's `trade`, bare or in the wrapping of a combined stream, of a message that was begun.
 * Null: it is something else, or not written as it always is.
 */
export const createTradeScan = (scan: JsonScan, symbol: string) => {
	const decimals = new DecimalScan(scan);
	const capitals = toName(symbol.toUpperCase());
	let [id, tradedAt] = [0, 0];
	let price: Decimal | null = null;
	let size: Decimal | null = null;
	/** The buyer was the maker. */
	let isSold: boolean | null = null;

	const readField = (field: number): boolean => {
		switch (field) {
			case 0:
				return scan.word(tradeEvent);
			case 1:
				return scan.anyWhole();
			case 2:
				return scan.word(capitals);
			case 3:
				return (id = scan.whole()) >= 0;
			case 4:
				return (price = decimals.takeQuoted()) !== null;
			case 5:
				return (size = decimals.takeQuoted()) !== null;
			case 6:
				return (tradedAt = scan.whole()) >= 0;
			case 7:
				return (isSold = scan.flag()) !== null;
			default:
				return scan.flag() !== null;
		}
	};

	const take = (): boolean => scan.object(fields, readField) === allFields;
	const readWrapping = (field: number) => (field === 0 ? scan.anyText() : take());

	const read = (): boolean => {
		scan.at = 0;
		if (scan.object(wrapping, readWrapping) === allWrapping) return scan.isAtEnd();
		scan.at = 0;
		return take() && scan.isAtEnd();
	};

	return (): Trade | null => {
		if (!read()) return null;
		const time = parseTime(tradedAt);
		if (time === null || !price || !size) return null;
		return {id: String(id), price, size, side: isSold ? 'sell' : 'buy', time};
	};
};
