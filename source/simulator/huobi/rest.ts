import type {Answer} from '../answer.js';
import {toSymbol} from '../market-list.js';
import {createMarketRest, RefusedError, type MarketRestOptions} from './market-rest.js';
import {
	commonSymbol,
	currenciesOf,
	longSymbol,
	marketStatus,
	marketSymbol,
	settingsSymbol,
} from './symbol-lists.js';

/** Answers the market-data part of Huobi's REST interface. Refusals are told by the body, under 200. */
export const createHuobiRest = (options: MarketRestOptions) => {
	const {time, symbols} = options;
	const marketRest = createMarketRest(options);

	const refuse = (message: string) =>
		JSON.stringify({
			ts: time(),
			status: 'error',
			'err-code': 'invalid-parameter',
			'err-msg': message,
		});

	/** A list of settings, whose time is text. */
	const settings = (data: readonly unknown[]) =>
		({status: 'ok', data, ts: String(time()), full: 1}) as const;

	const listings = () => [...symbols.values()];

	const marketSymbols = (query: URLSearchParams) => {
		const wanted = query.get('symbols')?.split(',');
		const chosen = listings().filter(
			listing => wanted?.includes(toSymbol('huobi', listing)) ?? true,
		);
		return settings(chosen.map(marketSymbol));
	};

	const reference = ({pathname, searchParams}: URL): object | null => {
		switch (pathname) {
			case '/v1/common/timestamp':
				return {status: 'ok', data: time()};
			case '/v1/common/symbols':
				return {status: 'ok', data: listings().map(commonSymbol)};
			case '/v1/settings/common/market-symbols':
				return marketSymbols(searchParams);
			case '/v1/settings/common/symbols':
				return settings(listings().map(settingsSymbol));
			case '/v2/settings/common/symbols':
				return settings(listings().map(longSymbol));
			case '/v2/reference/currencies':
				return {code: 200, data: currenciesOf(listings(), searchParams.get('currency'))};
			case '/v2/market-status':
				return marketStatus;
			default:
				return null;
		}
	};

	return (url: URL): Answer => {
		try {
			const value = reference(url);
			const text = value ? JSON.stringify(value) : marketRest(url);
			if (text !== null) return {status: 200, body: text};
			return {status: 404, body: refuse('invalid url')};
		} catch (error) {
			if (!(error instanceof RefusedError)) throw error;
			return {status: 200, body: refuse(error.message)};
		}
	};
};
