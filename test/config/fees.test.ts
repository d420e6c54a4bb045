import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseAlertRule} from '../../source/alerts/parse-rule.js';
import {createAlerts} from '../../source/alerts/alerts.js';
import {formatDecimal, parseDecimal} from '../../source/book/fixed-point.js';
import {loadConfig} from '../../source/config/load-config.js';
import {exchanges} from '../../source/exchanges/index.js';
import {createEdgeNews} from '../../source/output/edge-news.js';
import {createEdgeTracker} from '../../source/panes/edge/edge-tracker.js';
import {createBookStore} from '../../source/store/book-store.js';
import {columns} from '../helpers/columns.js';
import {startTime} from '../helpers/market.js';
import {goLive} from '../helpers/statuses.js';

const feeOf = (text: string | null) =>
	loadConfig({flags: {}, environment: {}, file: {path: 'config.json', text}}).feeOf;

/** 100 bought on Binance for 1 each can be sold on Upbit for 1.01. */
const createStore = () => {
	const store = createBookStore();
	for (const [exchange, bid, ask] of [
		['binance', '0.99', '1'],
		['upbit', '1.01', '1.02'],
	] as const) {
		const [market, key] = ['STEEM/USDT', `${exchange}:STEEM/USDT`];
		const tickSize = parseDecimal('0.01');
		store.add({key, exchange, title: exchange, market, tickSize});
		const sides = {bids: columns([bid, '5000']), asks: columns([ask, '5000'])};
		store.apply(key, {type: 'snapshot', ...sides, sequence: 1, exchangeTime: null}, startTime);
		goLive(store, key, startTime);
	}
	store.publish();
	return store;
};

// 1 % of the cost before fees; 0.1 % of 100 and 0.25 % of 101 are 0.1 and 0.2525.
for (const [name, file, net] of [
	['an edge with a book of Upbit in USDT is net of 0.25 %', null, '0.6475'],
	['an edge is net of the fee that is set', '{"fees": {"upbit": "0.05"}}', '0.8495'],
] as const) {
	test(name, () => {
		const view = createStore().getView();
		const fees = feeOf(file);

		const edges = createEdgeTracker(fees);
		edges.sample(view);
		const shown = edges.directions(view, 0)[0]?.edge;
		assert.equal(shown?.netShare.toFixed(6), (Number(net) / 100).toFixed(6));

		const options = {isJson: true, levels: 1, size: parseDecimal('100'), feeOf: fees};
		const [told = ''] = createEdgeNews(options)(view, startTime);
		assert.equal((JSON.parse(told) as {net: string}).net, net);

		const alerts = createAlerts({
			rules: ['edge > 0% 100 binance upbit'].map(parseAlertRule(exchanges)),
			feeOf: fees,
			clock: {now: () => startTime, wall: (at = startTime) => at},
		});
		assert.deepEqual(
			alerts.look(view.books).map(({value}) => value),
			[`${formatDecimal(parseDecimal(net))}%`],
		);
	});
}
