import assert from 'node:assert/strict';
import {test} from 'node:test';
import {palettes} from '../../source/screen/palettes.js';
import {themeNames} from '../../source/screen/theme-names.js';
import {startTestApp} from '../helpers/start-test-app.js';

type App = Awaited<ReturnType<typeof startTestApp>>;

/** Every colour of letters on the screen. */
const colors = ({terminal}: App, columns = 80, rows = 24): ReadonlySet<string | undefined> => {
	const seen = new Set<string | undefined>();
	for (let y = 0; y < rows; y++)
		for (let x = 0; x < columns; x++) {
			const cell = terminal.cell(x, y);
			if (cell && cell.char !== ' ') seen.add(cell.fg);
		}
	return seen;
};

const own = (name: (typeof themeNames)[number]) =>
	[palettes[name].ask.text, palettes[name].bid.text, palettes[name].accent].map(({hex}) => hex);

test('a key goes through the themes, and the whole screen follows', async () => {
	const test = await startTestApp();
	const {app, terminal} = test;
	const before = terminal.text();
	for (const name of [...themeNames.slice(1), themeNames[0]]) {
		await terminal.press('t');
		const seen = colors(test);
		for (const hex of own(name)) assert.ok(seen.has(hex), `${name} shows ${hex}`);
		for (const other of themeNames.filter(candidate => candidate !== name))
			for (const hex of own(other).filter(candidate => !own(name).includes(candidate)))
				assert.ok(!seen.has(hex), `${name} shows nothing of ${other}`);
		if (name !== 'dark') assert.match(terminal.line(23), new RegExp(`theme: ${name} *$`));
	}
	assert.equal(terminal.text(), before);
	app.stop();
});

test('another theme leaves cursor and grouping as they are', async () => {
	const {app, terminal} = await startTestApp();
	await terminal.press('g', 'down', 'down');
	const before = terminal.text().split('\n').slice(0, 23);
	await terminal.press('t');
	assert.deepEqual(terminal.text().split('\n').slice(0, 23), before);
	app.stop();
});

test('starts with the theme it is given', async () => {
	const test = await startTestApp({theme: 'light'});
	const seen = colors(test);
	for (const hex of own('light')) assert.ok(seen.has(hex));
	assert.doesNotMatch(test.terminal.line(23), /theme:/);
	test.app.stop();
});

test('without colours the key changes nothing, and says so', async () => {
	const {app, terminal} = await startTestApp({color: false});
	const before = terminal.text().split('\n').slice(0, -1);
	await terminal.press('t');
	const after = terminal.text().split('\n');
	assert.deepEqual(after.slice(0, -1), before);
	assert.match(after.at(-1) ?? '', /without colours all themes look the same/);
	app.stop();
});

test('tells whether its colours are made for a light background', async () => {
	const {app, terminal} = await startTestApp();
	const seen = [app.isLight()];
	for (const key of ['t', 't', 't']) {
		await terminal.press(key);
		seen.push(app.isLight());
	}
	assert.deepEqual(seen, [false, true, false, true]);
	app.stop();
});

test('a theme that turns out late to suit is shown, unless one was chosen', async () => {
	const test = await startTestApp();
	test.app.setTheme('light');
	await test.terminal.flush();
	assert.ok(colors(test).has(palettes.light.ask.text.hex));
	assert.doesNotMatch(test.terminal.line(23), /theme:/);
	await test.terminal.press('t');
	test.app.setTheme('dark');
	await test.terminal.flush();
	assert.match(test.terminal.line(23), /theme: colorblind *$/);
	test.app.stop();
});
