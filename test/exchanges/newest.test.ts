import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createNewest} from '../../source/exchanges/newest.js';

/** An id and a time. */
type Moment = readonly [to: number, time: number | null];

type Case = {
	readonly name: string;
	readonly passed: readonly Moment[];
	readonly book: Moment;
	/** @default nothing: it is no older */
	readonly said?: string;
};

const old = '9 before 10';

const cases: readonly Case[] = [
	{name: 'nothing speaks against the first of all', passed: [], book: [9, 4]},
	{name: 'one of before is old', passed: [[10, 5]], book: [9, 4], said: old},
	{name: 'one of the same time is not', passed: [[10, 5]], book: [9, 5]},
	{name: 'nor is the same one', passed: [[10, 5]], book: [10, 4]},
	{name: 'nor is a newer one, of a clock that was set', passed: [[10, 5]], book: [11, 4]},
	{name: 'nor is one without a time', passed: [[10, 5]], book: [9, null]},
	{name: 'nor is any where nothing has a time', passed: [[10, null]], book: [9, 4]},
];

const several: readonly Case[] = [
	{
		...{name: 'of some without a time the one before counts', book: [9, 4], said: old},
		passed: [
			[8, 5],
			[10, null],
		],
	},
	{
		...{name: 'what comes late makes nothing older', book: [9, 4], said: old},
		passed: [
			[10, 5],
			[8, 3],
		],
	},
	{
		...{name: 'what came before ids began anew is not compared with', book: [9, 4]},
		passed: [
			[10, 5],
			[1, 6],
		],
	},
];

for (const {name, passed, book, said} of [...cases, ...several])
	test(name, () => {
		const newest = createNewest();
		for (const [to, time] of passed) newest.passed({to, time});
		const [to, time] = book;
		assert.equal(newest.faultOf({to, time})?.detail, said);
	});

test('without ids, the time alone tells what is old', () => {
	const newest = createNewest(true);
	newest.passed({to: 1, time: 5});
	assert.equal(newest.faultOf({to: 2, time: 4})?.code, 'old-snapshot');
	assert.equal(newest.faultOf({to: 1, time: 5}), null);
});
