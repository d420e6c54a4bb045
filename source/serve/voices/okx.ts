import type {OrderBook} from '../../book/order-book.js';
import {openOkx} from '../../simulator/okx/exchange.js';
import {textsOf, type LevelText} from '../level-texts.js';
import {toStream} from '../served-stream.js';
import {levelsIn, type CreateVoice} from '../voice.js';
import {acceptLines} from './kit.js';

const toLevels = (levels: readonly LevelText[]) =>
	levels.map(([price, size]) => [price, size, '0', '1']);

const toData = (book: OrderBook, most: number, now: number) => {
	const {bids, asks} = textsOf(book, most);
	const ts = String(book.exchangeTime ?? now);
	return {asks: toLevels(asks), bids: toLevels(bids), ts, seqId: book.sequence};
};

export const createOkxVoice: CreateVoice = ({site, feed: find, book: bookOf}) => {
	const toSnapshot = (instId: string) => {
		const book = bookOf(instId);
		if (!book) return null;
		const data = {...toData(book, Infinity, site.time()), checksum: 0, prevSeqId: -1};
		return JSON.stringify({arg: {channel: 'books', instId}, action: 'snapshot', data: [data]});
	};
	return {
		accept: acceptLines({
			path: '/ws/v5/public',
			site,
			open: line =>
				openOkx({
					find(kind, symbol) {
						const feed = find(`okx ${kind} ${symbol}`);
						const whole = kind === 'books' ? () => toSnapshot(symbol) : undefined;
						return feed && toStream(`${kind} ${symbol}`, feed, line, whole);
					},
				})(line),
		}),
		snapshot(symbol, url) {
			const book = bookOf(symbol);
			const data = book && toData(book, levelsIn(url, 'sz', 1), site.time());
			return data && JSON.stringify({code: '0', msg: '', data: [data]});
		},
		time: now => JSON.stringify({code: '0', msg: '', data: [{ts: String(now)}]}),
	};
};
