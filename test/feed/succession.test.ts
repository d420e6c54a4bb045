import assert from 'node:assert/strict';
import {test} from 'node:test';
import {noLevels} from '../../source/book/level-columns.js';
import type {BookChange} from '../../source/book/order-book.js';
import {createSuccession} from '../../source/feed/succession.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createLinkRun} from '../helpers/link-run.js';

const change = (sequence: number, type: BookChange['type'] = 'update'): BookChange => ({
	...{type, sequence, exchangeTime: null},
	...{bids: noLevels, asks: noLevels},
});

const start = (isLed = true) => {
	const clock = createFakeClock();
	const runs: ReturnType<typeof createLinkRun>[] = [];
	const succession = createSuccession({
		clock,
		random: () => 1,
		sockets: {hold: () => null},
		port: {
			open() {
				const run = createLinkRun(clock);
				runs.push(run);
				return run.link;
			},
			isLed: () => isLed,
		},
	});
	return {clock, runs, succession};
};

test('nobody follows where nobody leads', () => {
	const {runs, succession} = start(false);
	succession.begin();
	assert.deepEqual([runs.length, succession.get(), succession.take()], [0, null, null]);
});

test('only what was pushed shows how far it is', () => {
	const {succession} = start();
	assert.equal(succession.keep([change(1)], true), null);
	succession.begin();
	assert.equal(succession.keep([change(1, 'snapshot'), change(2)], false), null);
	assert.equal(succession.keep([change(3)], true)?.sequence, 3);
	succession.forget();
	assert.equal(succession.keep([], true), null);
});

test('the one that is taken is the next no more', () => {
	const {runs, succession} = start();
	succession.begin();
	succession.keep([change(1, 'snapshot'), change(2)], true);
	succession.ending();
	const taken = succession.take();
	assert.equal(taken?.link, runs[0]?.link);
	assert.deepEqual(
		[taken?.pending.map(({sequence}) => sequence), taken?.hasPushed, taken?.endsSoon],
		[[1, 2], true, true],
	);
	assert.deepEqual([succession.get(), runs[0]?.told], [null, []]);
});

test('one that fell too far behind is dropped and tried anew', () => {
	const {clock, runs, succession} = start();
	succession.begin();
	const many = Array.from({length: 5001}, (_, index) => change(index));
	assert.equal(succession.keep(many, true), null);
	assert.deepEqual([succession.get(), runs[0]?.told], [null, ['end']]);
	clock.advance(500);
	assert.equal(succession.get(), runs[1]?.link);
});

test('a try that was planned is not made once it is cancelled', () => {
	const {clock, runs, succession} = start();
	succession.begin();
	succession.drop();
	succession.cancel();
	clock.advance(100_000);
	assert.equal(runs.length, 1);
});

test('waits a short time again once one has followed', () => {
	const {clock, runs, succession} = start();
	succession.begin();
	for (const waitMs of [500, 1000]) {
		succession.drop();
		clock.advance(waitMs);
	}
	assert.equal(runs.length, 3);
	succession.take();
	succession.begin();
	succession.drop();
	clock.advance(500);
	assert.equal(runs.length, 5);
});
