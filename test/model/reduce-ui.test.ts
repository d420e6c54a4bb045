import assert from 'node:assert/strict';
import {test} from 'node:test';
import {reduceUi} from '../../source/model/reduce-ui.js';
import type {PaneIntent as Intent} from '../../source/screen/intent.js';
import {
	clampScroll,
	describeSettings,
	forOtherMarket,
	initialUiState,
	type Extent,
	type UiState,
} from '../../source/screen/ui-state.js';

/** Prices are positions here: 103 is the third ask, 97 the third bid. */
const priceAt = (position: number) => ({units: 100 + position, decimals: 0});

const extent: Extent = {panes: 2, asks: 30, bids: 3, rows: 17, priceAt};

const positionOf = ({cursor}: UiState) => (cursor ? Number(cursor.price.units) - 100 : null);

const press = (state: UiState, intent: Intent, given: Extent = extent) =>
	reduceUi(state, {intent}, {...given, cursor: positionOf(state)});

const after = (...intents: readonly Intent[]) =>
	intents.reduce((state, intent) => press(state, intent), initialUiState);

const times = (count: number, intent: Intent) => Array.from({length: count}, () => intent);

const cursorAfter = (...intents: readonly Intent[]) => positionOf(after(...intents));

test('the mouse focuses the pane it points at', () => {
	const focused = reduceUi({...initialUiState, scroll: 3}, {intent: 'focus', index: 1}, extent);
	assert.deepEqual([focused.focus, focused.scroll], [1, 0]);
	assert.equal(reduceUi(focused, {intent: 'focus', index: 1}, extent), focused);
});

test('a click puts the cursor on a level, and nowhere else', () => {
	const point = (index: number) =>
		positionOf(reduceUi(initialUiState, {intent: 'point', index}, extent));
	assert.deepEqual([1, 2, 9, 10, 11, 13, 14, 19].map(point), [
		null,
		8,
		1,
		null,
		-1,
		-3,
		null,
		null,
	]);
});

test('tab goes round the panes', () => {
	assert.equal(after('next-pane').focus, 1);
	assert.equal(after('next-pane', 'next-pane').focus, 0);
	assert.equal(after('previous-pane').focus, 1);
});

test('the cursor starts at the best price of the side it is sent to', () => {
	assert.deepEqual(after('cursor-up').cursor, {side: 'asks', price: priceAt(1)});
	assert.deepEqual(after('cursor-down').cursor, {side: 'bids', price: priceAt(-1)});
});

test('the cursor crosses the spread in one step', () => {
	assert.equal(cursorAfter('cursor-up', 'cursor-down'), -1);
	assert.equal(cursorAfter('cursor-down', 'cursor-up'), 1);
});

test('the cursor stops at the last level', () => {
	assert.equal(cursorAfter(...times(50, 'cursor-up')), 30);
	assert.equal(cursorAfter(...times(50, 'cursor-down')), -3);
});

test('the ladder follows the cursor and comes back', () => {
	assert.equal(after(...times(8, 'cursor-up')).scroll, 0);
	assert.equal(after(...times(9, 'cursor-up')).scroll, 1);
	assert.equal(after(...times(50, 'cursor-up')).scroll, 22);
	const back = after(...times(50, 'cursor-up'), 'recentre');
	assert.deepEqual([back.scroll, back.cursor], [0, null]);
});

test('the cursor stays through all but recentring', () => {
	const price = (...intents: readonly Intent[]) => after('cursor-up', ...intents).cursor?.price;
	for (const intent of ['coarser', 'depth', 'next-pane', 'view-merged', 'view-trades'] as const)
		assert.deepEqual(price(intent), priceAt(1), intent);
	assert.equal(price('recentre'), undefined);
});

test('the cursor moves on from where it is shown, and the ladder with it', () => {
	const {cursor} = after('cursor-up');
	const shownAt = (position: number) => ({...extent, cursor: position});
	const moved = reduceUi({...initialUiState, cursor}, {intent: 'cursor-up'}, shownAt(12));
	assert.equal(positionOf(moved), 13);
	assert.equal(moved.scroll, 5);
	const away = {...moved, scroll: 22};
	assert.equal(reduceUi(away, {intent: 'cursor-down'}, shownAt(13)).scroll, 20);
	assert.equal(reduceUi(away, {intent: 'reveal'}, shownAt(13)).scroll, 21);
});

test('the newest of a list leaves the cursor of the ladders', () => {
	const list = {...extent, hasCursor: false};
	assert.deepEqual(positionOf(press(after('cursor-up'), 'recentre', list)), 1);
});

