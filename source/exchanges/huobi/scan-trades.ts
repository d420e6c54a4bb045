import type {Decimal} from '../../book/fixed-point.js';
import type {Trade} from '../../book/trade.js';
import {Byte} from '../byte.js';
import {DecimalScan} from '../decimal-scan.js';
import {toName, toNames} from '../json-names.js';
import {JsonScan} from '../json-scan.js';
import {parseTime} from '../parse.js';

const wrapping = toNames('ch', 'ts', 'tick');
const allWrapping = 0b111;
const tickFields = toNames('id', 'ts', 'data');
const allTickFields = 0b111;
const fields = toNames('id', 'ts', 'tradeId', 'amount', 'price', 'direction');
const allFields = 0b11_1111;
/** Of one moment; more is for the parser, which bounds what a message may hold. */
const mostFills = 1000;
const buy = toName('buy');
const sell = toName('sell');

/** Reads one fill. Its `id` is beyond what a number holds, and not of use. */
const createFillScan = (scan: JsonScan) => {
	const decimals = new DecimalScan(scan);
	let [ts, tradeId] = [0, 0];
	let price: Decimal | null = null;
	let size: Decimal | null = null;
	let side: Trade['side'] = null;

	const readField = (field: number): boolean => {
		switch (field) {
			case 0:
				return scan.anyWhole();
			case 1:
				return (ts = scan.whole()) >= 0;
			case 2:
				return (tradeId = scan.whole()) >= 0;
			case 3:
				return (size = decimals.take()) !== null;
			case 4:
				return (price = decimals.take()) !== null;
			default:
				side = scan.word(buy) ? 'buy' : scan.word(sell) ? 'sell' : null;
				return side !== null;
		}
	};

	return (): Trade | null => {
		if (scan.object(fields, readField) !== allFields) return null;
		const time = parseTime(ts);
		if (time === null || !price || !size) return null;
		return {id: String(tradeId), price, size, side, time};
	};
};

/**
 * Makes a reader of one topic's fills, newest first as they are sent. Null: it is something else, or not written as it
 * always is.
 */
export const createTradesScan = (topic: string) => {
	const scan = new JsonScan();
	const takeFill = createFillScan(scan);
	const channel = toName(topic);
	let trades: Trade[] = [];

	const takeFills = (): boolean => {
		if (!scan.take(Byte.openBracket)) return false;
		do {
			const trade = trades.length < mostFills ? takeFill() : null;
			if (!trade) return false;
			trades.push(trade);
		} while (scan.take(Byte.comma));
		return scan.take(Byte.closeBracket);
	};

	const readTick = (field: number) => (field < 2 ? scan.anyWhole() : takeFills());

	const readField = (field: number): boolean => {
		switch (field) {
			case 0:
				return scan.word(channel);
			case 1:
				return scan.anyWhole();
			default:
				return scan.object(tickFields, readTick) === allTickFields;
		}
	};

	return (message: string | Buffer): readonly Trade[] | null => {
		trades = [];
		if (!scan.begin(message)) return null;
		return scan.message(wrapping, readField) === allWrapping ? trades : null;
	};
};
