import type {OrderBook} from '../../book/order-book.js';
import {openBybit} from '../../simulator/bybit/exchange.js';
import {textsOf} from '../level-texts.js';
import {toStream} from '../served-stream.js';
import {levelsIn, type CreateVoice, type VoicePort} from '../voice.js';
import {acceptLines} from './kit.js';

const topicOf = (symbol: string) => `orderbook.200.${symbol}`;

const toData = (port: VoicePort, symbol: string, book: OrderBook, most: number) => {
	const {bids: b, asks: a} = textsOf(book, most);
	const last = port.feed(`bybit ${topicOf(symbol)}`)?.last() ?? '';
	const seq = Number(/"seq"\s*:\s*(\d{1,16})/.exec(last)?.[1] ?? 0);
	return {s: symbol, b, a, u: book.sequence, seq};
};

const toSnapshot = (port: VoicePort, symbol: string): string | null => {
	const book = port.book(symbol);
	if (!book) return null;
	const ts = book.exchangeTime ?? port.site.time();
	const data = toData(port, symbol, book, Infinity);
	return JSON.stringify({topic: topicOf(symbol), ts, type: 'snapshot', data, cts: ts});
};

export const createBybitVoice: CreateVoice = port => ({
	accept: acceptLines({
		path: '/v5/public/spot',
		site: port.site,
		open: line =>
			openBybit({
				find(kind, symbol) {
					const feed = port.feed(`bybit ${kind}.${symbol}`);
					const whole = kind === 'orderbook.200' ? () => toSnapshot(port, symbol) : undefined;
					return feed && toStream(`${kind}.${symbol}`, feed, line, whole);
				},
			})(line),
	}),
	snapshot(symbol, url) {
		const book = port.book(symbol);
		if (!book) return null;
		const ts = book.exchangeTime ?? port.site.time();
		const result = {...toData(port, symbol, book, levelsIn(url, 'limit', 1)), ts, cts: ts};
		return JSON.stringify({retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: ts});
	},
	time: now =>
		JSON.stringify({
			...{retCode: 0, retMsg: 'OK', retExtInfo: {}, time: now},
			result: {timeSecond: String(Math.floor(now / 1000)), timeNano: `${now}000000`},
		}),
});
