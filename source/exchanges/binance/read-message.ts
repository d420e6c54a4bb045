import {parseMessage, type BinanceMessage} from './messages.js';
import {createDepthScan} from './scan-depth.js';

/**
 * Makes a reader of one market's messages, which throws on what it cannot read. The levels in a message are to be
 * read, or copied, before the next one is read.
 */
export const createMessageReader = (symbol: string) => {
	const scan = createDepthScan(symbol);
	return (data: string | Buffer): BinanceMessage => {
		const increment = scan(data);
		return increment ? {type: 'depth', increment} : parseMessage(data.toString(), symbol);
	};
};
