import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
	actOnMenu,
	chosenItem,
	firstMenus,
	nameCurrent,
	offerMarkets,
	overlayOf,
	reduceMenus,
	type Menus,
} from '../../source/model/menus.js';
import type {OverlayIntent} from '../../source/screen/intent.js';

const items = ['gap', 'close', 'silence'].map(name => ({name, help: ''}));
const rows = 24;

const press = (menus: Menus, ...keys: readonly (OverlayIntent | {text: string})[]) =>
	keys.reduce(
		(before, key) =>
			typeof key === 'string'
				? reduceMenus(before, key, rows)
				: actOnMenu(before, {type: 'type', ...key}),
		menus,
	);

const menus = firstMenus(items, 'STEEM/USDT');
const choose = (...keys: readonly (OverlayIntent | {text: string})[]) =>
	chosenItem(press(menus, 'faults', ...keys))?.name ?? null;

const times = (count: number, intent: OverlayIntent) => Array.from({length: count}, () => intent);

test('help opens and closes', () => {
	assert.equal(overlayOf(press(menus, 'help')), 'help');
	assert.equal(overlayOf(press(menus, 'help', 'help')), null);
	assert.equal(overlayOf(press(menus, 'help', 'close')), null);
});

test('an open menu keeps its choice among what is there', () => {
	assert.equal(choose(), 'gap');
	assert.equal(choose('menu-up'), 'gap');
	assert.equal(choose('menu-down'), 'close');
	assert.equal(choose(...times(9, 'menu-down')), 'silence');
	assert.equal(choose('menu-last', 'menu-first'), 'gap');
	assert.equal(choose('menu-page-down'), 'silence');
	assert.equal(choose('menu-page-down', 'menu-page-up'), 'gap');
});

test('what is typed leaves fewer, and begins at the best of them', () => {
	assert.equal(choose('menu-last', {text: 'c'}, {text: 'l'}), 'close');
	assert.equal(choose({text: 'x'}), null);
	assert.equal(choose({text: 'x'}, 'menu-erase', 'menu-erase'), 'gap');
	assert.equal(choose({text: 'x'}, 'menu-down', 'menu-erase'), 'gap');
});

test('picking and closing leave nothing open', () => {
	assert.equal(overlayOf(press(menus, 'faults', 'menu-pick')), null);
	assert.equal(overlayOf(press(menus, 'faults', 'close')), null);
});

test('where no menu is open, its keys change nothing', () => {
	for (const key of ['menu-down', 'menu-page-up', 'menu-erase', 'close'] as const)
		assert.equal(press(menus, key), menus, key);
	assert.equal(press(menus, {text: 'a'}), menus);
	assert.equal(chosenItem(menus), null);
});

test('signs of two halves are cut and erased whole', () => {
	const queryOf = ({open}: Menus) => open !== null && open !== 'help' && open.query;
	const typed = press(menus, 'markets', {text: 'a'}, {text: '🚀'.repeat(60)});
	assert.equal(queryOf(typed), `a${'🚀'.repeat(39)}`);
	assert.equal(queryOf(press(typed, 'menu-erase')), `a${'🚀'.repeat(38)}`);
});

test('the menu of markets begins at the one that is shown', () => {
	const markets = ['BTC/USDT', 'STEEM/BTC', 'STEEM/USDT'].map(name => ({name, help: ''}));
	const offered = offerMarkets(menus, {items: markets, notes: []});
	assert.equal(chosenItem(press(offered, 'markets'))?.name, 'STEEM/USDT');
	const other = nameCurrent(offered, 'STEEM/BTC');
	assert.equal(chosenItem(press(other, 'markets'))?.name, 'STEEM/BTC');
	assert.equal(nameCurrent(other, 'STEEM/BTC'), other);
});

test('lists that come while the menu is open leave what was typed', () => {
	const open = press(menus, 'markets', {text: 'bt'});
	const markets = [{name: 'STEEM/BTC', help: ''}];
	const offered = offerMarkets(open, {items: markets, notes: []});
	assert.equal(offered.open, open.open);
	assert.equal(chosenItem(offered)?.name, 'STEEM/BTC');
});
