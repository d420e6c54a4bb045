import type {Listing} from '../market-list.js';
import type {MarketRunner, RunningMarket} from '../market-runner.js';
import {ApiError} from './api-error.js';
import {statusOf} from './info.js';
import {parseSymbol, parseSymbols} from './parameters.js';

export type SelectionOptions = {
	readonly runner: MarketRunner;
	/** What is listed, by symbol. */
	readonly symbols: ReadonlyMap<string, Listing>;
};

const isOfStatus = (query: URLSearchParams) => {
	const wanted = query.get('symbolStatus');
	if (wanted !== null && !['TRADING', 'HALT', 'BREAK'].includes(wanted))
		throw new ApiError(-1130, "Data sent for parameter 'symbolStatus' is not valid.");
	return (listing: Listing) => wanted === null || wanted === statusOf(listing);
};

/** The markets that a query asks about, in the ways that all questions share. */
export const createSelection = ({runner, symbols}: SelectionOptions) => {
	const listingOf = (symbol: string): Listing => {
		const listing = symbols.get(symbol);
		if (!listing) throw new ApiError(-1121, 'Invalid symbol.');
		return listing;
	};

	/** Null where nothing is traded any more. */
	const marketOf = (listing: Listing): RunningMarket | null =>
		listing.special === 'break on binance' ? null : runner.use(listing);

	/** The one listing asked for, of the status asked for. */
	const oneOf = (query: URLSearchParams): Listing => {
		const listing = listingOf(parseSymbol(query));
		if (isOfStatus(query)(listing)) return listing;
		throw new ApiError(-1220, "The symbol's status does not match the requested symbolStatus.");
	};

	/** One answer where one symbol was asked for, else a list, of all where none was named. */
	const each = (query: URLSearchParams, answer: (listing: Listing) => unknown) => {
		if (query.has('symbol') && !query.has('symbols')) return answer(oneOf(query));
		const names = parseSymbols(query);
		const listings = names ? names.map(listingOf) : [...symbols.values()];
		return listings.filter(isOfStatus(query)).map(answer);
	};

	/** Those named, of all where none was. */
	const named = (query: URLSearchParams): Iterable<Listing> =>
		parseSymbols(query)?.map(listingOf) ?? symbols.values();

	return {marketOf, oneOf, each, named};
};

export type Selection = ReturnType<typeof createSelection>;
