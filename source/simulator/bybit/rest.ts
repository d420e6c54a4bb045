import type {Catalogue} from '../kit/catalogue.js';
import {dayTexts} from '../kit/day.js';
import {createLevelTexts, stepText} from '../kit/levels.js';
import type {ProtocolOptions} from '../kit/protocol.js';
import {RefusedError, type Question, type Questions} from '../kit/rest.js';
import {newestFills, type PrintedFill} from '../kit/trade-stream.js';
import {toSymbol, type Listing} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {scaleOf} from '../market-scale.js';
import {tradeId, type Counter} from './streams.js';

const mostLevels = 1000;

export const bybitError = (retCode: number, retMsg: string, time: number) => ({
	retCode,
	retMsg,
	result: {},
	retExtInfo: {},
	time,
});

const toInstrument = (listing: Listing, index: number, isHalted: boolean) => {
	const {priceDecimals, sizeDecimals} = scaleOf('bybit', listing);
	const basePrecision = stepText(sizeDecimals);
	return {
		symbolId: index + 1,
		symbol: toSymbol('bybit', listing),
		baseCoin: listing.base,
		quoteCoin: listing.quote,
		innovation: '0',
		status: isHalted ? 'Closed' : 'Trading',
		marginTrading: 'none',
		stTag: '0',
		lotSizeFilter: {
			basePrecision,
			quotePrecision: stepText(priceDecimals + sizeDecimals),
			minOrderQty: basePrecision,
			maxOrderQty: '1000000000',
			minOrderAmt: '5',
			maxOrderAmt: '7000000',
			maxLimitOrderQty: '1000000000',
			maxMarketOrderQty: '500000000',
			postOnlyMaxLimitOrderSize: '1000000000',
		},
		priceFilter: {tickSize: stepText(priceDecimals)},
		riskParameters: {priceLimitRatioX: '0.005', priceLimitRatioY: '0.01'},
		symbolType: '',
		xstockMultiplier: '1',
	};
};

/** A market's last 24 hours and best prices. */
const toTicker = (market: RunningMarket, now: number) => {
	const day = dayTexts('bybit', market, now);
	return {
		symbol: toSymbol('bybit', market.listing),
		...{bid1Price: day.bid, bid1Size: day.bidSize, ask1Price: day.ask, ask1Size: day.askSize},
		...{lastPrice: day.last, prevPrice24h: day.open},
		price24hPcnt: String(Number(day.changePercent) / 100),
		...{highPrice24h: day.high, lowPrice24h: day.low},
		...{turnover24h: '0', volume24h: day.volume},
	};
};

const mostTrades = 60;

const toTrade = (symbol: string, fill: PrintedFill) => ({
	...{execId: tradeId(fill), symbol, price: fill.price, size: fill.size},
	side: fill.taker === 'buy' ? 'Buy' : 'Sell',
	...{time: String(fill.time), isBlockTrade: false, isRPITrade: false, seq: String(fill.id)},
});

const tradesOf = (market: RunningMarket, query: URLSearchParams) => {
	const count = Math.min(mostTrades, Number(query.get('limit') ?? mostTrades));
	const symbol = toSymbol('bybit', market.listing);
	const list = newestFills('bybit', market, count).map(fill => toTrade(symbol, fill));
	return {category: 'spot', list};
};

/** In whole seconds, and in nanoseconds. */
const timeOf = (now: number) => ({
	timeSecond: String(Math.floor(now / 1000)),
	timeNano: `${String(now)}000000`,
});

export const bybitQuestions = (
	{site, takeSnapshot}: ProtocolOptions,
	catalogue: Catalogue,
	counterOf: (topic: string) => Counter,
): Questions => {
	const result = (value: object, delayMs = 0) => {
		const time = site.time();
		return {value: {retCode: 0, retMsg: 'OK', result: value, retExtInfo: {}, time}, delayMs};
	};
	/** Errors come under HTTP 200. */
	const refuse = (message: string) =>
		new RefusedError(200, bybitError(10001, message, site.time()));

	const listingOf = (query: URLSearchParams): Listing => {
		if (query.get('category') !== 'spot') throw refuse('Illegal category');
		const listing = catalogue.find(query.get('symbol') ?? '');
		if (!listing) throw refuse('Not supported symbols');
		return listing;
	};

	const marketOf = (query: URLSearchParams) => catalogue.use(listingOf(query));
	const isTraded = (listing: Listing) => !catalogue.isHalted(listing);

	/** Only what is traded, unless it is asked for. */
	const instruments: Question = query => {
		const wanted = query.has('symbol') ? [listingOf(query)] : catalogue.all().filter(isTraded);
		const list = wanted.map((listing, index) => toInstrument(listing, index, !isTraded(listing)));
		return result({category: 'spot', list});
	};

	/** Its `u` is that of the topic of a thousand levels. */
	const book: Question = query => {
		const market = marketOf(query);
		const levels = Math.min(mostLevels, Number(query.get('limit') ?? 1));
		const {sequence: seq, rungs, delayMs} = takeSnapshot(market, levels);
		const print = createLevelTexts('bybit', market.books.bybit.scale);
		const s = toSymbol('bybit', market.listing);
		const u = counterOf(`orderbook.1000.${s}`).id();
		const sides = {a: print(rungs.asks), b: print(rungs.bids)};
		const times = {ts: site.time(), cts: market.books.bybit.timeAt(seq)};
		return result({s, ...sides, ...times, u, seq}, delayMs);
	};

	const tickers: Question = query => {
		if (query.get('category') !== 'spot') throw refuse('Illegal category');
		const wanted = query.has('symbol') ? [listingOf(query)] : catalogue.all();
		return result({
			category: 'spot',
			list: wanted.filter(isTraded).map(listing => toTicker(catalogue.use(listing), site.time())),
		});
	};

	return [
		[/^\/v5\/market\/recent-trade$/, query => result(tradesOf(marketOf(query), query))],
		[/^\/v5\/market\/instruments-info$/, instruments],
		[/^\/v5\/market\/orderbook$/, book],
		[/^\/v5\/market\/tickers$/, tickers],
		[/^\/v5\/market\/time$/, () => result(timeOf(site.time()))],
	];
};
