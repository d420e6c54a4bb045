import {binance} from './binance/index.js';
import {bitstamp} from './bitstamp/index.js';
import {bybit} from './bybit/index.js';
import {coinbase} from './coinbase/index.js';
import type {Exchange} from './exchange.js';
import {gate} from './gate/index.js';
import {huobi} from './huobi/index.js';
import {kraken} from './kraken/index.js';
import {okx} from './okx/index.js';
import {upbit} from './upbit/index.js';

/** Every exchange the program knows, in the order of the panes. */
export const exchanges: readonly Exchange[] = [
	binance,
	huobi,
	gate,
	okx,
	bybit,
	kraken,
	upbit,
	bitstamp,
	coinbase,
];

/** Those that are followed where none is named. */
export const defaultExchanges: readonly Exchange[] = [binance, huobi];

/** Shown where no market is named. */
export const defaultMarket = 'STEEM/USDT';
