import assert from 'node:assert/strict';
import type {Level} from '../../source/book/side-view.js';
import {parseDecimal} from '../../source/book/fixed-point.js';
import type {Rung} from '../../source/simulator/ladder.js';
import {createLevelPrinter} from '../../source/simulator/level-printer.js';
import {createMarketList} from '../../source/simulator/market-list.js';
import {createMarketModel} from '../../source/simulator/market-model.js';
import {createBookStore} from '../../source/store/book-store.js';
import {columns} from './columns.js';
import {startTime} from './market.js';
import {goLive} from './statuses.js';

const exchanges = ['binance', 'huobi'] as const;

/** Levels far from everything, as real books have them. */
const absurd = {
	bids: {price: parseDecimal('0.00000001'), size: parseDecimal('92233720368.54775807')},
	asks: {price: parseDecimal('868123.5'), size: parseDecimal('0.00000001')},
};

/** Both exchanges' books of a simulated market, whose time is moved by hand; `isListed` tells whether the steps of its numbers are known. */
export const createSimulatedBooks = (market: string, seed: number, isListed: boolean) => {
	const listing = createMarketList([market]).get(market);
	assert.ok(listing);
	const model = createMarketModel(seed, listing);
	const store = createBookStore();
	for (const exchange of exchanges) {
		const {priceDecimals, sizeDecimals} = model.books[exchange].scale;
		const tickSize = isListed ? {units: 1, decimals: priceDecimals} : null;
		const sizeStep = isListed ? {units: 1, decimals: sizeDecimals} : null;
		const title = exchange === 'binance' ? 'Binance' : 'Huobi';
		store.add({key: exchange, exchange, title, market, tickSize, sizeStep});
	}
	const printers = exchanges.map(id => createLevelPrinter(id, model.books[id].scale));
	let sequence = 0;
	const publish = () => {
		for (const [index, exchange] of exchanges.entries()) {
			const {flow} = model.books[exchange];
			const toLevel = (rung: Rung): Level => {
				const [price = '', size = ''] = printers[index]?.(rung) ?? [];
				return {price: parseDecimal(price), size: parseDecimal(size)};
			};
			const bids = columns(...flow.bids.top().map(toLevel), absurd.bids);
			const asks = columns(...flow.asks.top().map(toLevel), absurd.asks);
			const change = {bids, asks, sequence: ++sequence, exchangeTime: null};
			store.apply(exchange, {type: 'snapshot', ...change}, startTime);
			goLive(store, exchange, startTime);
		}
		store.publish();
		return store.getView();
	};
	return {
		store,
		getView: publish,
		/** Lets so many tenths of seconds pass. */
		step(count: number) {
			for (let left = count; left > 0; left--) model.step();
			return publish();
		},
	};
};
