import {toName, toNames} from '../json-names.js';
import {JsonScan} from '../json-scan.js';
import {ObjectScan, type LevelFields} from '../object-scan.js';
import {createReadAhead} from '../read-ahead.js';
import type {CoinbaseMessage} from './messages.js';

const frameFields = toNames('channel', 'timestamp', 'sequence_num', 'events');
const eventFields = toNames('type', 'product_id', 'updates');

const levels: LevelFields = {
	names: toNames('side', 'event_time', 'price_level', 'new_quantity'),
	...{price: 2, size: 3, isQuoted: true},
	side: {place: 0, bid: toName('bid'), ask: toName('offer')},
};

const openBracket = 0x5b;
const closeBracket = 0x5d;

const bookChannel = toName('l2_data');
const whole = toName('snapshot');
const change = toName('update');

/**
 * Makes a reader of the frames that carry a market's book, which are megabytes where it is whole; null for what has
 * another shape. The levels are to be read, or copied, before the next one is read.
 */
export const createBookScan = (symbol: string) => {
	const scan = new JsonScan();
	const updates = new ObjectScan(scan, levels);
	const product = toName(symbol);
	const ahead = createReadAhead(scan, updates, () => scan.message(frameFields, readFrame));
	let sequence = 0;
	let timestamp = '';
	let isWhole = false;

	const readEvent = (field: number): boolean => {
		if (field === 1) return scan.word(product);
		if (field === 2) return ahead.take();
		isWhole = scan.word(whole);
		return isWhole || scan.word(change);
	};

	const readEvents = (): boolean =>
		scan.take(openBracket) && scan.object(eventFields, readEvent) === 7 && scan.take(closeBracket);

	const readFrame = (field: number): boolean => {
		const from = scan.at;
		switch (field) {
			case 0:
				return scan.word(bookChannel);
			case 1:
				if (!scan.anyText()) return false;
				timestamp = scan.bytes.toString('latin1', from + 1, scan.at - 1);
				return true;
			case 2:
				sequence = scan.whole();
				return sequence >= 0;
			default:
				return readEvents();
		}
	};

	const read = (data: string | Buffer): CoinbaseMessage | null => {
		if (!ahead.begin(data)) return null;
		if (scan.message(frameFields, readFrame) !== 15) return null;
		const sides = {bids: updates.bids(), asks: updates.asks()};
		return {type: 'frame', sequence, timestamp, news: [{type: 'book', isWhole, ...sides}]};
	};

	return {read, readAhead: ahead.readAhead};
};
