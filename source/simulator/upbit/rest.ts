import type {Catalogue} from '../kit/catalogue.js';
import {dayTexts} from '../kit/day.js';
import {stepText} from '../kit/levels.js';
import type {ProtocolOptions} from '../kit/protocol.js';
import {RefusedError, type Question, type Questions} from '../kit/rest.js';
import {newestFills} from '../kit/trade-stream.js';
import {toSymbol, type Listing} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {scaleOf} from '../market-scale.js';
import {bookFields, tickText} from './texts.js';

const mostLevels = 30;
const mostTrades = 500;

export const upbitError = (name: string | number, message: string) => ({error: {name, message}});

const quiet = {
	PRICE_FLUCTUATIONS: false,
	TRADING_VOLUME_SOARING: false,
	DEPOSIT_AMOUNT_SOARING: false,
	GLOBAL_PRICE_DIFFERENCES: false,
	CONCENTRATION_OF_SMALL_ACCOUNTS: false,
};

const toNames = (listing: Listing) => ({
	market: toSymbol('upbit', listing),
	korean_name: listing.base,
	english_name: listing.base,
});

/** Without best prices, and with numbers as Java prints them. */
const tickerText = (market: RunningMarket, now: number): string => {
	const day = dayTexts('upbit', market, now);
	const fields = [
		`"market":"${toSymbol('upbit', market.listing)}","opening_price":${day.open}`,
		`"high_price":${day.high},"low_price":${day.low},"trade_price":${day.last}`,
		`"prev_closing_price":${day.open},"change":"EVEN","signed_change_rate":0.0`,
		`"trade_volume":${day.lastSize},"acc_trade_price_24h":0.0`,
		`"acc_trade_volume":${day.volume},"acc_trade_volume_24h":${day.volume},"timestamp":${String(now)}`,
	];
	return `{${fields.join(',')}}`;
};

const tradesText = (market: RunningMarket, query: URLSearchParams): string => {
	const count = Math.min(mostTrades, Number(query.get('count') ?? 1));
	const texts = newestFills('upbit', market, count).map(fill => tickText(market, fill));
	return `[${texts.join(',')}]`;
};

export const upbitQuestions = (
	{site, takeSnapshot}: ProtocolOptions,
	catalogue: Catalogue,
): Questions => {
	const listingOf = (code: string): Listing => {
		const listing = catalogue.find(code);
		if (!listing) throw new RefusedError(404, upbitError(404, 'Code not found'));
		return listing;
	};
	const marketOf = (query: URLSearchParams) => catalogue.use(listingOf(query.get('market') ?? ''));
	const listingsOf = (query: URLSearchParams) =>
		(query.get('markets') ?? '').split(',').map(listingOf);

	/** Neither steps nor whether a market is halted are told. */
	const markets: Question = query => {
		const details = query.get('is_details') === 'true';
		const event = details ? {market_event: {warning: false, caution: quiet}} : {};
		return {value: catalogue.all().map(listing => ({...toNames(listing), ...event}))};
	};

	const instruments: Question = query => ({
		value: listingsOf(query).map(listing => ({
			market: toSymbol('upbit', listing),
			quote_currency: listing.quote,
			tick_size: stepText(scaleOf('upbit', listing).priceDecimals),
		})),
	});

	const books: Question = query => {
		const levels = Math.min(mostLevels, Number(query.get('count') ?? mostLevels));
		const texts = listingsOf(query).map(listing => {
			const market = catalogue.use(listing);
			const {sequence, rungs} = takeSnapshot(market, levels);
			const at = `"timestamp":${String(market.books.upbit.timeAt(sequence))}`;
			return `{"market":"${toSymbol('upbit', listing)}",${at},${bookFields(market, rungs)},"level":0}`;
		});
		return {value: `[${texts.join(',')}]`};
	};

	const tickersOf = (listings: readonly Listing[]) => ({
		value: `[${listings.map(listing => tickerText(catalogue.use(listing), site.time())).join(',')}]`,
	});
	const allTickers: Question = query => {
		const quotes = (query.get('quote_currencies') ?? '').split(',');
		return tickersOf(catalogue.all().filter(({quote}) => quotes.includes(quote)));
	};

	return [
		[/^\/v1\/trades\/ticks$/, query => ({value: tradesText(marketOf(query), query)})],
		[/^\/v1\/ticker$/, query => tickersOf(listingsOf(query))],
		[/^\/v1\/ticker\/all$/, allTickers],
		[/^\/v1\/market\/all$/, markets],
		[/^\/v1\/orderbook$/, books],
		[/^\/v1\/orderbook\/instruments$/, instruments],
	];
};
