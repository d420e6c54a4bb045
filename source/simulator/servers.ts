import {createSimulatedBitstamp} from './bitstamp/exchange.js';
import {createSimulatedBybit} from './bybit/exchange.js';
import {createSimulatedCoinbase} from './coinbase/exchange.js';
import {createSimulatedUpbit} from './upbit/exchange.js';
import {startBinanceServer, type BinanceServerOptions} from './binance/server.js';
import {createSimulatedGate} from './gate/exchange.js';
import {startHuobiServer} from './huobi/server.js';
import type {CreateProtocol, Tricks} from './kit/protocol.js';
import {serveProtocol} from './kit/serve.js';
import {createSimulatedKraken} from './kraken/exchange.js';
import type {LoopbackServer} from './loopback-server.js';
import type {SimulatedId} from './market-list.js';
import {createSimulatedOkx} from './okx/exchange.js';

/** An exchange that can be reached, and what only it can do for a fault. */
export type Server = LoopbackServer & {readonly tricks?: Tricks};

export type StartServer = (options: BinanceServerOptions) => Promise<Server>;

const withKit =
	(create: CreateProtocol): StartServer =>
	options =>
		serveProtocol(create, options);

/** How each exchange is started. */
export const servers: Readonly<Record<SimulatedId, StartServer>> = {
	binance: startBinanceServer,
	huobi: startHuobiServer,
	gate: withKit(createSimulatedGate),
	kraken: withKit(createSimulatedKraken),
	okx: withKit(createSimulatedOkx),
	upbit: withKit(createSimulatedUpbit),
	bitstamp: withKit(createSimulatedBitstamp),
	bybit: withKit(createSimulatedBybit),
	coinbase: withKit(createSimulatedCoinbase),
};
