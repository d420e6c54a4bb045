import type {CreateVoice} from '../voice.js';
import {createBinanceVoice} from './binance.js';
import {createBitstampVoice} from './bitstamp.js';
import {createBybitVoice} from './bybit.js';
import {createCoinbaseVoice} from './coinbase.js';
import {createGateVoice} from './gate.js';
import {createHuobiVoice} from './huobi.js';
import {createKrakenVoice} from './kraken.js';
import {createOkxVoice} from './okx.js';
import {createUpbitVoice} from './upbit.js';
import type {SimulatedId} from '../../simulator/market-list.js';

/** How each exchange speaks. */
export const voices: Readonly<Record<SimulatedId, CreateVoice>> = {
	binance: createBinanceVoice,
	huobi: createHuobiVoice,
	gate: createGateVoice,
	kraken: createKrakenVoice,
	okx: createOkxVoice,
	upbit: createUpbitVoice,
	bitstamp: createBitstampVoice,
	bybit: createBybitVoice,
	coinbase: createCoinbaseVoice,
};
