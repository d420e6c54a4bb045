import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal, parseDecimal} from '../../source/book/fixed-point.js';
import {noLevels} from '../../source/book/level-columns.js';
import {createEdgeTracker} from '../../source/panes/edge/edge-tracker.js';
import type {BookStore} from '../../source/store/book-store.js';
import {
	binance,
	createLiveMarket,
	createMarket,
	fill,
	huobi,
	startTime,
} from '../helpers/market.js';

const startTracker = () => {
	const store = createLiveMarket();
	const tracker = createEdgeTracker();
	tracker.sample(store.getView());
	return {store, tracker};
};

type Tracker = ReturnType<typeof createEdgeTracker>;

const wayIn = (tracker: Tracker, store: BookStore) => {
	const [way] = tracker.directions(store.getView(), 0);
	assert.ok(way);
	return way;
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
	assert.equal(formatDecimal(size), '500');
	fill(store, huobi, 900, startTime);
	store.publish();
	tracker.sample(store.getView());
	assert.deepEqual(tracker.sizeOf(0), size);
	assert.equal(formatDecimal(tracker.sizeOf(-1) ?? size), '200');
});

test('there is no size before two books are live', () => {
	const store = createMarket();
	const tracker = createEdgeTracker();
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

test('a time of which nothing is known is a gap in the past', () => {
	const {store, tracker} = startTracker();
	tracker.doubt(startTime + 1000);
	tracker.sample({...store.getView(), lastUpdate: startTime + 5000});
	const chart = tracker.historyOf(wayIn(tracker, store), 0)?.chart(6, 1000, startTime + 5000);
	assert.deepEqual(
		chart?.cells.map(value => value !== null),
		[true, false, false, false, false, true],
	);
});

test('sizes beside the chosen one have a past, others have none', () => {
	const {store, tracker} = startTracker();
	const [way] = tracker.directions(store.getView(), 0);
	assert.ok(way);
	for (const step of [-2, -1, 0, 1, 2]) assert.ok(tracker.historyOf(way, step), String(step));
	assert.equal(tracker.historyOf(way, 3), null);
});

test('another size and back keeps the past of each', () => {
	const {store, tracker, views} = playSeconds(startTime, 30);
	const at = (second: number) => startTime + second * 1000;
	for (const view of views.slice(0, 5)) tracker.sample(view);
	tracker.setStep(1);
	for (const view of views.slice(5, 20)) tracker.sample(view);
	tracker.setStep(0);
	for (const view of views.slice(20, 25)) tracker.sample(view);
	for (const step of [0, 1]) {
		assert.equal(known(tracker, store, at(24), step), 'xxxxxxxxxx');
		const since = tracker.historyOf(wayIn(tracker, store), step)?.since ?? Infinity;
		assert.ok(since <= startTime);
	}
});

test('what a lost book leaves is a gap at every size', () => {
	const {store, tracker} = startTracker();
	// In the same second in which all sizes were noted.
	const noted = store.getView().lastUpdate;
	store.setStatus(huobi, {status: 'stale', reason: null, retryAt: null}, noted + 10);
	store.publish();
	assert.equal(Math.floor(store.getView().lastUpdate / 1000), Math.floor(noted / 1000));
	tracker.sample(store.getView());
	for (const step of [-1, 0, 1])
		assert.equal(known(tracker, store, startTime + 9000, step), '..........', String(step));
});

test('the sizes that are kept are bounded', () => {
	const {store, tracker} = startTracker();
	const way = wayIn(tracker, store);
	const all = Array.from({length: 60}, (_, index) => index - 30);
	for (const step of all.slice(10, -10)) {
		tracker.setStep(step);
		tracker.sample(store.getView());
	}
	assert.equal(all.filter(step => tracker.historyOf(way, step)).length, 12);
});

test('a typed size is one like others', () => {
	const {store, tracker} = startTracker();
	const typed = parseDecimal('512.5');
	tracker.setStep(typed);
	tracker.sample(store.getView());
	assert.deepEqual(tracker.sizeOf(typed), typed);
	assert.equal(tracker.directions(store.getView(), typed)[0]?.edge?.size.units, 5125);
	assert.ok(tracker.historyOf(wayIn(tracker, store), typed));
	assert.deepEqual(tracker.besides(typed), {smaller: 0, larger: 1});
	assert.deepEqual(tracker.besides(parseDecimal('500')), {smaller: -1, larger: 1});
});

test('no edge takes what a book does not vouch for', () => {
	const {store, tracker} = startTracker();
	const view = store.getView();
	const [first] = view.books;
	assert.ok(first);
	const vouched = {asks: first.asks.price(0), bids: first.bids.price(0)};
	const books = view.books.map(book => ({
		...book,
		vouched: book === first ? vouched : book.vouched,
	}));
	const huge = parseDecimal('1000000');
	const [buy] = tracker.directions({...view, books}, huge);
	assert.deepEqual(buy?.edge?.size, first.asks.size(0));
	assert.equal(buy?.edge?.isWhole, false);
	assert.ok(tracker.stepsIn({...view, books}).most <= tracker.stepsIn(view).most);
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

/** How many of the last ten seconds are known. */
const known = (tracker: Tracker, store: BookStore, now: number, step = 0) => {
	const cells = tracker.historyOf(wayIn(tracker, store), step)?.chart(10, 1000, now).cells ?? [];
	return cells.map(value => (value === null ? '.' : 'x')).join('');
};

/** Plays some seconds, each with its own view; begins a little after a whole second. */
const playSeconds = (from: number, count: number) => {
	const {store, tracker} = startTracker();
	const views = Array.from({length: count}, (_, second) => {
		fill(store, huobi, 1640 + (second % 3), from + second * 1000);
		store.publish();
		return store.getView();
	});
	return {store, tracker, views};
};

test('a jump keeps the past up to there, and takes what was run through for the rest', () => {
	const {store, tracker, views} = playSeconds(startTime, 30);
	const at = (second: number) => startTime + second * 1000;
	const viewAt = (second: number) => views[second] ?? store.getView();
	for (const view of views.slice(0, 11)) tracker.sample(view);
	assert.equal(known(tracker, store, at(10)), 'xxxxxxxxxx');
	tracker.jump({from: at(2), views: views.slice(2, 6)}, at(5), viewAt(5));
	assert.equal(known(tracker, store, at(5)), '...xxxxxxx');
	tracker.jump({from: at(9), views: views.slice(9, 13)}, at(12), viewAt(12));
	assert.equal(known(tracker, store, at(12)), 'xxx...xxxx');
	tracker.jump({from: at(12), views: []}, at(12), viewAt(12));
	assert.equal(known(tracker, store, at(12)), 'xxx...xxxx');
});

test('the size stays through a jump', () => {
	const {store, tracker} = startTracker();
	const size = tracker.sizeOf(2);
	fill(store, huobi, 900, startTime + 9000);
	store.apply(
		binance,
		{type: 'snapshot', bids: noLevels, asks: noLevels, sequence: 9, exchangeTime: null},
		startTime,
	);
	store.publish();
	tracker.jump({from: startTime, views: []}, startTime + 9000, store.getView());
	assert.deepEqual(tracker.sizeOf(2), size);
});

test('the largest size is one that can be traded whole', () => {
	const {store, tracker} = startTracker();
	const {least, most} = tracker.stepsIn(store.getView());
	const isWhole = (step: number) =>
		tracker.directions(store.getView(), step).some(({edge}) => edge?.isWhole);
	assert.ok(isWhole(most));
	assert.ok(!isWhole(most + 1));
	assert.ok(least < 0);
});

test('the smallest size is one that every exchange trades', () => {
	const {store, tracker} = startTracker();
	const least = () => {
		const size = tracker.sizeOf(tracker.stepsIn(store.getView()).least);
		assert.ok(size);
		return formatDecimal(size);
	};
	assert.equal(least(), '0.1', 'as fine as the sizes in the books');
	store.setFacts(binance, {sizeStep: parseDecimal('1')});
	store.setFacts(huobi, {sizeStep: parseDecimal('0.0001')});
	store.publish();
	assert.equal(least(), '1');
	store.setFacts(binance, {sizeStep: parseDecimal('0.00001')});
	store.publish();
	assert.equal(least(), '0.0001');
});

/** The view of another market: the same books under its name, at prices of its own. */
const otherMarket = (at: number, best = 64) => {
	const store = createMarket();
	for (const key of [binance, huobi]) {
		store.setFacts(key, {market: 'TRIO/USDT'});
		fill(store, key, best, at);
	}
	store.publish();
	return store.getView();
};

test('each market has a size of its own, which stays', () => {
	const {store, tracker} = startTracker();
	const text = () => formatDecimal(tracker.sizeOf(0) ?? parseDecimal('0'));
	assert.equal(text(), '500');
	tracker.sample(otherMarket(startTime));
	assert.equal(text(), '20000');
	tracker.sample(otherMarket(startTime, 6400));
	assert.equal(text(), '20000');
	tracker.sample(store.getView());
	assert.equal(text(), '500');
});

test('a price that is known of the beginning comes before the one seen first', () => {
	const tracker = createEdgeTracker(undefined, market =>
		market === 'STEEM/USDT' ? parseDecimal('9.9') : null,
	);
	tracker.sample(createLiveMarket().getView());
	assert.deepEqual(tracker.sizeOf(0), parseDecimal('10'));
});

test('nothing of another market is in the past of one', () => {
	const {store, tracker, views} = playSeconds(startTime, 6);
	const at = (second: number) => startTime + second * 1000;
	for (const view of views) tracker.sample(view);
	tracker.sample(otherMarket(at(6)));
	tracker.sample(views[5] ?? store.getView());
	assert.equal(known(tracker, store, at(6)), '........xx');
	const passed = [...views.slice(0, 2), otherMarket(at(2)), ...views.slice(3)];
	tracker.jump({from: at(0), views: passed}, at(5), store.getView());
	assert.equal(known(tracker, store, at(5)), '.......xxx');
});

test('different markets have no edge', () => {
	const {store, tracker} = startTracker();
	store.setFacts(huobi, {market: 'TRIO/ETH'});
	store.publish();
	assert.deepEqual(tracker.directions(store.getView(), 0), []);
});
