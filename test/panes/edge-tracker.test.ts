import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal} from '../../source/book/fixed-point.js';
import {createEdgeTracker} from '../../source/panes/edge/edge-tracker.js';
import {createLiveMarket, createMarket, fill, huobi, startTime} from '../helpers/market.js';

const startTracker = () => {
	const store = createLiveMarket();
	const tracker = createEdgeTracker(new Map());
	tracker.sample(store.getView());
	return {store, tracker};
};

test('offers both ways of each two exchanges', () => {
	const {store, tracker} = startTracker();
	const ways = tracker.directions(store.getView(), 0).map(({buy, sell}) => buy.title + sell.title);
	assert.deepEqual(ways, ['BinanceHuobi', 'HuobiBinance']);
});

test('the size it starts with stays when the books change', () => {
	const {store, tracker} = startTracker();
	const size = tracker.sizeOf(0);
	assert.ok(size);
	assert.equal(formatDecimal(size), '5000');
	fill(store, huobi, 900, startTime);
	store.publish();
	tracker.sample(store.getView());
	assert.deepEqual(tracker.sizeOf(0), size);
	assert.equal(formatDecimal(tracker.sizeOf(-1) ?? size), '2000');
});

test('there is no size before two books are live', () => {
	const store = createMarket();
	const tracker = createEdgeTracker(new Map());
	fill(store, huobi, 1642, startTime);
	store.publish();
	tracker.sample(store.getView());
	assert.equal(tracker.sizeOf(0), null);
});

test('a book that is not live has no edge, and leaves a gap in its past', () => {
	const {store, tracker} = startTracker();
	store.setStatus(huobi, {status: 'stale', reason: null, retryAt: null}, startTime + 2000);
	store.publish();
	tracker.sample(store.getView());
	const [way] = tracker.directions(store.getView(), 0);
	assert.ok(way);
	assert.equal(way.edge, null);
	const cells = tracker.historyOf(way, 0)?.chart(3, 1000, startTime + 2000).cells ?? [];
	assert.deepEqual(
		cells.map(value => value !== null),
		[true, true, false],
	);
});

test('another size begins another past', () => {
	const {store, tracker} = startTracker();
	const [way] = tracker.directions(store.getView(), 0);
	assert.ok(way);
	assert.ok(tracker.historyOf(way, 0));
	tracker.setStep(1);
	assert.equal(tracker.historyOf(way, 0), null);
	tracker.sample(store.getView());
	assert.ok(tracker.historyOf(way, 1));
});

test('frozen, it stands still', () => {
	const {store, tracker} = startTracker();
	const frozen = tracker.freeze();
	const [way] = tracker.directions(store.getView(), 0);
	assert.ok(way);
	const read = () => frozen.historyOf(way, 0)?.chart(1, 1000, startTime);
	const before = read();
	fill(store, huobi, 1660, startTime);
	store.publish();
	tracker.sample(store.getView());
	assert.deepEqual(read(), before);
});
