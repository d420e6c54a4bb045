import assert from 'node:assert/strict';
import {test} from 'node:test';
import {barLegends} from '../../../source/panes/depth/depth-bars.js';
import {sharedScales, shownLadder} from '../../../source/panes/depth/shown-ladders.js';
import {initialUiState} from '../../../source/screen/ui-state.js';
import {binance, createLiveMarket, huobi, setLevel, startTime} from '../../helpers/market.js';

const start = () => {
	const store = createLiveMarket();
	const scaleOf = (index: number, bars: 'size' | 'total' = 'size') => {
		const view = store.getView();
		const book = view.books[index];
		assert.ok(book);
		const ui = {...initialUiState, bars};
		return sharedScales(view, book, {ui, rows: 21, isFocused: index === 0});
	};
	return {store, scaleOf};
};

test('panes side by side have one scale, whichever book changes it', () => {
	const {store, scaleOf} = start();
	for (const [key, size] of [
		[huobi, '90000000'],
		[binance, '900000000'],
	] as const) {
		const before = scaleOf(0, 'total').total;
		setLevel(store, key, 'bids', ['0.1642', size], startTime);
		store.publish();
		for (const bars of ['size', 'total'] as const)
			assert.deepEqual(scaleOf(0, bars), scaleOf(1, bars));
		assert.ok(scaleOf(0, 'total').total > before);
	}
});

test('another market has a scale of its own', () => {
	const {store, scaleOf} = start();
	const before = scaleOf(0, 'total');
	store.setFacts(huobi, {market: 'TRIO/ETH'});
	setLevel(store, huobi, 'bids', ['0.1642', '90000000'], startTime);
	store.publish();
	assert.deepEqual(scaleOf(0, 'total'), before);
});

test('what a table shows is worked out once for all panes', () => {
	const [book] = createLiveMarket().getView().books;
	assert.ok(book);
	const of = {ui: initialUiState, rows: 21, isFocused: true};
	assert.equal(shownLadder(book, of), shownLadder(book, {...of}));
	assert.notEqual(shownLadder(book, of), shownLadder(book, {...of, rows: 11}));
});

test('a legend says what a full bar stands for', () => {
	const scales = {shown: 'size' as const, size: 6000, total: 250_000};
	assert.deepEqual(barLegends(scales), ['bar: size 0–6 000', 'bar 0–6 000', '0–6 000', '0–6k']);
	assert.equal(barLegends({...scales, shown: 'total'})[0], 'bar: total 0–250 000');
	for (const [size, words] of [
		[1250, '0–1.25k'],
		[2.5e-7, '0–0.00000025'],
		[1e6, '0–1M'],
		[999, '0–999'],
	] as const)
		assert.equal(barLegends({...scales, size}).at(-1), words);
});
