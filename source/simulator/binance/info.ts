import {formatDecimal, fromUnits} from '../../book/fixed-point.js';
import {toSymbol, type Listing} from '../market-list.js';
import {scaleOf} from '../market-scale.js';

const step = (decimals: number) => formatDecimal(fromUnits(1, decimals), 8);

const symbolInfo = (listing: Listing) => {
	const {base, quote, special} = listing;
	const {priceDecimals, sizeDecimals} = scaleOf('binance', listing);
	const tickSize = step(priceDecimals);
	const stepSize = step(sizeDecimals);
	return {
		symbol: toSymbol('binance', listing),
		status: special === 'break on binance' ? 'BREAK' : 'TRADING',
		baseAsset: base,
		baseAssetPrecision: 8,
		quoteAsset: quote,
		quotePrecision: 8,
		quoteAssetPrecision: 8,
		orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET'],
		isSpotTradingAllowed: true,
		filters: [
			{filterType: 'PRICE_FILTER', minPrice: tickSize, maxPrice: '1000000.00000000', tickSize},
			{filterType: 'LOT_SIZE', minQty: stepSize, maxQty: '90000000.00000000', stepSize},
		],
		permissions: [],
		permissionSets: [['SPOT']],
	};
};

/** The body of `exchangeInfo` for the listings asked for. */
export const exchangeInfo = (listings: Iterable<Listing>, serverTime: number): string =>
	JSON.stringify({
		timezone: 'UTC',
		serverTime,
		rateLimits: [
			{rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6000},
		],
		exchangeFilters: [],
		symbols: [...listings].map(symbolInfo),
	});
