import type {Increment} from '../increment.js';
import {JsonScan, toName, toNames} from '../json-scan.js';
import {parseTime} from '../parse.js';
import {SideScan} from '../side-scan.js';

const wrapping = toNames('stream', 'data');
const fields = toNames('e', 'E', 's', 'U', 'u', 'b', 'a');
/** That all of them are there, each a bit. */
const allWrapping = 0b11;
const allFields = 0b111_1111;
const depthUpdate = toName('depthUpdate');

/**
 * Makes a reader of one market's `depthUpdate`, bare or in the wrapping of a combined stream. Null: it is something
 * else, or not written as it always is. Its levels are to be read, or copied, before the next message is.
 */
export const createDepthScan = (symbol: string) => {
	const scan = new JsonScan();
	const bids = new SideScan(scan);
	const asks = new SideScan(scan);
	const capitals = toName(symbol.toUpperCase());
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

	const readUpdate = () => scan.object(fields, readField) === allFields;
	const readWrapping = (field: number) => (field === 0 ? scan.anyText() : readUpdate());

	const read = (): Increment | null => {
		bids.clear();
		asks.clear();
		const isUpdate =
			scan.message(wrapping, readWrapping) === allWrapping ||
			scan.message(fields, readField) === allFields;
		if (!isUpdate || first > last) return null;
		const from = first - 1;
		return {from, to: last, time: parseTime(time), bids: bids.columns(), asks: asks.columns()};
	};

	return (message: string | Buffer): Increment | null => (scan.begin(message) ? read() : null);
};
