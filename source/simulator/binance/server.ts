import type {Listen, LoopbackServer} from '../loopback-server.js';
import {createMarketData, type MarketDataOptions} from './market-data.js';
import {createBinanceRest} from './rest.js';
import {serveBinanceSocket} from './socket.js';
import {createStreams} from './streams.js';
import {createAllowance} from './weight.js';
import {serveWsApi} from './ws-api.js';

export type BinanceServerOptions = MarketDataOptions & {
	readonly listen: Listen;
};

const splitStreams = (text: string) => text.split('/').filter(name => name !== '');

/** Null where no streams are served. */
export const parseAddress = (url: URL): {isCombined: boolean; streams: string[]} | null => {
	if (url.pathname === '/stream')
		return {isCombined: true, streams: splitStreams(url.searchParams.get('streams') ?? '')};
	const raw = /^\/ws(\/.*)?$/.exec(url.pathname);
	return raw && {isCombined: false, streams: splitStreams(decodeURIComponent(raw[1] ?? ''))};
};

/** Binance's spot market data: https://developers.binance.com/docs/binance-spot-api-docs */
export const startBinanceServer = (options: BinanceServerOptions): Promise<LoopbackServer> => {
	const {site, runner, symbols, listen} = options;
	const find = createStreams({runner, clock: site.clock, time: site.time, symbols});
	const data = createMarketData(options);
	const allowance = createAllowance(site.clock);
	return listen({
		site,
		answer: createBinanceRest(data, allowance),
		accept(url) {
			const isMicro = /^(microsecond|MICROSECOND)$/.test(url.searchParams.get('timeUnit') ?? '');
			if (url.pathname === '/ws-api/v3')
				return (socket, wire) => {
					serveWsApi({socket, wire, site, data, allowance, isMicro});
				};
			const address = parseAddress(url);
			return (
				address &&
				((socket, wire) => {
					serveBinanceSocket({socket, wire, site, find, isMicro, ...address});
				})
			);
		},
	});
};
