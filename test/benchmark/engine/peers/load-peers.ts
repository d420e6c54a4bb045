import type {Contender} from '../contender.js';
import {loadCcxt} from './ccxt.js';
import {loadCcxws} from './ccxws.js';
import {loadNodeBinanceApi} from './node-binance-api.js';
import {loadOrderbooks} from './orderbooks.js';
import {loadTardis} from './tardis.js';

/** All that are installed. */
export const loadPeers = async (): Promise<readonly Contender[]> => {
	const found = [loadTardis, loadCcxws, loadCcxt, loadNodeBinanceApi, loadOrderbooks];
	const peers: Contender[] = [];
	for (const load of found) {
		const peer = await load();
		if (peer) peers.push(peer);
	}
	return peers;
};
