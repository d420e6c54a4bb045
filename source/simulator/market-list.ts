/** The exchanges that take part where nothing else is said. */
export const exchangeIds = ['binance', 'huobi'] as const;

export type ExchangeId = (typeof exchangeIds)[number];

/** All that can be simulated. */
export const simulatedIds = [
	...exchangeIds,
	'gate',
	'kraken',
	'okx',
	'upbit',
	'bitstamp',
	'bybit',
	'coinbase',
] as const;

export type SimulatedId = (typeof simulatedIds)[number];

/** One for each exchange that takes part; to ask for another is a mistake of ours. */
export const ofEach = <T>(
	ids: readonly SimulatedId[],
	make: (id: SimulatedId) => T,
): Readonly<Record<SimulatedId, T>> =>
	Object.fromEntries(ids.map(id => [id, make(id)])) as Record<SimulatedId, T>;

/** How one exchange lists a market. */
export type Listing = {
	/** `STEEM/USDT`. */
	readonly market: string;
	readonly base: string;
	readonly quote: string;
	readonly isListed: Readonly<Record<SimulatedId, boolean>>;
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
 * Markets that show what else can happen. All others trade on both exchanges, and on those that
 * have no client yet; what one of the two alone lists, those do not, and `SRM/USDT` is halted there.
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

/** Markets in the money of some exchanges, which the others do not list. */
const ownMarkets: readonly (readonly [ids: readonly SimulatedId[], markets: string])[] = [
	[['kraken', 'bitstamp', 'coinbase'], 'BTC/USD ETH/USD XRP/USD SOL/USD LTC/USD STEEM/USD ETH/EUR'],
	[['upbit'], 'STEEM/KRW BTC/KRW ETH/KRW XRP/KRW SOL/KRW DOGE/KRW HIVE/KRW'],
];

const toListing = (market: string, on: readonly SimulatedId[] | null = null): Listing => {
	const [base = '', quote = '', ...rest] = market.split('/');
	if (base === '' || quote === '' || rest.length > 0)
		throw new RangeError(`not a market: "${market}"`);
	const special = specials.get(market) ?? null;
	const isOnHuobi = special !== 'binance only' && special !== 'break on binance';
	const isListed = ofEach(simulatedIds, id => {
		if (on) return on.includes(id);
		if (id === 'binance') return special !== 'huobi only';
		return isOnHuobi && (id === 'huobi' || special !== 'huobi only');
	});
	return {market, base, quote, isListed, special};
};

/** The default list and the markets named besides, which trade on both exchanges. */
export const createMarketList = (besides: readonly string[]): ReadonlyMap<string, Listing> => {
	const names = [...defaultMarkets.trim().split(/\s+/), ...besides.map(name => name.toUpperCase())];
	const own = ownMarkets.flatMap(([ids, markets]) =>
		markets.split(' ').map((name): [string, Listing] => [name, toListing(name, ids)]),
	);
	return new Map([...own, ...names.map((name): [string, Listing] => [name, toListing(name)])]);
};

/** The exchange's own name: `STEEMUSDT` on Binance, `steemusdt` on Huobi, `STEEM_USDT` on Gate. */
export const toSymbol = (exchange: SimulatedId, {base, quote}: Listing): string => {
	switch (exchange) {
		case 'binance':
		case 'bybit':
			return base + quote;
		case 'bitstamp':
		case 'huobi':
			return (base + quote).toLowerCase();
		case 'gate':
			return `${base}_${quote}`;
		case 'kraken':
			return `${base}/${quote}`;
		case 'okx':
		case 'coinbase':
			return `${base}-${quote}`;
		case 'upbit':
			return `${quote}-${base}`;
	}
};

/** What an exchange lists, by its own name. */
export const indexBySymbol = (
	exchange: SimulatedId,
	list: ReadonlyMap<string, Listing>,
): ReadonlyMap<string, Listing> =>
	new Map(
		[...list.values()]
			.filter(listing => listing.isListed[exchange])
			.map(listing => [toSymbol(exchange, listing), listing]),
	);

/** Listed and trading by name, but nothing ever happens there. */
export const isSilent = (exchange: SimulatedId, listing: Listing): boolean =>
	listing.special === `silent on ${exchange}` || isHalted(exchange, listing);

/** Whether a market of an exchange beside the two is listed, and not traded. */
export const isHalted = (exchange: SimulatedId, {special}: Listing): boolean =>
	exchange !== 'binance' && exchange !== 'huobi' && special === 'suspended on huobi';
