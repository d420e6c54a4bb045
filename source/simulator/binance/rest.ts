import type {FaultSite} from '../fault-site.js';
import {exchangeInfo} from './info.js';
import type {Listing} from '../market-list.js';
import type {Answer} from '../loopback-server.js';
import type {MarketRunner} from '../market-runner.js';
import type {TakeSnapshot} from '../market-snapshots.js';
import {levelText} from '../number-text.js';
import type {Rung} from '../ladder.js';

export type BinanceRestOptions = {
	readonly site: FaultSite;
	readonly runner: MarketRunner;
	readonly takeSnapshot: TakeSnapshot;
	/** What is listed, by symbol. */
	readonly symbols: ReadonlyMap<string, Listing>;
};

type Body = {readonly text: string; readonly delayMs: number};

const prompt = (text: string): Body => ({text, delayMs: 0});

/** The id of a book that is listed and has nothing in it. */
export const emptySequence = 1;

const weightPerMinute = 6000;
const mostLevels = 5000;

class RestError extends Error {
	readonly code: number;

	constructor(code: number, message: string) {
		super(message);
		this.code = code;
	}
}

const illegal = (name: string, legal: string) =>
	new RestError(
		-1100,
		`Illegal characters found in parameter '${name}'; legal range is '${legal}'.`,
	);

const checkSymbol = (symbol: string): string => {
	// Letters of any script since December 2025; a lower-case one is none of a symbol.
	if (!/^[^\p{Ll}\s"]{1,20}$/u.test(symbol)) throw illegal('symbol', '^[A-Z0-9-_.]{1,20}$');
	return symbol;
};

const parseLimit = (text: string | null): number => {
	if (text === null) return 100;
	if (!/^[0-9]{1,20}$/.test(text)) throw illegal('limit', '^[0-9]{1,20}$');
	if (Number(text) === 0)
		throw new RestError(
			-1102,
			"Mandatory parameter 'limit' was not sent, was empty/null, or malformed.",
		);
	return Math.min(mostLevels, Number(text));
};

const parseSymbols = (text: string): string[] => {
	const legal = '^\\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}){0,1}\\]$';
	if (!/^\[("[^"]+"(,"[^"]+")*)?\]$/.test(text)) throw illegal('symbols', legal);
	return (JSON.parse(text) as string[]).map(checkSymbol);
};

/** A request's weight by path and, for depth, by the levels it asks for. */
const weightOf = ({pathname, searchParams}: URL): number => {
	if (pathname === '/api/v3/exchangeInfo') return 20;
	if (pathname !== '/api/v3/depth') return 1;
	const limit = Number(searchParams.get('limit') ?? 100);
	if (limit <= 100) return 5;
	if (limit <= 500) return 25;
	return limit <= 1000 ? 50 : 250;
};

/** Answers the market-data part of `/api/v3`, within the weight of a minute. */
export const createBinanceRest = (options: BinanceRestOptions) => {
	const {site, runner, takeSnapshot, symbols} = options;
	const {clock} = site;
	let minute = 0;
	let used = 0;

	const listingOf = (symbol: string): Listing => {
		const listing = symbols.get(checkSymbol(symbol));
		if (!listing) throw new RestError(-1121, 'Invalid symbol.');
		return listing;
	};

	const depth = (query: URLSearchParams): Body => {
		const symbol = query.get('symbol');
		if (!symbol)
			throw new RestError(
				-1102,
				"Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.",
			);
		const limit = parseLimit(query.get('limit'));
		const listing = listingOf(symbol);
		if (listing.special === 'break on binance')
			return prompt(JSON.stringify({lastUpdateId: emptySequence, bids: [], asks: []}));
		const market = runner.use(listing);
		const {sequence, rungs, delayMs} = takeSnapshot(market, limit);
		const print = (rung: Rung) => {
			const {price, size} = levelText('binance', market.books.binance.scale, rung);
			return [price.wire, size.wire];
		};
		const bids = rungs.bids.map(print);
		const asks = rungs.asks.map(print);
		return {text: JSON.stringify({lastUpdateId: sequence, bids, asks}), delayMs};
	};

	const info = (query: URLSearchParams): string => {
		const one = query.get('symbol');
		const some = query.get('symbols');
		if (one !== null && some !== null)
			throw new RestError(-1128, 'Combination of optional parameters invalid.');
		const names = one === null ? some && parseSymbols(some) : [one];
		return exchangeInfo(names ? names.map(listingOf) : symbols.values(), site.time());
	};

	const answerOf = ({pathname, searchParams}: URL): Body | null => {
		switch (pathname) {
			case '/api/v3/ping':
				return prompt('{}');
			case '/api/v3/time':
				return prompt(JSON.stringify({serverTime: site.time()}));
			case '/api/v3/depth':
				return depth(searchParams);
			case '/api/v3/exchangeInfo':
				return prompt(info(searchParams));
			default:
				return null;
		}
	};

	const tooMuch = (headers: Record<string, string>): Answer => {
		const seconds = Math.ceil(60 - (clock.now() % 60_000) / 1000);
		const msg = `Too much request weight used; current limit is ${String(weightPerMinute)} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`;
		return {
			status: 429,
			headers: {...headers, 'retry-after': String(seconds)},
			body: JSON.stringify({code: -1003, msg}),
		};
	};

	return (url: URL): Answer => {
		const now = Math.floor(clock.now() / 60_000);
		if (now !== minute) used = 0;
		minute = now;
		used += weightOf(url);
		const headers = {'x-mbx-used-weight': String(used), 'x-mbx-used-weight-1m': String(used)};
		if (used > weightPerMinute) return tooMuch(headers);
		try {
			const body = answerOf(url);
			if (!body) return {status: 404, headers, body: '{"code":-1000,"msg":"Not found."}'};
			return {status: 200, headers, body: body.text, delayMs: body.delayMs};
		} catch (error) {
			if (!(error instanceof RestError)) throw error;
			const {code, message} = error;
			return {status: 400, headers, body: JSON.stringify({code, msg: message})};
		}
	};
};
