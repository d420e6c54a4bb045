import {JsonScan} from '../json-scan.js';
import {parseMessage, type BinanceMessage} from './messages.js';
import {createDepthScan} from './scan-depth.js';
import {createTradeScan} from './scan-trade.js';

/**
 * Makes a reader of one market's messages, which throws on what it cannot read. The levels in a message are to be
 * read, or copied, before the next one is read.
 */
export const createMessageReader = (symbol: string) => {
	const scan = new JsonScan();
	const takeDepth = createDepthScan(scan, symbol);
	const takeTrade = createTradeScan(scan, symbol);

	const take = (data: string | Buffer): BinanceMessage | null => {
		if (!scan.begin(data)) return null;
		const increment = takeDepth();
		if (increment) return {type: 'depth', increment};
		const trade = takeTrade();
		return trade && {type: 'trade', trade};
	};

	return (data: string | Buffer): BinanceMessage =>
		take(data) ?? parseMessage(data.toString(), symbol);
};
