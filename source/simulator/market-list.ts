export const exchangeIds = ['binance', 'huobi'] as const;

export type ExchangeId = (typeof exchangeIds)[number];

/** How one exchange lists a market. */
export type Listing = {
	/** `STEEM/USDT`. */
	readonly market: string;
	readonly base: string;
	readonly quote: string;
	readonly isListed: Readonly<Record<ExchangeId, boolean>>;
	/** What is odd about it; null for nothing. */
	readonly special: Special | null;
};

type Special =
	| 'binance only'
	| 'huobi only'
	| 'break on binance'
	| 'suspended on huobi'
	| 'no mbp on huobi'
	| 'silent on binance'
	| 'silent on huobi';

/**
 * Markets that show what else can happen. All others trade on both exchanges.
 *
 * | market    | Binance                                         | Huobi                                        |
 * |-----------|-------------------------------------------------|----------------------------------------------|
 * | BNB/USDT  | trading                                         | not listed                                   |
 * | HT/USDT   | not listed                                      | online                                       |
 * | STEEM/BNB | `BREAK`: empty snapshot, never any data         | not listed                                   |
 * | SRM/USDT  | trading                                         | `suspend`: every `sub` and `req` is refused  |
 * | WAXP/USDT | trading                                         | `mbp.150` is no topic of it, `depth.step0` is |
 * | XEM/USDT  | a snapshot, subscriptions accepted, never data  | online                                       |
 * | NKN/USDT  | trading                                         | subscriptions accepted, never data or a `rep` |
 */
const specials: ReadonlyMap<string, Special> = new Map([
	['BNB/USDT', 'binance only'],
	['HT/USDT', 'huobi only'],
	['STEEM/BNB', 'break on binance'],
	['SRM/USDT', 'suspended on huobi'],
	['WAXP/USDT', 'no mbp on huobi'],
	['XEM/USDT', 'silent on binance'],
	['NKN/USDT', 'silent on huobi'],
]);

const defaultMarkets = `
	STEEM/USDT STEEM/BTC STEEM/ETH STEEM/BNB BTC/USDT ETH/USDT ETH/BTC HIVE/USDT HIVE/BTC
	BNB/USDT HT/USDT SRM/USDT WAXP/USDT XEM/USDT NKN/USDT
	ADA/USDT ADA/BTC ALGO/USDT ATOM/USDT AVAX/USDT BCH/USDT BLZ/ETH BTT/USDT DENT/USDT DOGE/USDT
	DOGE/BTC DOT/USDT EOS/USDT EOS/BTC FIL/USDT GALA/USDT IOST/USDT LINK/USDT LINK/ETH LRC/BTC
	LTC/USDT LTC/BTC MANA/USDT NEAR/USDT QTUM/USDT QTUM/ETH SHIB/USDT SOL/USDT SOL/BTC TRX/USDT
	TRX/BTC UNI/USDT VET/USDT VET/ETH XLM/USDT XMR/BTC XRP/USDT XRP/BTC ZIL/USDT
`;

const toListing = (market: string): Listing => {
	const [base = '', quote = '', ...rest] = market.split('/');
	if (base === '' || quote === '' || rest.length > 0)
		throw new RangeError(`not a market: "${market}"`);
	const special = specials.get(market) ?? null;
	const isListed = {
		binance: special !== 'huobi only',
		huobi: special !== 'binance only' && special !== 'break on binance',
	};
	return {market, base, quote, isListed, special};
};

/** The default list and the markets named besides, which trade on both exchanges. */
export const createMarketList = (besides: readonly string[]): ReadonlyMap<string, Listing> => {
	const names = [...defaultMarkets.trim().split(/\s+/), ...besides.map(name => name.toUpperCase())];
	return new Map(names.map(name => [name, toListing(name)]));
};

/** The exchange's own name: `STEEMUSDT` on Binance, `steemusdt` on Huobi. */
export const toSymbol = (exchange: ExchangeId, {base, quote}: Listing): string =>
	exchange === 'binance' ? base + quote : (base + quote).toLowerCase();

/** What an exchange lists, by its own name. */
export const indexBySymbol = (
	exchange: ExchangeId,
	list: ReadonlyMap<string, Listing>,
): ReadonlyMap<string, Listing> =>
	new Map(
		[...list.values()]
			.filter(listing => listing.isListed[exchange])
			.map(listing => [toSymbol(exchange, listing), listing]),
	);

/** Listed and trading by name, but nothing ever happens there. */
export const isSilent = (exchange: ExchangeId, {special}: Listing): boolean =>
	special === `silent on ${exchange}`;
