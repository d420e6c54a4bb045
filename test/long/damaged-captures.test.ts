import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import '../helpers/strict-statuses.js';
import {simulatedIds} from '../../source/simulator/market-list.js';
import {runDamaged, variantCount, type DamagedRun} from '../damaged/damaged-run.js';
import {runProgram} from '../helpers/run-program.js';

/** Recordings of each exchange, of each of which several damaged captures are made. */
const count = Number(process.env['FUZZ_RUNS'] ?? 3);
const first = Number(process.env['FUZZ_SEED'] ?? 1);

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-damaged-'));

after(() => {
	rmSync(folder, {recursive: true});
});

let made = 0;

const runOne = async (run: DamagedRun) => {
	const result = await runDamaged(run, join(folder, `${++made}`));
	const {what, wrong} = result;
	const told = `${run.exchange}, seed ${run.seed}, variant ${run.variant} (${what})`;
	return {...result, told, wrong: wrong.map(text => `${told}: ${text}`)};
};

/** What the built program makes of it: it says what it makes of any capture, and ends. */
const judgeProgram = async ({paths, defects, told}: Awaited<ReturnType<typeof runOne>>) => {
	const verified = await runProgram(['verify', '--json', ...paths]);
	assert.equal(verified.code, defects.length > 0 ? 4 : 0, `${told}: ${verified.stderr}`);
	const replays = paths.flatMap(path => ['--replay', path]);
	const watched = await runProgram(['watch', '--json', ...replays, '--speed', 'max']);
	assert.equal(watched.code, 0, `${told}: ${watched.stderr}`);
};

for (const exchange of simulatedIds)
	test(`${exchange}: of damaged captures nothing is shown, proven or exported that is not the exchange's`, async () => {
		const wrong: string[] = [];
		const sum = {compared: 0, rows: 0};
		for (let seed = first; seed < first + count; seed++)
			for (let variant = 0; variant < variantCount; variant++) {
				const one = await runOne({exchange, seed, variant});
				wrong.push(...one.wrong.slice(0, 3));
				sum.compared += one.compared;
				sum.rows += one.rows;
				if (variant === 1 && seed === first) await judgeProgram(one);
			}
		assert.deepEqual(wrong, []);
		const runs = count * variantCount;
		assert.ok(sum.compared > 50 * runs, `${sum.compared} compared`);
		assert.ok(sum.rows > 100 * runs, `${sum.rows} rows`);
	});
