import assert from 'node:assert/strict';
import {test} from 'node:test';
import {comparedOf} from '../../source/panes/compared.js';
import {sceneOf, listedIn} from '../../source/model/scene.js';
import {createLiveMarket} from '../helpers/market.js';
import {createExchanges} from '../helpers/many-exchanges.js';
import {createState, startModelRun} from '../helpers/model-run.js';

const seven = ['binance', 'huobi', 'gate', 'okx', 'bybit', 'kraken', 'upbit'];

const start = (store = createExchanges(...seven), columns = 120) => {
	const run = startModelRun({...createState(store), size: {columns, rows: 40}});
	const names = () => comparedOf(store.getView(), run.getState().ui);
	return {
		...run,
		compared: () =>
			names()
				.view.books.map(({exchange}) => exchange)
				.join(' '),
		names,
		shown() {
			const {plan} = sceneOf(run.getState(), listedIn(store.getView()));
			return plan.type === 'panes' ? plan.panes.map(({index}) => index) : [];
		},
	};
};

test('the money of most exchanges is compared, wherever the focus is', () => {
	const {press, compared, names} = start();
	assert.equal(compared(), 'binance huobi gate okx bybit kraken');
	press('shift+tab');
	assert.equal(compared(), 'binance huobi gate okx bybit kraken');
	assert.deepEqual(
		names().otherMoney.map(({exchange}) => exchange),
		['upbit'],
	);
});

test('a key goes round the quote currencies', () => {
	const {press, compared, getState} = start(
		createExchanges('binance', 'gate', 'upbit', 'coinbase'),
	);
	const seen: string[] = [];
	for (let turn = 0; turn < 4; turn++) {
		seen.push(compared());
		press('$');
	}
	assert.deepEqual(seen, ['binance gate', 'upbit', 'coinbase', 'binance gate']);
	assert.match(getState().notice ?? '', /views 2, 3 and 5 compare KRW/);
});

test('a cursor on a price goes with its money', () => {
	const {press, getState} = start();
	press('down', 'pagedown', '$');
	assert.deepEqual([getState().ui.cursor, getState().ui.scroll], [null, 0]);
});

test('where all have one quote currency its key says so', () => {
	const {press, getState} = start(createLiveMarket());
	const before = getState().ui;
	press('$');
	assert.equal(getState().ui, before);
	assert.equal(getState().notice, 'all exchanges have the same quote currency');
});

test('the selected exchange goes out, and in again', () => {
	const {press, compared, names, getState} = start();
	press('tab', 'tab', 'o');
	assert.equal(compared(), 'binance huobi okx bybit kraken');
	assert.deepEqual(
		names().takenOut.map(({exchange}) => exchange),
		['gate'],
	);
	assert.equal(getState().notice, 'Gate is out of views 2, 3 and 5: o takes it in again');
	press('o');
	assert.equal(compared(), 'binance huobi gate okx bybit kraken');
	assert.equal(getState().notice, 'Gate is in views 2, 3 and 5 again');
});

test('in the views that compare, Tab selects what goes out', () => {
	const {press, compared, wanted} = start();
	for (const view of ['2', '3', '5']) {
		press(view, 'tab', 'o');
	}
	assert.equal(compared(), 'binance okx bybit kraken'.replace('okx ', ''));
	press('3', 'R');
	assert.deepEqual(wanted(), [
		{type: 'resync', keys: ['binance:BTC/USDT', 'bybit:BTC/USDT', 'kraken:BTC/USDT']},
	]);
});

test('what was taken out stays out of another market', () => {
	const {press, dispatch, getState} = start();
	press('o');
	const {source, edges, heat, flow, vitals, markets} = getState().shown;
	dispatch({
		type: 'show',
		other: {source, edges, heat, flow, vitals, markets, market: 'ETH/USDT', mode: 'live'},
	});
	assert.deepEqual(getState().ui.out, ['binance']);
	assert.equal(getState().ui.money, null);
});

test('one exchange alone cannot be taken out', () => {
	const {press, getState} = start(createExchanges('binance'));
	press('o');
	assert.deepEqual(getState().ui.out, []);
	assert.match(getState().notice ?? '', /no other exchange/);
});

test('panes scroll no further than brings the focused one into sight', () => {
	const {press, shown} = start(undefined, 160);
	assert.deepEqual(shown(), [0, 1, 2]);
	press('tab', 'tab');
	assert.deepEqual(shown(), [0, 1, 2]);
	press('tab', 'tab');
	assert.deepEqual(shown(), [2, 3, 4]);
	press('shift+tab', 'shift+tab');
	assert.deepEqual(shown(), [2, 3, 4], 'back within what is shown');
	press('shift+tab');
	assert.deepEqual(shown(), [1, 2, 3]);
	press('shift+tab', 'shift+tab');
	assert.deepEqual(shown(), [4, 5, 6], 'round to the last');
	press('tab');
	assert.deepEqual(shown(), [0, 1, 2]);
});

test('a zoomed pane comes back among its neighbours', () => {
	const {press, shown} = start();
	press('tab', 'tab', 'tab', 'z');
	assert.deepEqual(shown(), [3]);
	press('z');
	assert.deepEqual(shown(), [2, 3]);
});
