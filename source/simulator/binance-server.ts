import type {Clock} from '../clock.js';
import {createDepthStream} from './binance-depth.js';
import {createBinanceRest} from './binance-rest.js';
import {serveBinanceSocket} from './binance-socket.js';
import {startLoopbackServer, type LoopbackServer} from './loopback-server.js';
import {isSilent, type Listing} from './market-list.js';
import type {MarketRunner} from './market-runner.js';
import type {Subscribers} from './subscribers.js';

export type BinanceServerOptions = {
	readonly clock: Clock;
	readonly runner: MarketRunner;
	/** What is listed, by symbol. */
	readonly symbols: ReadonlyMap<string, Listing>;
};

/** Steps of 100 ms that one event of the stream tells of. */
const everySteps: Readonly<Record<string, number>> = {'@100ms': 1, '': 10};

/** Streams by name, made when first asked for. An unknown or upper-case name is none. */
const createStreams = (runner: MarketRunner, symbols: ReadonlyMap<string, Listing>) => {
	const streams = new Map<string, Subscribers>();
	return (name: string): Subscribers | null => {
		const [, symbol = '', speed = ''] = /^([^@]+)@depth(@100ms)?$/.exec(name) ?? [];
		const listing = symbol === symbol.toLowerCase() ? symbols.get(symbol.toUpperCase()) : undefined;
		if (!listing || listing.special === 'break on binance') return null;
		if (isSilent('binance', listing)) return null;
		let stream = streams.get(name);
		stream ??= createDepthStream(runner.use(listing), everySteps[speed] ?? 1);
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
	return startLoopbackServer({
		answer: createBinanceRest(options),
		accept(url) {
			const address = parseAddress(url);
			return (
				address &&
				(socket => {
					serveBinanceSocket({socket, clock: options.clock, find, ...address});
				})
			);
		},
	});
};
