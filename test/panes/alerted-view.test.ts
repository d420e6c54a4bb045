import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createAlertedView} from '../../source/panes/alerted-view.js';
import {createLiveMarket, startTime} from '../helpers/market.js';

const alert = {
	...{rule: 'edge > 0% 10', market: 'STEEM/USDT', exchange: 'binance,huobi'},
	...{value: '0.2%', time: startTime},
};

test('what goes off is among what happened to the books it is of', () => {
	const view = createLiveMarket().getView();
	const toView = createAlertedView();
	assert.equal(toView(view, []), view);
	const one = [{...alert, rule: 'price > 1', exchange: 'huobi', value: '2'}];
	const [binance, huobi] = toView(view, one).books;
	assert.equal(binance, view.books[0]);
	assert.deepEqual(huobi?.health.events.at(-1), {at: startTime, text: 'alert: price > 1: 2'});
	const both = toView(view, [alert]).books.map(({health}) => health.events.at(-1)?.text);
	assert.deepEqual(both, Array(2).fill('alert: edge > 0% 10 (binance → huobi): 0.2%'));
	assert.equal(toView(view, one).books[0], view.books[0]);
});
