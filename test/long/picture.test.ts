import assert from 'node:assert/strict';
import {readFileSync, statSync} from 'node:fs';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {gunzipSync} from 'node:zlib';
import {readCast} from '../../source/export/cast-file.js';
import {toText} from '../../source/export/cells.js';
import {playCast} from '../../source/export/play-cast.js';
import {openPage, skipWithoutChromium} from '../helpers/chromium.js';
import {countApart, shootSvg} from '../helpers/rendered.js';
import {drawPicture, pictureEnd, recordTour} from '../picture/tour.js';

const media = new URL('../../docs/media/', import.meta.url);
const castPath = fileURLToPath(new URL('demo.cast.gz', media));
const picture = readFileSync(new URL('screen.svg', media), 'utf8');

const isOld = 'the screen looks different now: run "npm run picture", and look at what it made';

/** The lines of a tour that the picture is made of. */
const filmOf = (cast: string) => cast.slice(0, cast.indexOf(`"m","${pictureEnd}"`));

test('the README’s picture is what the program shows', async () => {
	const stored = gunzipSync(readFileSync(castPath)).toString();
	assert.ok(filmOf(stored).length > 100_000, 'the picture has an end');
	assert.ok(filmOf(stored) === filmOf(await recordTour(1)), isOld);
});

test('the README’s picture is made of the tour', async () => {
	assert.ok(picture === (await drawPicture(castPath)), isOld);
});

test('the tour shows what its chapters say', async () => {
	const cast = await readCast(castPath);
	const marks = [...cast.moments].flatMap(({ms, event}) =>
		event.code === 'm' ? [{ms, label: event.label}] : [],
	);
	const ends = [...marks.slice(1).map(({ms}) => ms - 1), Infinity];
	const texts = await Promise.all(ends.map(async ms => toText(await playCast(cast, ms))));
	for (const [at, shown] of [
		/● live[^]*● live/,
		/STEEM +for [\d .]+… USDT/,
		/Merged/,
		/Edge/,
		/resyncing/,
		/● live[^]*● live/,
		/1\/2 Binance/,
		/Aligned/,
		/trades/,
		/health/,
		/Keys/,
		/● live[^]*● live/,
	].entries())
		assert.match(texts[at] ?? '', shown, marks[at]?.label);
	const film = marks.find(({label}) => label === pictureEnd)?.ms ?? 0;
	assert.ok(film > 10_000 && film < 16_000, `the README's picture takes ${film} ms`);
});

test('the README’s picture needs nothing but itself', () => {
	assert.match(picture, /@keyframes/);
	assert.doesNotMatch(picture, /<script|href|url\(|@import/);
});

test('the README’s picture moves in a browser', {skip: skipWithoutChromium}, async () => {
	const page = await openPage(900, 560);
	const [first, later] = [await shootSvg(page, picture, 0), await shootSvg(page, picture, 5000)];
	assert.ok((await countApart(page, first, later)) > 10_000);
});

test('what is in the repository is small', () => {
	for (const file of ['screen.svg', 'demo.cast.gz'])
		assert.ok(statSync(new URL(file, media)).size < 400_000, file);
});
