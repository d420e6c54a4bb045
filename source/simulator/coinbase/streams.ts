import {createBookStream} from '../kit/book-stream.js';
import type {Catalogue} from '../kit/catalogue.js';
import {createLevelTexts} from '../kit/levels.js';
import {createStreams, type Stream} from '../kit/streams.js';
import {timeText} from '../kit/time-text.js';
import {createTradeStream, type PrintedFill} from '../kit/trade-stream.js';
import type {Rung} from '../ladder.js';
import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import type {Rungs} from '../running-book.js';

/** In place of a message's number, which is the connection's. */
const unnumbered = '"sequence_num":-1';

/** Gives a message its number; an error has none. */
export const stamp = (text: string, count: number): string =>
	text.replace(unnumbered, `"sequence_num":${String(count)}`);

/** With nanoseconds. */
export const nanoText = (time: number): string => timeText(time, 631).replace('Z', '305Z');

export const frame = (channel: string, time: number, events: readonly unknown[]) =>
	JSON.stringify({channel, timestamp: nanoText(time), sequence_num: -1, events});

/** All levels, and whatever changes of them. */
const createLevel2 = (market: RunningMarket, now: () => number): Stream => {
	const print = createLevelTexts('coinbase', market.books.coinbase.scale);
	const product = toSymbol('coinbase', market.listing);
	const side = (name: 'bid' | 'offer', rungs: readonly Rung[], at: string) =>
		print(rungs).map(([price, size]) => ({
			side: name,
			event_time: at,
			price_level: price,
			new_quantity: size,
		}));
	const message = (type: string, {bids, asks}: Rungs, time: number) => {
		const at = timeText(time, 351);
		const updates = [...side('bid', bids, at), ...side('offer', asks, at)];
		return frame('l2_data', now(), [{type, product_id: product, updates}]);
	};
	return createBookStream('coinbase', market, {
		print: ({step: {time}, changes}) => message('update', changes, time),
		whole: ({rungs, time}) => message('snapshot', rungs, time),
	});
};

/** The side is the maker's. */
export const toTrade = (product: string, {id, price, size, time, taker}: PrintedFill) => ({
	product_id: product,
	trade_id: String(id),
	price,
	size,
	time: timeText(time, id),
	side: taker === 'buy' ? 'SELL' : 'BUY',
});

const createTrades = (market: RunningMarket, now: () => number): Stream => {
	const product = toSymbol('coinbase', market.listing);
	const message = (type: string, fills: readonly PrintedFill[]) => {
		const trades = fills.toReversed().map(fill => toTrade(product, fill));
		return frame('market_trades', now(), [{type, trades}]);
	};
	return createTradeStream('coinbase', market, {
		print: fills => message('update', fills),
		first: fills => message('snapshot', fills),
		most: 50,
	});
};

export const createCoinbaseStreams = (catalogue: Catalogue, now: () => number) =>
	createStreams(catalogue, {
		level2: market => createLevel2(market, now),
		market_trades: market => createTrades(market, now),
	});
