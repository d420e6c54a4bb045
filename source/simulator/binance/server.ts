import {createDepthStream} from './depth.js';
import {createTradeStream} from './trades.js';
import {createBinanceRest, type BinanceRestOptions} from './rest.js';
import {serveBinanceSocket} from './socket.js';
import type {Listen, LoopbackServer} from '../loopback-server.js';
import {isSilent, type Listing} from '../market-list.js';
import type {MarketRunner, RunningMarket} from '../market-runner.js';
import type {Subscribers} from '../subscribers.js';

export type BinanceServerOptions = BinanceRestOptions & {
	readonly listen: Listen;
};

/** What a stream's name may end in, and how the stream is made. */
const kinds: ReadonlyMap<string, (market: RunningMarket) => Subscribers> = new Map([
	['depth@100ms', market => createDepthStream(market, 1)],
	['depth', market => createDepthStream(market, 10)],
	['trade', market => createTradeStream(market, 'trade')],
	['aggTrade', market => createTradeStream(market, 'aggTrade')],
]);

/** Streams by name, made when first asked for. An unknown or upper-case name is none. */
const createStreams = (runner: MarketRunner, symbols: ReadonlyMap<string, Listing>) => {
	const streams = new Map<string, Subscribers>();
	return (name: string): Subscribers | null => {
		const [, symbol = '', kind = ''] = /^([^@]+)@(.+)$/.exec(name) ?? [];
		const listing = symbol === symbol.toLowerCase() ? symbols.get(symbol.toUpperCase()) : undefined;
		const create = kinds.get(kind);
		if (!create || !listing || listing.special === 'break on binance') return null;
		if (isSilent('binance', listing)) return null;
		const stream = streams.get(name) ?? create(runner.use(listing));
		streams.set(name, stream);
		return stream;
	};
};

const splitStreams = (text: string) => text.split('/').filter(name => name !== '');

/** Null where no socket is served. */
const parseAddress = (url: URL): {isCombined: boolean; streams: string[]} | null => {
	if (url.pathname === '/stream')
		return {isCombined: true, streams: splitStreams(url.searchParams.get('streams') ?? '')};
	const raw = /^\/ws(\/.*)?$/.exec(url.pathname);
	return raw && {isCombined: false, streams: splitStreams(decodeURIComponent(raw[1] ?? ''))};
};

/** Binance's spot market data: https://developers.binance.com/docs/binance-spot-api-docs */
export const startBinanceServer = (options: BinanceServerOptions): Promise<LoopbackServer> => {
	const find = createStreams(options.runner, options.symbols);
	const {site, listen} = options;
	return listen({
		site,
		answer: createBinanceRest(options),
		accept(url) {
			const address = parseAddress(url);
			return (
				address &&
				((socket, wire) => {
					serveBinanceSocket({socket, wire, site, find, ...address});
				})
			);
		},
	});
};
