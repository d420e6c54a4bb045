import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {Contender} from './engine/contender.js';
import {measureGrowth} from './engine/growth.js';
import {findMisses} from './engine/judge.js';
import {measure, verify} from './engine/measure.js';
import {floor, ours} from './engine/ours.js';
import {growing, measured} from './engine/shapes.js';
import {toCostTable, toGrowthTable} from './engine/tables.js';
import {findDifference, findExpected} from './engine/twin.js';
import {createWorkload, type WorkloadShape} from './engine/workload.js';

/** As it is measured, but short. */
const shorten = (shape: WorkloadShape) =>
	createWorkload({...shape, messages: 25, levels: Math.min(shape.levels, 1000)});

const usual = measured[0];
assert.ok(usual);

/** Loses every message that comes as the nth. */
const losing = (nth: number): Contender => ({
	...ours,
	name: 'losing',
	start(workload, isRead) {
		const run = ours.start(workload, isRead);
		let count = 0;
		return {
			...run,
			feed(message) {
				if (++count !== nth) run.feed(message);
			},
		};
	},
});

describe('the benchmark of the engine', () => {
	for (const shape of measured)
		test(`ends on the right book: ${shape.title}`, async () => {
			const workload = shorten(shape);
			await verify(ours, workload, workload.stream.length);
			const run = ours.start(workload, true);
			for (const message of workload.stream) run.feed(message);
			const rows = run.rows();
			assert.ok(rows);
			assert.equal(findDifference(findExpected(workload, workload.stream.length), rows), null);
			assert.ok(rows.bids.length > 100);
		});

	test('fills books deeper than snapshots are', async () => {
		const workload = createWorkload({...usual, levels: 50_000, messages: 2});
		assert.equal(workload.fill.length, 1);
		await verify(ours, workload, 2);
		assert.equal(findExpected(workload, 0).bids.length, 25_000);
	});

	test('refuses a program with a wrong book', async () => {
		const step0 = measured.find(({kind}) => kind === 'step0');
		assert.ok(step0);
		const workload = shorten(step0);
		await verify(losing(1), workload, workload.stream.length);
		const wrong = verify(losing(workload.stream.length), workload, workload.stream.length);
		await assert.rejects(wrong, /losing is wrong on Huobi step0.*: (bids|asks) at rank \d+/);
	});

	test('gives one row a workload and program', async () => {
		const costs = await measure(shorten(usual), floor, [ours], {rounds: 1, turnMs: 1});
		assert.deepEqual(
			costs.map(({workload, contender}) => [workload, contender]),
			[['binance-5000', 'steem-tui']],
		);
		const [cost] = costs;
		assert.ok(cost && cost.applyRatio > 0 && cost.readRatio > 0);
		assert.match(toCostTable(costs), /\| Binance, 5,000 levels.* \| steem-tui \| [\d.]+ \|/);
	});

	test('tells how costs grow with depth', () => {
		const growths = growing
			.slice(0, 2)
			.map(shape => measureGrowth(shape, createWorkload({...shape, messages: 30})));
		assert.deepEqual(
			growths.map(({levels, placement}) => [levels, placement]),
			[
				[100, 'near'],
				[100, 'even'],
			],
		);
		for (const {applyUs, publishUs} of growths) assert.ok(applyUs > 0 && publishUs > 0);
		assert.match(toGrowthTable(growths), /\| 100 \| 40 \|/);
	});

	test('fails where a target is missed by far', () => {
		const of = (factor: number) => ({
			workload: usual.id,
			contender: ours.name,
			applyRatio: usual.target.apply * factor,
			readRatio: usual.target.read,
			applyUs: 1,
			bytesPerMessage: 0,
		});
		assert.deepEqual(findMisses([of(1.4)], []), []);
		assert.equal(findMisses([of(1.6)], []).length, 1);
		const growth = (placement: 'near' | 'even', applyUs: number, publishUs: number) => ({
			...{levels: 100_000, placement, applyUs, publishUs},
		});
		assert.deepEqual(findMisses([], [growth('near', 2, 3), growth('even', 8, 99)]), []);
		assert.equal(findMisses([], [growth('near', 2, 5), growth('even', 20, 1)]).length, 2);
	});
});
