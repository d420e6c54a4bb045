import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {buildWorker} from '../fuzz/build-worker.js';
import {readers} from '../fuzz/readers/readers.js';
import {runWork} from '../fuzz/run-work.js';
import {makeSeeds, packSeeds} from '../fuzz/seeds/seeds.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-fuzz-'));
const program = join(import.meta.dirname, '../../dist/cli.js');

after(() => {
	rmSync(folder, {recursive: true});
});

const count = 3;

test(`every reader gets over ${count} wrong inputs`, async () => {
	const seeds = join(folder, 'seeds');
	writeFileSync(seeds, packSeeds(await makeSeeds()));
	const ranges = Object.keys(readers).map(reader => ({reader, from: 2, count}));
	const work = {ranges, builtEvery: 0, program, seeds, folder};
	const {runs, faults} = await runWork(await buildWorker(), work);
	assert.deepEqual(faults, []);
	assert.equal(runs, ranges.length * count);
});
