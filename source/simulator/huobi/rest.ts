import type {HuobiTopics} from './topics.js';
import type {Answer} from '../loopback-server.js';
import {toSymbol, type Listing} from '../market-list.js';
import {scaleOf} from '../market-scale.js';

export type HuobiRestOptions = {
	/** Epoch milliseconds. */
	time(): number;
	readonly topics: HuobiTopics;
	/** What is listed, by symbol. */
	readonly symbols: ReadonlyMap<string, Listing>;
};

const valueDecimals = 8;

const stateOf = ({special}: Listing) => (special === 'suspended on huobi' ? 'suspend' : 'online');

/** An entry of `/v1/common/symbols`. */
const longForm = (listing: Listing) => {
	const {priceDecimals, sizeDecimals} = scaleOf('huobi', listing);
	return {
		'base-currency': listing.base.toLowerCase(),
		'quote-currency': listing.quote.toLowerCase(),
		'price-precision': priceDecimals,
		'amount-precision': sizeDecimals,
		'symbol-partition': 'innovation',
		symbol: toSymbol('huobi', listing),
		state: stateOf(listing),
		'value-precision': valueDecimals,
		'api-trading': 'enabled',
		tags: '',
	};
};

/** An entry of `/v1/settings/common/market-symbols`. */
const shortForm = (listing: Listing) => {
	const {priceDecimals, sizeDecimals} = scaleOf('huobi', listing);
	return {
		symbol: toSymbol('huobi', listing),
		bc: listing.base.toLowerCase(),
		qc: listing.quote.toLowerCase(),
		state: stateOf(listing),
		pp: priceDecimals,
		ap: sizeDecimals,
		vp: valueDecimals,
		minov: 5,
		at: 'enabled',
		tags: '',
	};
};

/** Answers the market-data part of Huobi's REST interface. Refusals are told by the body, under 200. */
export const createHuobiRest = ({time, topics, symbols}: HuobiRestOptions) => {
	const refuse = (message: string) =>
		JSON.stringify({
			ts: time(),
			status: 'error',
			'err-code': 'invalid-parameter',
			'err-msg': message,
		});

	const marketSymbols = (query: URLSearchParams): string => {
		const wanted = query.get('symbols')?.split(',');
		const listings = [...symbols.values()].filter(
			listing => wanted?.includes(toSymbol('huobi', listing)) ?? true,
		);
		return JSON.stringify({
			status: 'ok',
			data: listings.map(shortForm),
			ts: String(time()),
			full: 1,
		});
	};

	const depth = (query: URLSearchParams): string => {
		const symbol = query.get('symbol') ?? '';
		const listing = symbols.get(symbol);
		if (!listing) return refuse('invalid symbol');
		if (query.get('type') !== 'step0') return refuse('invalid type');
		const levels = query.get('depth');
		if (levels !== null && !['5', '10', '20'].includes(levels)) return refuse('invalid depth');
		const tick = topics.depth(listing).latest(levels === null ? undefined : Number(levels));
		return `{"ch":"market.${symbol}.depth.step0","status":"ok","ts":${String(time())},"tick":${tick}}`;
	};

	const body = ({pathname, searchParams}: URL): string | null => {
		switch (pathname) {
			case '/v1/common/timestamp':
				return JSON.stringify({status: 'ok', data: time()});
			case '/v1/common/symbols':
				return JSON.stringify({status: 'ok', data: [...symbols.values()].map(longForm)});
			case '/v1/settings/common/market-symbols':
				return marketSymbols(searchParams);
			case '/market/depth':
				return depth(searchParams);
			default:
				return null;
		}
	};

	return (url: URL): Answer => {
		const text = body(url);
		return text === null ? {status: 404, body: refuse('invalid url')} : {status: 200, body: text};
	};
};
