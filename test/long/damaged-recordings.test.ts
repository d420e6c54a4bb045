import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import '../helpers/strict-statuses.js';
import {simulatedIds} from '../../source/simulator/market-list.js';
import {runMarkets, variantCount, type MarketsRun} from '../damaged/markets-run.js';

/** Recordings of each exchange, of each of which several damaged captures are made. */
const count = Number(process.env['FUZZ_RUNS'] ?? 1);
const first = Number(process.env['FUZZ_SEED'] ?? 1);

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-damaged-'));

after(() => {
	rmSync(folder, {recursive: true});
});

let made = 0;

const runOne = async (run: MarketsRun) => {
	const {wrong, what, recorded, defects, compared, rows} = await runMarkets(
		run,
		join(folder, `${++made}`),
	);
	const told = `${run.exchange}, seed ${run.seed}, variant ${run.variant} (${what}; ${recorded.trouble})`;
	const isAlarmed = run.variant === 0 && recorded.isWhole && defects.length > 0;
	const alarms = isAlarmed ? [`nothing is wrong, but ${defects.join()}`] : [];
	return {wrong: [...wrong, ...alarms].map(text => `${told}: ${text}`), compared, rows};
};

for (const exchange of simulatedIds)
	test(`${exchange}: what is recorded of several markets is shown, proven and exported as it was, however damaged`, async () => {
		const wrong: string[] = [];
		const sum = {compared: 0, rows: 0};
		for (let seed = first; seed < first + count; seed++)
			for (let variant = 0; variant < variantCount; variant++) {
				const one = await runOne({exchange, seed, variant});
				wrong.push(...one.wrong.slice(0, 3));
				sum.compared += one.compared;
				sum.rows += one.rows;
			}
		assert.deepEqual(wrong, []);
		const runs = count * variantCount;
		assert.ok(sum.compared > 100 * runs, `${sum.compared} compared`);
		assert.ok(sum.rows > 200 * runs, `${sum.rows} rows`);
	});
