import type {Catalogue} from '../kit/catalogue.js';
import {dayTexts} from '../kit/day.js';
import {createLevelTexts} from '../kit/levels.js';
import type {ProtocolOptions} from '../kit/protocol.js';
import {RefusedError, type Question, type Questions} from '../kit/rest.js';
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

	return [
		[/^\/api\/v2\/ticker\/?$/, tickers],
		[/^\/api\/v2\/ticker\/([^/]+)\/?$/, (_, symbol) => ({value: ticker(marketOf(symbol))})],
		[/^\/api\/v2\/trading-pairs-info\/?$/, pairs],
		[/^\/api\/v2\/order_book\/([^/]+)\/?$/, book],
	];
};
