import type {Clock} from '../../clock.js';
import type {Listing} from '../market-list.js';
import type {MarketRunner, RunningMarket} from '../market-runner.js';
import {createSubscribers, createTimedSubscribers, type Subscribers} from '../subscribers.js';
import {toSymbol} from '../market-list.js';
import {createPrinter} from './print.js';
import {statisticsOf, toMiniEvent, type Statistics} from './statistics.js';

export const dayMs = 24 * 3_600_000;
const averageMs = 5 * 60_000;
const stepsBetween = 10;
const everyMs = 1000;

const createSecondStream = (market: RunningMarket, toEvent: () => object | null): Subscribers => {
	const subscribers = createSubscribers(
		'binance',
		market,
		(_, stepNumber) => {
			const event = stepNumber % stepsBetween === 0 ? toEvent() : null;
			if (event) subscribers.tell(JSON.stringify(event));
		},
		() => {},
	);
	return subscribers;
};

/** What was traded in the last `windowMs`, each second. */
export const createTickerStream = (
	market: RunningMarket,
	windowMs: number,
	time: () => number,
	toEvent: (all: Statistics) => object,
): Subscribers =>
	createSecondStream(market, () => {
		const now = time();
		return toEvent(statisticsOf({listing: market.listing, market}, now - windowMs, now));
	});

/** The mean price of five minutes; null while nothing was traded in them. */
export const averageOf = (market: RunningMarket, now: number) => {
	const tape = market.tapes.binance;
	const traded = tape.since(now - averageMs);
	if (!traded) return null;
	const price = createPrinter(market.books.binance.scale).mean(traded.quote, traded.lots);
	return {mins: averageMs / 60_000, price, closeTime: tape.fills().at(-1)?.time ?? now};
};

export const createAverageStream = (market: RunningMarket, time: () => number): Subscribers =>
	createSecondStream(market, () => {
		const now = time();
		const average = averageOf(market, now);
		if (!average) return null;
		const s = toSymbol('binance', market.listing);
		return {e: 'avgPrice', E: now, s, i: '5m', w: average.price, T: average.closeTime};
	});

/** `!miniTicker@arr`: each second the markets in which something was traded since. */
export const createAllMiniTickers = (
	runner: MarketRunner,
	listings: readonly Listing[],
	clock: Clock,
	time: () => number,
): Subscribers => {
	let told = new Map<Listing, number>();
	return createTimedSubscribers(clock, everyMs, () => {
		const now = time();
		const all = listings.map(listing => {
			const market = runner.use(listing);
			return {listing, all: statisticsOf({listing, market}, now - dayMs, now)};
		});
		const changed = all.filter(({listing, all: {lastId}}) => lastId !== (told.get(listing) ?? -1));
		told = new Map(all.map(({listing, all: {lastId}}) => [listing, lastId]));
		if (changed.length === 0) return null;
		return JSON.stringify(changed.map(({all: statistics}) => toMiniEvent(statistics)));
	});
};
