import type {Trade} from '../book/trade.js';
import type {ExchangeClient} from '../exchanges/exchange.js';
import {exchanges} from '../exchanges/index.js';
import {remember} from '../playback/remember.js';
import {symbolOfTopic} from '../playback/topic-names.js';
import {toMarket} from '../verify/book-stream.js';

type Reader = {readonly symbol: string; readonly client: ExchangeClient};

/** The client of the trades that a topic carries; null where it carries none that have a connection of their own. */
const readerOf = (id: string, topic: string): Reader | null => {
	const channel = exchanges.find(exchange => exchange.id === id)?.tradesChannel;
	const word = symbolOfTopic(topic);
	if (!channel || word === null) return null;
	const symbol = [word, word.toLowerCase()].find(name =>
		channel.topics(toMarket(name)).includes(topic),
	);
	return symbol === undefined ? null : {symbol, client: channel.createClient(toMarket(symbol))};
};

/** Reads trades of exchanges that send them apart from the book. */
export const createTradeReaders = () => {
	const readersOf = remember(exchange => remember(topic => readerOf(exchange, topic)));
	return (
		exchange: string,
		topic: string,
		text: string,
	): {readonly symbol: string; readonly trades: readonly Trade[]} | null => {
		const reader = readersOf(exchange)(topic);
		if (!reader) return null;
		try {
			const trades = reader
				.client({type: 'message', data: text})
				.flatMap(output => (output.type === 'trades' ? output.trades : []));
			return trades.length > 0 ? {symbol: reader.symbol, trades} : null;
		} catch {
			// Trades that cannot be read say nothing against the book, and "verify" tells of them.
			return null;
		}
	};
};