test('pages stop where the levels do', () => {
	assert.equal(after('page-up').scroll, 15);
	assert.equal(after(...times(9, 'page-up')).scroll, 22);
	assert.equal(after('page-down').scroll, 0);
	assert.equal(clampScroll(-5, {...extent, bids: 12}), -4);
});

test('an empty book has no cursor', () => {
	const empty = {...extent, asks: 0, bids: 0};
	assert.equal(press(initialUiState, 'cursor-up', empty).cursor, null);
	const asksOnly = {...extent, bids: 0};
	assert.equal(positionOf(press(initialUiState, 'cursor-down', asksOnly)), 1);
});

test('groups go up and down and stop', () => {
	assert.equal(after('coarser', 'coarser', 'finer').grouping, 1);
	assert.equal(after('finer').grouping, 0);
	assert.equal(after(...times(99, 'coarser')).grouping, 15);
});

test('groups that would say nothing more are not made', () => {
	const coarsest = {...extent, isCoarsest: true};
	const scrolled = {...initialUiState, grouping: 3, scroll: 2};
	assert.equal(press(scrolled, 'coarser', coarsest), scrolled);
	assert.equal(press(scrolled, 'finer', coarsest).grouping, 2);
});

test('depth goes round the numbers of levels that fit', () => {
	const depths = (rows: number) =>
		[1, 2, 3, 4].map(
			count =>
				times(count, 'depth').reduce(
					(state, intent) => press(state, intent, {...extent, rows}),
					initialUiState,
				).depth,
		);
	assert.deepEqual(depths(57), [5, 10, 20, null]);
	assert.deepEqual(depths(33), [5, 10, null, 5]);
	assert.deepEqual(depths(17), [5, null, 5, null]);
	assert.deepEqual(depths(5), [null, null, null, null]);
	assert.equal(press({...initialUiState, depth: 20}, 'depth', {...extent, rows: 17}).depth, null);
});

test('depth goes on from a number of one’s own to the next larger', () => {
	const next = (depth: number) =>
		press({...initialUiState, depth}, 'depth', {...extent, rows: 57}).depth;
	assert.deepEqual([3, 7, 12, 50].map(next), [5, 10, 20, null]);
});

test('each view begins at its middle', () => {
	const moved = after('page-up', 'coarser', 'page-up', 'view-merged');
	assert.deepEqual([moved.view, moved.scroll], ['merged', 0]);
	assert.equal(moved.grouping, 1);
	const same = after('view-depth', 'cursor-up');
	assert.equal(reduceUi(same, {intent: 'view-depth'}, extent), same);
});

test('the size goes up and down', () => {
	assert.equal(after('larger', 'larger', 'smaller').sizeStep, 1);
	assert.equal(after('smaller').sizeStep, -1);
});

test('the size stops at its bounds, and comes back by as many keys', () => {
	const sizes = {least: -2, most: 3};
	const step = (state: UiState, ...intents: readonly Intent[]) =>
		intents.reduce((before, intent) => press(before, intent, {...extent, sizes}), state);
	const large = step(initialUiState, ...times(9, 'larger'));
	assert.equal(large.sizeStep, 3);
	assert.equal(step(large, ...times(3, 'smaller')).sizeStep, 0);
	assert.equal(step(initialUiState, ...times(9, 'smaller')).sizeStep, -2);
	const thin = {...initialUiState, sizeStep: 6};
	assert.equal(step(thin, 'larger').sizeStep, 6);
	assert.equal(step(thin, 'smaller').sizeStep, 5);
});

test('a list scrolls where a ladder has its cursor', () => {
	const list = {panes: 1, asks: 0, bids: 30, rows: 11, above: 0, hasCursor: false};
	const scroll = (...intents: readonly Intent[]) =>
		intents.reduce((state, intent) => reduceUi(state, {intent}, list), initialUiState).scroll;
	assert.equal(scroll('cursor-down'), -1);
	assert.equal(scroll('cursor-up'), 0);
	assert.equal(scroll('page-down', 'page-down', 'page-down'), -20);
	assert.equal(scroll('page-down', 'recentre'), 0);
});

test('another market begins at its spread, in the same view', () => {
	const before = after('view-merged', 'zoom', 'bars', 'coarser', 'cursor-up');
	const state = forOtherMarket(before);
	assert.deepEqual(state, {...initialUiState, view: 'merged', isZoomed: true, bars: 'total'});
});

test('says which settings differ', () => {
	assert.deepEqual(describeSettings(initialUiState), []);
	assert.deepEqual(describeSettings(after('coarser', 'coarser', 'depth', 'bars')), [
		'groups of 5 ticks',
		'5 levels',
		'bars: total',
	]);
	for (const view of ['view-trades', 'view-edge', 'view-health'] as const)
		assert.deepEqual(describeSettings(after('coarser', 'depth', 'bars', view)), []);
});
