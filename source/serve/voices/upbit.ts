import {addDecimals, formatDecimal, parseDecimal, zero} from '../../book/fixed-point.js';
import type {OrderBook} from '../../book/order-book.js';
import {openUpbit} from '../../simulator/upbit/exchange.js';
import {textsOf, type LevelText} from '../level-texts.js';
import {toStream} from '../served-stream.js';
import {levelsIn, type CreateVoice, type VoicePort} from '../voice.js';
import {acceptLines} from './kit.js';

/** Each message is the whole book; the first one that answers a request says so. */
const toFirst = ({book, feed}: VoicePort, symbol: string): string | null => {
	const last = book(symbol) && feed(`upbit orderbook ${symbol}`)?.last();
	return last?.replace('"REALTIME"', '"SNAPSHOT"') ?? null;
};

const sumOf = (levels: readonly LevelText[]): string =>
	formatDecimal(levels.reduce((sum, [, size]) => addDecimals(sum, parseDecimal(size)), zero));

/** Numbers are written as they are. */
const toSnapshot = (book: OrderBook, market: string, most: number, now: number): string => {
	const {bids, asks} = textsOf(book, most);
	const none = ['0', '0'] as const;
	const units = Array.from({length: Math.max(bids.length, asks.length)}, (_, rank) => {
		const [bidPrice, bidSize] = bids[rank] ?? none;
		const [askPrice, askSize] = asks[rank] ?? none;
		return `{"ask_price":${askPrice},"bid_price":${bidPrice},"ask_size":${askSize},"bid_size":${bidSize}}`;
	});
	const sums = `"total_ask_size":${sumOf(asks)},"total_bid_size":${sumOf(bids)}`;
	return `[{"market":${JSON.stringify(market)},"timestamp":${book.sequence ?? now},${sums},"orderbook_units":[${units.join(',')}],"level":0}]`;
};

export const createUpbitVoice: CreateVoice = port => ({
	accept: acceptLines({
		path: '/websocket/v1',
		site: port.site,
		encode: Buffer.from,
		open: line =>
			openUpbit(port.site, {
				find(kind, symbol) {
					const isBook = kind !== 'trade';
					const feed = port.feed(`upbit ${isBook ? 'orderbook' : kind} ${symbol}`);
					const whole = isBook ? () => toFirst(port, symbol) : undefined;
					return feed && toStream(`${kind} ${symbol}`, feed, line, whole);
				},
			})(line),
	}),
	snapshot(symbol, url) {
		const book = port.book(symbol);
		return book && toSnapshot(book, symbol, levelsIn(url, 'count', 30), port.site.time());
	},
	time: () => null,
});
