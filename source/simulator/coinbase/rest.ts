import type {Catalogue} from '../kit/catalogue.js';
import {dayTexts} from '../kit/day.js';
import {createLevelTexts, stepText} from '../kit/levels.js';
import type {ProtocolOptions} from '../kit/protocol.js';
import {RefusedError, type Question, type Questions} from '../kit/rest.js';
import {timeText} from '../kit/time-text.js';
import type {Rung} from '../ladder.js';
import {newestFills} from '../kit/trade-stream.js';
import {toSymbol, type Listing} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {scaleOf} from '../market-scale.js';
import {toTrade} from './streams.js';

export const coinbaseError = (error: string, message: string) => ({error, message});

const toProduct = (listing: Listing, isHalted: boolean) => {
	const {priceDecimals, sizeDecimals} = scaleOf('coinbase', listing);
	const id = toSymbol('coinbase', listing);
	return {
		product_id: id,
		price: '',
		base_increment: stepText(sizeDecimals),
		quote_increment: stepText(priceDecimals),
		quote_min_size: '1',
		quote_max_size: '150000000',
		base_min_size: stepText(sizeDecimals),
		base_max_size: '42000',
		base_name: listing.base,
		quote_name: listing.quote,
		watched: false,
		is_disabled: isHalted,
		new: false,
		status: isHalted ? 'delisted' : 'online',
		cancel_only: false,
		limit_only: false,
		post_only: false,
		trading_disabled: isHalted,
		auction_mode: false,
		product_type: 'SPOT',
		quote_currency_id: listing.quote,
		base_currency_id: listing.base,
		alias: '',
		alias_to: [],
		base_display_symbol: listing.base,
		quote_display_symbol: listing.quote,
		view_only: false,
		price_increment: stepText(priceDecimals),
		display_name: id,
		product_venue: 'CBE',
	};
};

const tradesOf = (market: RunningMarket, query: URLSearchParams, now: number) => {
	const count = Number(query.get('limit') ?? 100);
	const product = toSymbol('coinbase', market.listing);
	const {bid, ask} = dayTexts('coinbase', market, now);
	const trades = newestFills('coinbase', market, count).map(fill => ({
		...{...toTrade(product, fill), bid: '', ask: '', exchange: ''},
	}));
	return {trades, best_bid: bid, best_ask: ask};
};

const toTime = (now: number) => ({
	iso: new Date(now).toISOString(),
	epochSeconds: String(Math.floor(now / 1000)),
	epochMillis: String(now),
});

export const coinbaseQuestions = (
	{site, takeSnapshot}: ProtocolOptions,
	catalogue: Catalogue,
): Questions => {
	const listingOf = (product: string): Listing => {
		const listing = catalogue.find(product);
		if (listing) return listing;
		throw new RefusedError(404, coinbaseError('NOT_FOUND', `product ${product} not found`));
	};
	/** A list of all is no reason for all markets to begin: one that stands still has no day. */
	const dayOf = (listing: Listing) => {
		const market = catalogue.running(listing);
		if (!market) return {};
		const {last, changePercent, volume} = dayTexts('coinbase', market, site.time());
		return {price: last, price_percentage_change_24h: changePercent, volume_24h: volume};
	};
	const entry = (listing: Listing) => ({
		...toProduct(listing, catalogue.isHalted(listing)),
		...dayOf(listing),
	});

	const products: Question = query => {
		const named = query.getAll('product_ids');
		const all = (named.length === 0 ? catalogue.all() : named.map(listingOf)).map(entry);
		return {value: {products: all, num_products: all.length}};
	};

	/** Without an id: it cannot be lined up with the stream. */
	const book: Question = query => {
		const product = query.get('product_id') ?? '';
		const market = catalogue.use(listingOf(product));
		const levels = query.has('limit') ? Number(query.get('limit')) : undefined;
		const {rungs, delayMs} = takeSnapshot(market, levels);
		const print = createLevelTexts('coinbase', market.books.coinbase.scale);
		const side = (of: readonly Rung[]) => print(of).map(([price, size]) => ({price, size}));
		const sides = {bids: side(rungs.bids), asks: side(rungs.asks)};
		const pricebook = {product_id: product, ...sides, time: timeText(site.time())};
		return {value: {pricebook}, delayMs};
	};

	const time: Question = () => ({value: toTime(site.time())});

	const trades: Question = (query, product) => ({
		value: tradesOf(catalogue.use(listingOf(product)), query, site.time()),
	});

	return [
		[/^\/api\/v3\/brokerage\/market\/products\/([^/]+)\/ticker$/, trades],
		[/^\/api\/v3\/brokerage\/market\/products$/, products],
		[/^\/api\/v3\/brokerage\/market\/product_book$/, book],
		[
			/^\/api\/v3\/brokerage\/market\/products\/([^/]+)$/,
			(_, product) => ({value: entry(listingOf(product))}),
		],
		[/^\/api\/v3\/brokerage\/time$/, time],
	];
};
