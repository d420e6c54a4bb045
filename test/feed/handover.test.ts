import assert from 'node:assert/strict';
import {test} from 'node:test';
import {noLevels, toLevels} from '../../source/book/level-columns.js';
import type {BookChange} from '../../source/book/order-book.js';
import type {Level} from '../../source/book/side-view.js';
import {createHandover} from '../../source/feed/handover.js';
import {columns} from '../helpers/columns.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createLinkRun} from '../helpers/link-run.js';

const change = (sequence: number, type: BookChange['type'] = 'update'): BookChange => ({
	...{type, sequence, exchangeTime: null},
	...{bids: noLevels, asks: noLevels},
});

const start = () => {
	const clock = createFakeClock();
	const runs: ReturnType<typeof createLinkRun>[] = [];
	const promoted: string[] = [];
	const levels: (readonly Level[])[] = [];
	const open = () => {
		const run = createLinkRun(clock);
		runs.push(run);
		return run.link;
	};
	const handover = createHandover({
		clock,
		random: () => 1,
		sockets: {hold: () => null},
		port: {
			open,
			isReachedBy: ({sequence}) => sequence >= 100,
			renewed: () => promoted.push('renewed'),
			promoted(link, pending, isPushed) {
				const index = runs.findIndex(run => run.link === link);
				levels.push(...pending.map(({bids}) => toLevels(bids)));
				const ids = pending.map(({sequence}) => sequence).join(' ');
				promoted.push(`${index}: ${ids}${isPushed ? ' pushed' : ''}`);
			},
		},
	});
	handover.lead(open());
	return {clock, runs, promoted, levels, handover};
};

test('hands over once the next one is as far', () => {
	const {runs, promoted, handover} = start();
	handover.begin();
	handover.keep([change(98, 'snapshot'), change(99)], true);
	assert.deepEqual([promoted, handover.leader() === runs[0]?.link], [[], true]);
	handover.keep([change(100)], true);
	assert.deepEqual(promoted, ['renewed', '1: 98 99 100 pushed']);
	assert.deepEqual([runs[0]?.told, handover.leader() === runs[1]?.link], [['end'], true]);
});

test('what the next one made of the book outlives its scratch', () => {
	const {levels, handover} = start();
	handover.begin();
	const bids = columns(['1', '2']);
	const before = toLevels(bids);
	handover.keep([{...change(98, 'snapshot'), bids}], true);
	bids.pairs.fill(9);
	handover.keep([change(100)], true);
	assert.deepEqual(levels, [before, []]);
});

test('does not hand over to one that nothing was pushed on', () => {
	const {promoted, handover} = start();
	handover.begin();
	handover.keep([change(200, 'snapshot')], false);
	assert.deepEqual(promoted, []);
});

test('a new snapshot replaces what was kept, lost sync drops it', () => {
	const {promoted, handover} = start();
	handover.begin();
	handover.keep([change(90, 'snapshot'), change(91)], true);
	handover.keep([change(95, 'snapshot')], true);
	handover.leaderLost();
	handover.promoteNext();
	assert.deepEqual(promoted, ['1: 95 pushed']);
	handover.begin();
	handover.keep([change(96, 'snapshot')], true);
	handover.forget();
	handover.promoteNext();
	assert.equal(promoted.at(-1), '2:  pushed');
});

test('opens one next connection, and none without a leader', () => {
	const {runs, handover} = start();
	handover.begin();
	handover.begin();
	assert.equal(runs.length, 2);
	handover.dropNext();
	assert.equal(handover.leaderLost(), null);
	handover.begin();
	assert.deepEqual([runs.length, handover.links()], [2, []]);
});

test('tries a lost next connection again later and later', () => {
	const {clock, runs, handover} = start();
	handover.begin();
	handover.dropNext();
	handover.begin();
	assert.deepEqual([runs.length, runs[1]?.told], [2, ['end']]);
	clock.advance(500);
	assert.equal(runs.length, 3);
	handover.dropNext();
	clock.advance(999);
	assert.equal(runs.length, 3);
	clock.advance(1);
	assert.equal(runs.length, 4);
});

test('keeps a bounded number of changes', () => {
	const {runs, handover} = start();
	handover.begin();
	const changes = Array.from({length: 5001}, (_, index) => change(index - 6000));
	handover.keep(changes, true);
	assert.deepEqual([runs[1]?.told, handover.links().length], [['end'], 1]);
});

test('renews at once what took over and will end too', () => {
	const {runs, handover} = start();
	const [first] = runs;
	assert.ok(first);
	handover.ending(first.link);
	const [, next] = runs;
	assert.ok(next);
	handover.ending(next.link);
	assert.equal(runs.length, 2);
	handover.keep([change(100)], true);
	assert.deepEqual([runs.length, handover.leads(next.link)], [3, true]);
});

test('ends both and opens none once it is stopped', () => {
	const {clock, runs, handover} = start();
	handover.begin();
	handover.stop();
	clock.advance(100_000);
	assert.deepEqual(
		runs.map(({told}) => told),
		[['end'], ['end']],
	);
});

test('a successor that was planned does not follow the one that comes back', () => {
	const {clock, runs, handover} = start();
	handover.begin();
	handover.dropNext();
	assert.equal(handover.leaderLost(), null);
	handover.lead(createLinkRun(clock).link);
	clock.advance(100_000);
	assert.equal(runs.length, 2);
});
