import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {readCast} from '../../source/export/cast-file.js';
import {toText} from '../../source/export/cells.js';
import {playCast} from '../../source/export/play-cast.js';
import {toSvg} from '../../source/export/svg.js';
import {recordTour, takePicture} from './tour.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

test('the same seed makes the same picture, another seed another', async () => {
	const draw = async (seed: number) => toSvg(await takePicture(seed), {title: 'demo'});
	const picture = await draw(1);
	assert.equal(await draw(1), picture);
	assert.notEqual(await draw(2), picture);
	assert.match(picture, />Binance</);
});

test('the tour shows each view, and is the same each time', async () => {
	const tour = await recordTour(1);
	assert.equal(await recordTour(1), tour);
	const path = join(folder, 'tour.cast');
	writeFileSync(path, tour);
	const cast = await readCast(path);
	const ends = cast.moments.flatMap(({ms, event}) => (event.code === 'm' ? [ms - 1] : []));
	const texts = await Promise.all(
		[...ends.slice(1), Infinity].map(async ms => toText(await playCast(cast, ms))),
	);
	for (const [at, shown] of [
		/● live[^]*● live/,
		/STEEM for [\d .]+ USDT/,
		/1\/2 Binance/,
		/Aligned/,
		/Merged/,
		/trades/,
		/Edge/,
		/health/,
		/Keys/,
		/● live[^]*● live/,
	].entries())
		assert.match(texts[at] ?? '', shown);
});

test('what is in the repository is small', () => {
	for (const file of ['screen.svg', 'demo.cast'])
		assert.ok(statSync(new URL(`../../media/${file}`, import.meta.url)).size < 400_000, file);
});
