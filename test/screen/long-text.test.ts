import assert from 'node:assert/strict';
import {mock, test} from 'node:test';
import {toPlainText} from '../../source/faults.js';
import {clip, fitCells, mostCells, sliceCells, widthOf} from '../../source/screen/cells.js';
import {cleanText, wrapWords} from '../../source/screen/clean-text.js';
import {createMenuList, searchMarkets} from '../../source/screen/menu-list.js';
import {menuLines} from '../../source/screen/menu.js';
import {createTheme} from '../../source/screen/theme.js';
import {toAscii} from '../../source/screen/to-ascii.js';

/** What is asked of the segmenter: what it takes grows with the square of each text. */
const segmented = (run: () => void) => {
	const lengths: number[] = [];
	const segment = Intl.Segmenter.prototype.segment;
	const {mock: spy} = mock.method(
		Intl.Segmenter.prototype,
		'segment',
		function (this: Intl.Segmenter, text: string) {
			lengths.push(text.length);
			return segment.call(this, text);
		},
	);
	run();
	spy.restore();
	return {calls: lengths.length, longest: Math.max(0, ...lengths)};
};

const letters = ['A', 'é', '币', 'e\u0301', '👍🏽', 'a\u200D'];

for (const letter of letters) {
	test(`measures 100,000 times ${JSON.stringify(letter)} in little`, () => {
		const text = letter.repeat(100_000);
		const work = segmented(() => {
			assert.ok(widthOf(text) >= 2000);
			assert.equal(widthOf(fitCells(text, 40)), 40);
			assert.equal(widthOf(sliceCells(text, 5, 25)), 20);
			assert.ok(widthOf(clip(text, 30)) <= 30);
			wrapWords(text, 80);
			cleanText(text);
			toPlainText(text);
		});
		assert.ok(work.longest <= 256, `${work.longest} units at once`);
		assert.ok(work.calls < 100_000, `${work.calls} calls`);
	});
}

const crowd = `a${'\u0301'.repeat(60)}`;
const few = `a${'\u0301'.repeat(4)}`;
const drawn = [
	{name: 'a cell', text: fitCells(crowd, 1)},
	{name: 'a cell with room', text: fitCells(crowd, 3).trimEnd()},
	{name: 'a slice', text: sliceCells(`x${crowd}y`, 1, 2)},
	{name: 'a text that need not be cut', text: clip(crowd, 9)},
	{name: 'a text from outside', text: cleanText(crowd)},
	{name: 'a fault', text: toPlainText(crowd)},
] as const;

for (const {name, text} of drawn) {
	test(`${name} keeps a few combining marks`, () => {
		assert.equal(text, few);
	});
}

test('as ASCII a crowd of marks is a letter', () => {
	assert.equal(toAscii(`x${crowd}y`), 'xay');
});

test('emoji of a family are whole', () => {
	const family = '👨🏽‍👩🏽‍👧🏽‍👦🏽';
	assert.equal(fitCells(family, 2), family);
	assert.equal(sliceCells(`a${family}`, 1, 3), family);
});

test('characters stay whole where texts are parted to be measured', () => {
	for (const character of ['👍🏽', 'e\u0301', '👨‍👩‍👧', '한']) {
		const text = character.repeat(400);
		assert.equal(sliceCells(text, 0, 700), fitCells(text, 700));
		assert.ok(sliceCells(text, 0, 700).trimEnd().startsWith(character.repeat(300)));
		assert.equal(widthOf(text), 400 * widthOf(character));
	}
});

test('no text takes more cells than it may at the most', () => {
	for (const letter of [...letters, '한', '№', '─', '·', crowd])
		assert.ok(mostCells(letter) >= widthOf(letter), letter);
	assert.equal(mostCells('STEEM/USDT ·'), 12);
});

test('a menu of 20,000 names measures those it shows', () => {
	const items = Array.from({length: 20_000}, (_, index) => ({
		name: `${'ب'.repeat(35)}${index}/${'ب'.repeat(40)}`,
		help: 'Binance',
	}));
	const {calls} = segmented(() => {
		const list = createMenuList('Markets', items, searchMarkets);
		const size = {columns: 80, rows: 24};
		const lines = menuLines(createTheme(1), size, list, {of: 'markets', query: '', selected: null});
		assert.deepEqual(new Set(lines.map(widthOf)), new Set([55]));
	});
	assert.ok(calls < 50_000, `${calls} calls`);
});
