import type {Catalogue} from '../kit/catalogue.js';
import {dayTexts} from '../kit/day.js';
import {createLevelTexts} from '../kit/levels.js';
import type {ProtocolOptions} from '../kit/protocol.js';
import {RefusedError, type Question, type Questions} from '../kit/rest.js';
import {newestFills} from '../kit/trade-stream.js';
import {toSymbol, type Listing} from '../market-list.js';
import {scaleOf} from '../market-scale.js';
import {toRestTrade} from './streams.js';

const mostLevels = 1000;

const refuse = (label: string, message: string) => new RefusedError(400, {label, message});

const limitOf = (query: URLSearchParams, usual: number): number => {
	const limit = Number(query.get('limit') ?? usual);
	if (Number.isInteger(limit) && limit > 0 && limit <= mostLevels) return limit;
	throw refuse('INVALID_PARAM_VALUE', 'Invalid limit');
};

const toPair = (listing: Listing, isHalted: boolean) => {
	const {priceDecimals, sizeDecimals} = scaleOf('gate', listing);
	return {
		id: toSymbol('gate', listing),
		base: listing.base,
		quote: listing.quote,
		fee: '0.2',
		min_quote_amount: '1',
		amount_precision: sizeDecimals,
		precision: priceDecimals,
		trade_status: isHalted ? 'untradable' : 'tradable',
		sell_start: 0,
		buy_start: 0,
	};
};

export const gateQuestions = (
	{site, takeSnapshot}: ProtocolOptions,
	catalogue: Catalogue,
): Questions => {
	const listingOf = (symbol: string): Listing => {
		const listing = catalogue.find(symbol);
		if (!listing) throw refuse('INVALID_CURRENCY_PAIR', `Invalid currency pair ${symbol}`);
		return listing;
	};
	const marketOf = (query: URLSearchParams) =>
		catalogue.use(listingOf(query.get('currency_pair') ?? ''));
	const pair = (listing: Listing) => toPair(listing, catalogue.isHalted(listing));

	const book: Question = query => {
		const market = marketOf(query);
		const {sequence, rungs, delayMs} = takeSnapshot(market, limitOf(query, 10));
		const print = createLevelTexts('gate', market.books.gate.scale);
		const id = query.get('with_id') === 'true' ? {id: sequence} : {};
		const times = {current: site.time(), update: market.books.gate.time};
		return {value: {...id, ...times, asks: print(rungs.asks), bids: print(rungs.bids)}, delayMs};
	};

	const ticker = (listing: Listing) => {
		const {bid, bidSize, ask, askSize, ...day} = dayTexts(
			'gate',
			catalogue.use(listing),
			site.time(),
		);
		return {
			currency_pair: toSymbol('gate', listing),
			last: day.last,
			...{lowest_ask: ask, lowest_size: askSize, highest_bid: bid, highest_size: bidSize},
			change_percentage: day.changePercent,
			base_volume: day.volume,
			quote_volume: '0',
			...{high_24h: day.high, low_24h: day.low},
		};
	};
	const tickers: Question = query => {
		const pair = query.get('currency_pair');
		return {value: (pair === null ? catalogue.all() : [listingOf(pair)]).map(ticker)};
	};

	const trades: Question = query => {
		const market = marketOf(query);
		const symbol = toSymbol('gate', market.listing);
		const fills = newestFills('gate', market, limitOf(query, 100));
		return {value: fills.map(fill => toRestTrade(symbol, fill))};
	};

	return [
		[/^\/api\/v4\/spot\/trades$/, trades],
		[/^\/api\/v4\/spot\/tickers$/, tickers],
		[/^\/api\/v4\/spot\/currency_pairs$/, () => ({value: catalogue.all().map(pair)})],
		[/^\/api\/v4\/spot\/currency_pairs\/([^/]+)$/, (_, name) => ({value: pair(listingOf(name))})],
		[/^\/api\/v4\/spot\/time$/, () => ({value: {server_time: site.time()}})],
		[/^\/api\/v4\/spot\/order_book$/, book],
	];
};
