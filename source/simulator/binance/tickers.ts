import {toSymbol} from '../market-list.js';
import {parseWindow} from './parameters.js';
import {createPrinter} from './print.js';
import type {Selection} from './selection.js';
import {statisticsOf, toMini, toWindow, type Statistics} from './statistics.js';
import {averageOf, dayMs} from './ticker-streams.js';

/** The questions about prices now and statistics of a while, of one market or of many. */
export const createTickers = ({marketOf, oneOf, each}: Selection, time: () => number) => {
	const statistics = (query: URLSearchParams, since: (now: number) => number) => {
		const isMini = query.get('type') === 'MINI';
		return (toFull: (all: Statistics) => object) =>
			each(query, listing => {
				const now = time();
				const all = statisticsOf({listing, market: marketOf(listing)}, since(now), now);
				return isMini ? toMini(all) : toFull(all);
			});
	};

	const average = (query: URLSearchParams) => {
		const market = marketOf(oneOf(query));
		const found = market && averageOf(market, time());
		return found ?? {mins: 5, price: '0.00000000', closeTime: 0};
	};

	const touch = (query: URLSearchParams) =>
		each(query, listing => {
			const all = statisticsOf({listing, market: marketOf(listing)}, time(), time());
			const {symbol, bidPrice, bidQty, askPrice, askQty} = all;
			return {symbol, bidPrice, bidQty, askPrice, askQty};
		});

	const price = (query: URLSearchParams) =>
		each(query, listing => {
			const market = marketOf(listing);
			const last =
				market?.tapes.binance.fills().at(-1)?.tick ?? market?.books.binance.bids.at(0)[0];
			const print = market && createPrinter(market.books.binance.scale);
			return {symbol: toSymbol('binance', listing), price: print?.price(last ?? 0) ?? '0.00000000'};
		});

	return {
		average,
		day: (query: URLSearchParams) => statistics(query, now => now - dayMs)(all => all),
		tradingDay: (query: URLSearchParams) => {
			const toMidnight = (now: number) => Math.floor(now / dayMs) * dayMs;
			return statistics(query, toMidnight)(toWindow);
		},
		window(query: URLSearchParams) {
			const ms = parseWindow(query);
			return statistics(query, now => now - ms)(toWindow);
		},
		price,
		touch,
	};
};
