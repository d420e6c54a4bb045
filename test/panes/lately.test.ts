import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLately, createLatelyOfBooks} from '../../source/panes/lately.js';
import type {BookView} from '../../source/store/market-view.js';

test('keeps what was made of the two views asked for last, and no more', () => {
	const lately = createLately<object, number>();
	const [still, second, third] = [{}, {}, {}];
	lately.set(still, 1);
	lately.set(second, 2);
	assert.equal(lately.get(still), 1);
	lately.set(third, 3);
	assert.deepEqual([still, second, third].map(lately.get), [1, undefined, 3]);
});

test('what is made of a view anew takes the place of what was', () => {
	const lately = createLately<object, number>();
	const [first, second] = [{}, {}];
	lately.set(first, 1);
	lately.set(second, 2);
	lately.set(first, 3);
	assert.deepEqual([first, second].map(lately.get), [3, 2]);
});

test('keeps it of each book by itself, and not of any number of them', () => {
	const lately = createLatelyOfBooks<number>();
	const viewOf = (key: string) => ({key}) as BookView;
	const [one, other] = [viewOf('one'), viewOf('other')];
	lately.set(one, 1);
	const news = [viewOf('other'), viewOf('other'), other];
	for (const [at, view] of news.entries()) lately.set(view, at);
	assert.deepEqual([one, ...news].map(lately.get), [1, undefined, 1, 2]);
	for (let at = 0; at < 256; at++) lately.set(viewOf(`book ${at}`), at);
	assert.deepEqual([one, other].map(lately.get), [undefined, undefined]);
});
