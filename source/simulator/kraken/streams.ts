import {crc32} from 'node:zlib';
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

const levelsChecked = 10;

export const depths = [10, 25, 100, 500, 1000] as const;

export type Depth = (typeof depths)[number];

/** Without the point and what zeros lead then. */
const digits = (text: string) => text.replace('.', '').replace(/^0+/, '');

/** Of the ten best asks, lowest first, then the ten best bids, highest first; numbers as they are sent. */
const checksumOf = ({bids, asks}: Rungs, print: ReturnType<typeof createLevelTexts>): number => {
	const best = [...asks.slice(0, levelsChecked), ...bids.slice(0, levelsChecked)];
	return crc32(print(best).flat().map(digits).join(''));
};

/** Written by hand: numbers keep their zeros. */
const createBook = (market: RunningMarket, depth: Depth): Stream => {
	const print = createLevelTexts('kraken', market.books.kraken.scale);
	const symbol = toSymbol('kraken', market.listing);
	const side = (rungs: readonly Rung[]) =>
		`[${print(rungs)
			.map(([price, qty]) => `{"price":${price},"qty":${qty}}`)
			.join(',')}]`;
	const message = (type: string, told: Rungs, shown: Rungs, time: number, micros: number) => {
		const levels = `"bids":${side(told.bids)},"asks":${side(told.asks)}`;
		const check = `"checksum":${String(checksumOf(shown, print))}`;
		const at = `"timestamp":"${timeText(time, micros)}"`;
		return `{"channel":"book","type":"${type}","data":[{"symbol":"${symbol}",${levels},${check},${at}}]}`;
	};
	return createBookStream('kraken', market, {
		levels: depth,
		isCutByClients: true,
		print: ({step: {time, sequence}, changes, rungs}) =>
			message('update', changes, rungs(), time, sequence),
		whole: ({rungs, time, sequence}) => message('snapshot', rungs, rungs, time, sequence),
	});
};

const createTrades = (market: RunningMarket, hasSnapshot: boolean): Stream => {
	const symbol = toSymbol('kraken', market.listing);
	const fillText = ({id, taker, price, size, time}: PrintedFill) => {
		const kind = id % 3 === 0 ? 'market' : 'limit';
		return `{"symbol":"${symbol}","side":"${taker}","price":${price},"qty":${size},"ord_type":"${kind}","trade_id":${String(id)},"timestamp":"${timeText(time, id)}"}`;
	};
	const message = (type: string, fills: readonly PrintedFill[]) =>
		`{"channel":"trade","type":"${type}","data":[${fills.map(fillText).join(',')}]}`;
	return createTradeStream('kraken', market, {
		print: fills => message('update', fills),
		first: fills => (hasSnapshot ? message('snapshot', fills) : null),
	});
};

/** The stream of a channel; null for a market that is not listed. */
export const createKrakenStreams = (catalogue: Catalogue) =>
	createStreams(catalogue, {
		book10: market => createBook(market, 10),
		book25: market => createBook(market, 25),
		book100: market => createBook(market, 100),
		book500: market => createBook(market, 500),
		book1000: market => createBook(market, 1000),
		trade: market => createTrades(market, false),
		tradeSnapshot: market => createTrades(market, true),
	});
