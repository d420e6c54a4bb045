import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {writeFirstConfig} from '../../source/commands/config-init.js';
import {checkFile} from '../../source/config/check-file.js';
import {readConfigText} from '../../source/config/config-file.js';
import {firstFile} from '../../source/config/first-file.js';
import {loadConfig} from '../../source/config/load-config.js';
import {allSettings} from '../../source/config/settings.js';
import {createTheme} from '../../source/screen/theme.js';
import {themeNames} from '../../source/screen/theme-names.js';

const load = (text: string | null, flags = {}) =>
	loadConfig({flags, environment: {}, file: {path: '/c.json', text}});

test('the screen begins as the file says', () => {
	const {screen, screenLevels} = load(
		'{"view": "edge", "edgeSize": "500.5", "group": 20, "bars": "total", "large": 25, "depth": 10}',
	);
	const {view, edgeSize, grouping, bars} = screen;
	assert.deepEqual([view, grouping, bars, screenLevels], ['edge', 4, 'total', 10]);
	assert.equal(screen.large, 25);
	assert.equal(load('{"large": 0}').screen.large, 0);
	assert.deepEqual(edgeSize, {units: 5005, decimals: 1});
	assert.equal(load('{"depth": 10}', {levels: 7}).screenLevels, 7);
	assert.equal(load('{"levels": 30}').screenLevels, 30);
	assert.equal(load('{"depth": "all"}').screenLevels, null);
	assert.equal(load(null).screenLevels, null);
});

const wrong = [
	['{"view": "dept"}', /view: "dept" is not allowed.*depth/],
	['{"edgeSize": 0}', /edgeSize: 0 is not allowed: write an amount above 0/],
	['{"group": 3}', /group: 3 is not allowed: write 1, 2, 5, 10/],
	['{"bars": "long"}', /bars: "long" is not allowed.*"size" or "total"/],
	['{"large": -1}', /large: -1 is not allowed: write a whole number from 0 to 1000/],
	['{"depth": 0}', /depth: 0 is not allowed: write "all" or a whole number/],
	['{"colors": {"ask": "red"}}', /colors\.ask: "red" is not allowed: write a colour such as/],
	['{"colors": {"asks": "#ff0000"}}', /asks is no key of colors.*allowed are accent/],
] as const;

for (const [text, says] of wrong)
	test(`refuses ${text}`, () => {
		assert.throws(() => load(text), says);
	});

test('colours of one\u2019s own are in each theme, at each depth', () => {
	const {colors} = load('{"colors": {"ask": "#FF00FF", "bidFlash": "#0000ff"}}').screen;
	assert.deepEqual(colors, {ask: '#ff00ff', bidFlash: '#0000ff'});
	for (const name of themeNames) {
		const own = createTheme(24, name, false, colors);
		assert.match(own.paint('ask', 'x'), /38;2;255;0;255m/);
		assert.match(own.paint('bidGrown0', 'x'), /48;2;0;0;255m/);
		assert.equal(own.paint('bid', 'x'), createTheme(24, name).paint('bid', 'x'));
		assert.match(createTheme(4, name, false, colors).paint('ask', 'x'), /\[(35|95)m/);
		assert.doesNotMatch(createTheme(1, name, false, colors).paint('ask', 'x'), /38|48/);
	}
});

test('a file to begin with has every setting, and changes nothing', () => {
	const text = firstFile();
	for (const {path} of allSettings) assert.ok(text.includes(`// "${path.split('.').at(-1)}": `));
	assert.deepEqual(checkFile(readConfigText({path: '/c.json', text})), {
		values: new Map(),
		problems: [],
	});
});

test('each line of that file is allowed, once it is freed', () => {
	const freed = firstFile().replaceAll(/^(\t+)\/\/ (?="\w[\w-]*": (?!null|\[\]))/gm, '$1');
	assert.deepEqual(checkFile(readConfigText({path: '/c.json', text: freed})).problems, []);
});

test('a file to begin with is never written over another', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-'));
	try {
		const path = join(folder, 'new', 'config.json');
		const said: string[] = [];
		const console = {
			write: (text: string) => said.push(text) > 0,
			complain: (text: string) => said.push(text),
		};
		assert.equal(await writeFirstConfig(path, console), 0);
		assert.equal(readFileSync(path, 'utf8'), firstFile());
		assert.equal(await writeFirstConfig(path, console), 1);
		assert.equal(said[0], `${path}\n`);
		assert.match(said[1] ?? '', /config\.json/);
	} finally {
		rmSync(folder, {recursive: true});
	}
});
