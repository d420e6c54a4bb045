import type {Catalogue} from '../kit/catalogue.js';
import {dayTexts} from '../kit/day.js';
import {createLevelTexts} from '../kit/levels.js';
import type {ProtocolOptions} from '../kit/protocol.js';
import {RefusedError, type Question, type Questions} from '../kit/rest.js';
import {newestFills, type PrintedFill} from '../kit/trade-stream.js';
import {toSymbol, type Listing} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {scaleOf} from '../market-scale.js';

export const bitstampError = (reason: string) => ({status: 'error', reason, code: 'API0000'});

/** Seconds, and microseconds of which the last three digits are made up. */
export const timesOf = (ms: number, micros: number) => ({
	timestamp: String(Math.floor(ms / 1000)),
	microtimestamp: `${String(ms)}${String(micros % 1000).padStart(3, '0')}`,
});

const toPair = (listing: Listing, isHalted: boolean) => {
	const {priceDecimals, sizeDecimals} = scaleOf('bitstamp', listing);
	return {
		trading: isHalted ? 'Disabled' : 'Enabled',
		base_decimals: sizeDecimals,
		url_symbol: toSymbol('bitstamp', listing),
		name: listing.market,
		instant_and_market_orders: isHalted ? 'Disabled' : 'Enabled',
		minimum_order: `10.0 ${listing.quote}`,
		counter_decimals: priceDecimals,
		description: `${listing.base} / ${listing.quote}`,
	};
};

/** Times in whole seconds. */
const toTransaction = ({id, time, price, size, taker}: PrintedFill) => ({
	date: String(Math.floor(time / 1000)),
	...{tid: String(id), amount: size, price, type: taker === 'buy' ? '0' : '1'},
});

/** Of all times that may be asked for. */
const spans: Readonly<Record<string, number>> = {minute: 60_000, hour: 3_600_000, day: 86_400_000};

export const bitstampQuestions = (
	{site, takeSnapshot}: ProtocolOptions,
	catalogue: Catalogue,
): Questions => {
	const marketOf = (symbol: string) => {
		const listing = catalogue.find(symbol);
		if (!listing) throw new RefusedError(404, bitstampError('Invalid currency pair.'));
		return catalogue.use(listing);
	};

	/** All levels, about a second old. */
	const book: Question = (_, symbol) => {
		const market = marketOf(symbol);
		const {scale} = market.books.bitstamp;
		const {sequence, rungs, delayMs} = takeSnapshot(market);
		const print = createLevelTexts('bitstamp', scale);
		const times = timesOf(market.books.bitstamp.timeAt(sequence), sequence);
		return {value: {...times, bids: print(rungs.bids), asks: print(rungs.asks)}, delayMs};
	};

	const pairs: Question = () => ({
		value: catalogue.all().map(listing => toPair(listing, catalogue.isHalted(listing))),
	});

	const ticker = (market: RunningMarket) => {
		const day = dayTexts('bitstamp', market, site.time());
		return {
			timestamp: String(Math.floor(site.time() / 1000)),
			...{open: day.open, high: day.high, low: day.low, last: day.last},
			...{volume: day.volume, vwap: day.last, bid: day.bid, ask: day.ask},
			...{side: '0', open_24: day.open, percent_change_24: day.changePercent},
		};
	};
	const tickers: Question = () => ({
		value: catalogue
			.all()
			.map(listing => ({...ticker(catalogue.use(listing)), pair: listing.market})),
	});

	const transactions: Question = (query, symbol) => {
		const since = site.time() - (spans[query.get('time') ?? 'hour'] ?? 0);
		const fills = newestFills('bitstamp', marketOf(symbol), Infinity);
		return {value: fills.filter(({time}) => time >= since).map(toTransaction)};
	};

	return [
		[/^\/api\/v2\/transactions\/([^/]+)\/?$/, transactions],
		[/^\/api\/v2\/ticker\/?$/, tickers],
		[/^\/api\/v2\/ticker\/([^/]+)\/?$/, (_, symbol) => ({value: ticker(marketOf(symbol))})],
		[/^\/api\/v2\/trading-pairs-info\/?$/, pairs],
		[/^\/api\/v2\/order_book\/([^/]+)\/?$/, book],
	];
};
