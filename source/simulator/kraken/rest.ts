import type {Catalogue} from '../kit/catalogue.js';
import {dayTexts} from '../kit/day.js';
import {createLevelTexts, stepText} from '../kit/levels.js';
import type {ProtocolOptions} from '../kit/protocol.js';
import {RefusedError, type Question, type Questions} from '../kit/rest.js';
import {newestFills} from '../kit/trade-stream.js';
import type {Rung} from '../ladder.js';
import type {Listing} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {scaleOf} from '../market-scale.js';

/** Names of long ago. */
const oldNames: Readonly<Record<string, string>> = {BTC: 'XBT', DOGE: 'XDG'};
const oldIds: Readonly<Record<string, string>> = {
	BTC: 'XXBT',
	ETH: 'XETH',
	LTC: 'XLTC',
	XRP: 'XXRP',
	XLM: 'XXLM',
	XMR: 'XXMR',
	DOGE: 'XXDG',
	USD: 'ZUSD',
	EUR: 'ZEUR',
};

const oldName = (asset: string) => oldNames[asset] ?? asset;
const oldId = (asset: string) => oldIds[asset] ?? asset;

const namesOf = ({base, quote}: Listing) => {
	const altname = oldName(base) + oldName(quote);
	const isOld = base in oldIds && quote in oldIds;
	const wsname = `${oldName(base)}/${oldName(quote)}`;
	return {id: isOld ? oldId(base) + oldId(quote) : altname, altname, wsname};
};

/** Errors come under HTTP 200. */
const refuse = (message: string) => new RefusedError(200, {error: [message]});

const toPair = (listing: Listing, isHalted: boolean) => {
	const {priceDecimals, sizeDecimals} = scaleOf('kraken', listing);
	const {altname, wsname} = namesOf(listing);
	return {
		altname,
		wsname,
		aclass_base: 'currency',
		base: oldId(listing.base),
		aclass_quote: 'currency',
		quote: oldId(listing.quote),
		lot: 'unit',
		cost_decimals: 8,
		pair_decimals: priceDecimals,
		lot_decimals: sizeDecimals,
		lot_multiplier: 1,
		leverage_buy: [],
		leverage_sell: [],
		fees: [[0, 0.4]],
		fees_maker: [[0, 0.25]],
		fee_volume_currency: 'ZUSD',
		margin_call: 80,
		margin_stop: 40,
		ordermin: '10',
		costmin: '0.5',
		tick_size: stepText(priceDecimals),
		status: isHalted ? 'cancel_only' : 'online',
	};
};

/** Oldest first, times in seconds, the newest one in nanoseconds. */
const tradesOf = (market: RunningMarket, query: URLSearchParams, now: number) => {
	const count = Number(query.get('count') ?? 1000);
	const fills = newestFills('kraken', market, count).toReversed();
	const rows = fills.map(({price, size, time, taker, id}) => {
		const [side, kind] = [taker === 'buy' ? 'b' : 's', id % 3 === 0 ? 'm' : 'l'];
		return [price, size, time / 1000, side, kind, '', id];
	});
	return {[namesOf(market.listing).id]: rows, last: `${String(fills.at(-1)?.time ?? now)}000000`};
};

export const krakenQuestions = ({site}: ProtocolOptions, catalogue: Catalogue): Questions => {
	const seconds = () => Math.floor(site.time() / 1000);
	const result = (value: unknown) => ({value: {error: [], result: value}});

	const find = (name: string): Listing => {
		const isNamed = (listing: Listing) => Object.values(namesOf(listing)).includes(name);
		const listing = catalogue.all().find(isNamed);
		if (!listing) throw refuse('EQuery:Unknown asset pair');
		return listing;
	};

	const pairs: Question = query => {
		const wanted = query.get('pair')?.split(',').map(find) ?? catalogue.all();
		const entries = wanted.map(listing => [
			namesOf(listing).id,
			toPair(listing, catalogue.isHalted(listing)),
		]);
		return result(Object.fromEntries(entries));
	};

	const depth: Question = query => {
		const listing = find(query.get('pair') ?? '');
		const book = catalogue.use(listing).books.kraken;
		const print = createLevelTexts('kraken', book.scale);
		const levels = (rungs: readonly Rung[]) =>
			print(rungs).map(([price, size]) => [price, size, seconds()]);
		const {bids, asks} = book.rungs(Number(query.get('count') ?? 100));
		return result({[namesOf(listing).id]: {asks: levels(asks), bids: levels(bids)}});
	};

	const ticker = (listing: Listing) => {
		const day = dayTexts('kraken', catalogue.use(listing), site.time());
		const twice = (text: string | number) => [text, text];
		return {
			...{a: [day.ask, '1', day.askSize], b: [day.bid, '1', day.bidSize]},
			...{c: [day.last, day.lastSize], v: twice(day.volume), p: twice(day.last), t: twice(1)},
			...{l: twice(day.low), h: twice(day.high), o: day.open},
		};
	};
	const tickers: Question = query => {
		const wanted = query.get('pair')?.split(',').map(find) ?? catalogue.all();
		return result(
			Object.fromEntries(wanted.map(listing => [namesOf(listing).id, ticker(listing)])),
		);
	};

	const trades: Question = query =>
		result(tradesOf(catalogue.use(find(query.get('pair') ?? '')), query, site.time()));

	return [
		[/^\/0\/public\/Ticker$/, tickers],
		[/^\/0\/public\/AssetPairs$/, pairs],
		[
			/^\/0\/public\/Time$/,
			() => result({unixtime: seconds(), rfc1123: new Date(site.time()).toUTCString()}),
		],
		[/^\/0\/public\/Depth$/, depth],
		[/^\/0\/public\/Trades$/, trades],
	];
};
