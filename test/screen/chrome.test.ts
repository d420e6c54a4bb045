import assert from 'node:assert/strict';
import {test} from 'node:test';
import {widthOf} from '../../source/screen/cells.js';
import {footerLine} from '../../source/screen/footer-line.js';
import {helpLines} from '../../source/screen/help.js';
import type {Intent, Scope} from '../../source/screen/intent.js';
import {bindings, scopesTogether} from '../../source/screen/keys.js';
import {createTheme} from '../../source/screen/theme.js';

const theme = createTheme(1);
const plain = (text: string) => text.replaceAll(/\u001B\[[\d;]*m/g, '');

const inDepth: readonly Scope[] = ['ladder', 'panes', 'everywhere'];

const footer = (
	width: number,
	settings: readonly string[] = [],
	scopes: readonly Scope[] = inDepth,
	notice: string | null = null,
) => {
	const line = footerLine({theme, width, settings, notice, scopes});
	assert.equal(widthOf(line), width);
	return plain(line);
};

test('the footer always has help and quit', () => {
	for (let width = 40; width < 200; width++) {
		assert.match(footer(width), /^ \? help /);
		assert.match(footer(width), /q quit/);
	}
});

test('the footer offers the demo before all but help and quit', () => {
	assert.match(footer(40, [], ['offline', ...inDepth]), /D demo/);
	assert.doesNotMatch(footer(200), /D demo/);
});

test('the footer has the keys that hold, and none that would change nothing', () => {
	const wide = (scopes: readonly Scope[], idle: readonly Intent[] = []) =>
		plain(
			footerLine({theme, width: 200, settings: [], notice: null, scopes, idle: new Set(idle)}),
		).trim();
	assert.equal(wide(['menu']), '↑↓ select  Enter choose  Esc close  ⌫ erase  Ctrl-C quit');
	assert.equal(wide(['overlay', 'everywhere']), '? help  Esc close  q quit');
	assert.match(wide(inDepth), /z zoom/);
	assert.doesNotMatch(wide(inDepth, ['zoom']), /zoom/);
});

test('the footer shows what was set at the right', () => {
	assert.match(footer(80, ['10 levels']), /10 levels $/);
});

test('what was set gives way to help and quit', () => {
	const settings = ['groups of 20 ticks', 'bars: total', 'theme: daltonic-light'];
	for (let width = 40; width < 120; width++)
		assert.match(footer(width, settings), /^ \? help .*q quit /);
	assert.match(footer(40, settings), / …? +$/);
	assert.match(footer(44, settings), /groups of 20 ticks {2}… $/);
	assert.match(
		footer(100, settings),
		/groups of 20 ticks {2}bars: total {2}theme: daltonic-light $/,
	);
});

const sizes = [
	[40, 12],
	[52, 15],
	[64, 20],
	[80, 24],
	[80, 30],
	[200, 24],
	[120, 40],
	[200, 60],
] as const;

for (const [columns, rows] of sizes)
	for (const scopes of scopesTogether.filter(held => held.includes('panes')))
		test(`the help fits ${columns}×${rows} with the keys of ${scopes.join(', ')}`, () => {
			const lines = helpLines(theme, {columns, rows}, scopes);
			const widths = new Set(lines.map(widthOf));
			assert.equal(widths.size, 1);
			const [width = 0] = widths;
			const paneRows = rows - (scopes.includes('replay') ? 3 : 2);
			// In a window, or in all the place of the panes: never on their frames.
			if (columns < 64) assert.ok(lines.length <= rows && width <= columns);
			else if (lines.length === paneRows) assert.equal(width, columns);
			else assert.ok(lines.length <= paneRows - 2 && width <= columns - 2, `${lines.length}`);
			const text = plain(lines.join('\n'));
			for (const {shown, scope} of bindings)
				if (scopes.includes(scope))
					assert.ok(text.includes(columns < 64 ? (shown.split(' ')[0] ?? '') : shown), shown);
		});

test('the help names the keys of every view where there is room', () => {
	const text = plain(helpLines(theme, {columns: 120, rows: 40}, inDepth).join('\n'));
	for (const {shown, help, scope} of bindings)
		if (['panes', 'ladder', 'list', 'edge', 'everywhere'].includes(scope)) {
			assert.ok(text.includes(shown), shown);
			assert.ok(text.includes(help), help);
		}
});

test('the footer makes room for something to say', () => {
	assert.equal(footer(30, [], inDepth, 'marker 1').trim(), 'marker 1');
	footer(20, [], inDepth, 'recorded a folder with a long name');
});
