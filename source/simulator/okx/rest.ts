import type {Catalogue} from '../kit/catalogue.js';
import {dayTexts} from '../kit/day.js';
import {stepText} from '../kit/levels.js';
import type {ProtocolOptions} from '../kit/protocol.js';
import {RefusedError, type Question, type Questions} from '../kit/rest.js';
import {newestFills} from '../kit/trade-stream.js';
import {toSymbol, type Listing} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {scaleOf} from '../market-scale.js';
import type {Ids} from './ids.js';
import {createOkxLevels, toOkxTrade} from './streams.js';

const mostLevels = 400;
const mostTrades = 500;

export const okxError = (code: string, msg: string) => ({code, msg, data: []});

const toInstrument = (listing: Listing, isHalted: boolean) => {
	const {priceDecimals, sizeDecimals} = scaleOf('okx', listing);
	const lotSz = stepText(sizeDecimals);
	return {
		alias: '',
		baseCcy: listing.base,
		category: '1',
		ctMult: '',
		ctType: '',
		ctVal: '',
		ctValCcy: '',
		expTime: '',
		instId: toSymbol('okx', listing),
		instType: 'SPOT',
		lever: '',
		listTime: '1548133413000',
		lotSz,
		minSz: lotSz,
		optType: '',
		quoteCcy: listing.quote,
		ruleType: 'normal',
		settleCcy: '',
		state: isHalted ? 'suspend' : 'live',
		stk: '',
		tickSz: stepText(priceDecimals),
		uly: '',
	};
};

const tradesOf = (market: RunningMarket, query: URLSearchParams) => {
	const count = Math.min(mostTrades, Number(query.get('limit') ?? 100));
	const instId = toSymbol('okx', market.listing);
	return newestFills('okx', market, count).map(fill => toOkxTrade(instId, fill));
};

export const okxQuestions = (
	{site, takeSnapshot}: ProtocolOptions,
	catalogue: Catalogue,
	idsOf: (market: RunningMarket) => Ids,
): Questions => {
	const result = (data: readonly unknown[], delayMs = 0) => ({
		value: {code: '0', msg: '', data},
		delayMs,
	});
	/** Errors come under HTTP 200. */
	const listingOf = (query: URLSearchParams): Listing => {
		const listing = catalogue.find(query.get('instId') ?? '');
		if (listing) return listing;
		throw new RefusedError(200, okxError('51001', 'Instrument ID does not exist'));
	};
	const marketOf = (query: URLSearchParams) => catalogue.use(listingOf(query));

	const instruments: Question = query => {
		if (query.get('instType') !== 'SPOT')
			throw new RefusedError(200, okxError('51000', 'Parameter instType error'));
		const wanted = query.has('instId') ? [listingOf(query)] : catalogue.all();
		return result(wanted.map(listing => toInstrument(listing, catalogue.isHalted(listing))));
	};

	const books: Question = query => {
		const market = marketOf(query);
		const levels = Math.min(mostLevels, Number(query.get('sz') ?? 1));
		const {sequence, rungs, delayMs} = takeSnapshot(market, levels);
		const print = createOkxLevels(market);
		const sides = {asks: print(rungs.asks), bids: print(rungs.bids)};
		const ts = String(market.books.okx.time);
		return result([{...sides, ts, seqId: idsOf(market).of(sequence)}], delayMs);
	};

	const ticker = (listing: Listing) => {
		const day = dayTexts('okx', catalogue.use(listing), site.time());
		return {
			...{instType: 'SPOT', instId: toSymbol('okx', listing)},
			...{last: day.last, lastSz: day.lastSize},
			...{askPx: day.ask, askSz: day.askSize, bidPx: day.bid, bidSz: day.bidSize},
			...{open24h: day.open, high24h: day.high, low24h: day.low},
			...{volCcy24h: '0', vol24h: day.volume, ts: String(site.time())},
			...{sodUtc0: day.open, sodUtc8: day.open},
		};
	};
	const tickers: Question = query => {
		if (query.get('instType') !== 'SPOT')
			throw new RefusedError(200, okxError('51000', 'Parameter instType error'));
		return result(catalogue.all().map(ticker));
	};

	return [
		[/^\/api\/v5\/market\/trades$/, query => result(tradesOf(marketOf(query), query))],
		[/^\/api\/v5\/market\/tickers$/, tickers],
		[/^\/api\/v5\/market\/ticker$/, query => result([ticker(listingOf(query))])],
		[/^\/api\/v5\/public\/instruments$/, instruments],
		[/^\/api\/v5\/public\/time$/, () => result([{ts: String(site.time())}])],
		[/^\/api\/v5\/market\/books$/, books],
	];
};
