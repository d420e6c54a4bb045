import type {Listing, SimulatedId} from './market-list.js';
import {hashText} from '../random.js';

/** What a market's numbers look like. Prices are integers in ticks, sizes integers in lots. */
export type MarketScale = {
	/** A tick is 10^-priceDecimals of the quote. */
	readonly priceDecimals: number;
	/** A lot is 10^-sizeDecimals of the base. */
	readonly sizeDecimals: number;
	/** Where the fair price starts, in ticks. */
	readonly startTicks: number;
	/** The size of an ordinary order, in lots. */
	readonly usualLots: number;
};

// prettier-ignore
const dollarPrices: Readonly<Record<string, number>> = {
	USDT: 1, BUSD: 1, USDC: 1, DAI: 1, TRY: 0.03, EUR: 1.1, USD: 1, KRW: 0.00072,
	BTC: 60_000, ETH: 3000, BNB: 550, BCH: 380, LTC: 75, XMR: 160, SOL: 145, AVAX: 27, UNI: 7,
	LINK: 12, DOT: 5, ATOM: 6, NEAR: 4.6, FIL: 4.2, HT: 0.6, EOS: 0.55, XRP: 0.55, ADA: 0.37,
	STEEM: 0.18, HIVE: 0.22, SRM: 0.04, WAXP: 0.035, XEM: 0.018, NKN: 0.07, DOGE: 0.12, TRX: 0.15,
	MANA: 0.3, GALA: 0.02, ALGO: 0.14, VET: 0.024, XLM: 0.095, ZIL: 0.015, IOST: 0.0055,
	QTUM: 2.4, LRC: 0.14, BLZ: 0.15, DENT: 0.0009, SHIB: 0.000_018, BTT: 0.000_000_9,
};

/** From the table, or by the name: the same every time, somewhere from 0.01 to 50. */
const dollars = (asset: string): number =>
	dollarPrices[asset] ?? 0.01 * 5000 ** (hashText(asset) / 2 ** 32);

/** Fewer ticks than this in a price, and a book has no room below it. */
const fewestTicks = 150;

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

const magnitude = (value: number) => Math.floor(Math.log10(value));

const priceDecimals = (quote: string, price: number): number => {
	if (quote === 'BTC' || quote === 'BNB') return 8;
	if (quote === 'ETH') return 7;
	return clamp(3 - magnitude(price), quote === 'KRW' ? 0 : 2, 8);
};

/** Where sizes are cut at the satoshi. */
const fineSizes = new Set<SimulatedId>(['kraken', 'upbit', 'bitstamp', 'coinbase']);

const sizeDecimals = (exchange: SimulatedId, quote: string, base: number): number => {
	const isCheap = base < 10;
	if (fineSizes.has(exchange)) return 8;
	if (exchange === 'huobi') return quote === 'BTC' && isCheap ? 2 : base >= 1000 ? 6 : 4;
	if (base < 0.01 || (isCheap && (quote === 'BTC' || quote === 'ETH'))) return 0;
	return Math.max(1, magnitude(base) + 1);
};

/** Lots differ between the exchanges, the tick is the same on all. */
export const scaleOf = (exchange: SimulatedId, {base, quote}: Listing): MarketScale => {
	const price = dollars(base) / dollars(quote);
	const decimals = priceDecimals(quote, price);
	const lotDecimals = sizeDecimals(exchange, quote, dollars(base));
	return {
		priceDecimals: decimals,
		sizeDecimals: lotDecimals,
		startTicks: Math.max(fewestTicks, Math.round(price * 10 ** decimals)),
		usualLots: Math.max(2, Math.round((144 / dollars(base)) * 10 ** lotDecimals)),
	};
};
