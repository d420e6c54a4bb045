import assert from 'node:assert/strict';
import {test} from 'node:test';
import {paintAxis, paintChart, scaleOf} from '../../source/panes/edge/edge-chart.js';
import {createTheme} from '../../source/screen/theme.js';

const theme = createTheme(24);
const plain = (lines: readonly string[]) =>
	lines.map(line => line.replaceAll(/\u001B\[[\d;]*m/g, '').trimEnd());

const draw = (
	cells: readonly (number | null)[],
	rows: number,
	others: readonly (number | null)[] = [],
) => plain(paintChart(theme, cells, scaleOf([cells, others], rows)));

test('a small loss is a small bar, below the zero line', () => {
	assert.deepEqual(draw([null, -0.1, -0.4], 5), [
		'   ·──       0 %',
		'    ██',
		'     █',
		'     █',
		'     █  −0.400 %',
	]);
});

test('profit stands on the line, loss hangs from it', () => {
	assert.deepEqual(draw([0.2, -0.2, 0, null], 5), [
		'   █     +0.200 %',
		'   █',
		'   ───·       0 %',
		'    █',
		'    █    −0.200 %',
	]);
});

test('charts that are compared have one scale', () => {
	const [small, large] = [[-0.1], [0.3]];
	const scale = scaleOf([small, large], 5);
	assert.deepEqual([scale.up, scale.down], [3, 1]);
	const notes = [small, large].map(cells => plain(paintChart(theme, cells, scale)).join('\n'));
	for (const text of notes) assert.match(text, /\+0\.300 %[^]*−0\.100 %/);
});

test('with one row, place still tells profit from loss', () => {
	assert.deepEqual(draw([0.2, -0.2, 0.01, -0.01], 1), ['   ██▁▔']);
	assert.deepEqual(draw([-0.2], 1), ['   █  −0.200 %']);
});

test('profit and loss have colours of their own', () => {
	const [up = '', , down = ''] = paintChart(theme, [0.1, -0.1], scaleOf([[0.1, -0.1]], 3));
	assert.ok(up.includes(theme.paint('bid', '█ ')));
	assert.ok(down.includes(theme.paint('askBar', ' █')));
});

test('nothing known draws a line and no value', () => {
	assert.deepEqual(draw([null, null], 3), ['   ··', '', '']);
});

test('the time axis ends now', () => {
	const [line = ''] = plain([paintAxis(theme, 80)]);
	assert.equal(line.length, 3 + 66);
	assert.match(line, /^ +−5 min +−4 min +−3 min +−2 min +−1 min +now$/);
	assert.equal(line.lastIndexOf('−1 min') + '−1 min'.length, line.length - 12);
});
