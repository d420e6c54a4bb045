import {formatDecimal, fromUnits} from '../../book/fixed-point.js';
import {toSymbol, type Listing} from '../market-list.js';
import {scaleOf} from '../market-scale.js';

const step = (decimals: number) => formatDecimal(fromUnits(1, decimals), 8);

/** Whether and how a market is traded. */
export const statusOf = ({special}: Listing): string =>
	special === 'break on binance' ? 'BREAK' : 'TRADING';

const symbolInfo = (listing: Listing) => {
	const {base, quote} = listing;
	const {priceDecimals, sizeDecimals} = scaleOf('binance', listing);
	const tickSize = step(priceDecimals);
	const stepSize = step(sizeDecimals);
	return {
		symbol: toSymbol('binance', listing),
		status: statusOf(listing),
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

/** The answer to `exchangeInfo` for the listings asked for. */
export const exchangeInfo = (listings: Iterable<Listing>, serverTime: number) => ({
	timezone: 'UTC',
	serverTime,
	rateLimits: [{rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6000}],
	exchangeFilters: [],
	symbols: [...listings].map(symbolInfo),
});
