import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {
	defaultConfigPath,
	findConfig,
	maxConfigBytes,
	readConfigText,
} from '../../source/config/config-file.js';
import {readSmall} from '../../source/files/read-small.js';

const failing = (code: string) => () => {
	throw Object.assign(new Error('no'), {code});
};

test('looks under XDG_CONFIG_HOME', () => {
	assert.equal(defaultConfigPath({XDG_CONFIG_HOME: '/xdg'}), '/xdg/steem-tui/config.json');
});

test("takes the platform's place where XDG_CONFIG_HOME is empty or no absolute path", () => {
	const place = defaultConfigPath({});
	assert.match(place, /[/\\]steem-tui[/\\](Config[/\\])?config\.json$/);
	assert.equal(defaultConfigPath({XDG_CONFIG_HOME: 'relative'}), place);
});

test('does without the default file', () => {
	const environment = {XDG_CONFIG_HOME: '/xdg'};
	assert.deepEqual(findConfig(undefined, environment, failing('ENOENT')), {
		path: '/xdg/steem-tui/config.json',
		text: null,
	});
});

test('insists on a file that was named', () => {
	assert.throws(
		() => findConfig('my.json', {}, failing('ENOENT')),
		/^UsageError: my\.json: there is no such config file$/,
	);
});

test('says that a file cannot be read', () => {
	for (const named of [undefined, 'my.json'])
		assert.throws(
			() => findConfig(named, {}, failing('EACCES')),
			/config\.json|my\.json: the config file cannot be read \(EACCES\)/,
		);
});

test('reads no pipe, no device and nothing too long for settings', () => {
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
	const pipe = join(folder, 'pipe');
	execFileSync('mkfifo', [pipe]);
	const long = join(folder, 'long.json');
	writeFileSync(long, `{"market": "${'x'.repeat(maxConfigBytes)}"}`);
	const find = (path: string) => findConfig(path, {}, one => readSmall(one, maxConfigBytes));
	assert.throws(() => find(pipe), /pipe: the config file cannot be read \(it is no regular file\)/);
	assert.throws(() => find('/dev/zero'), /cannot be read \(it is no regular file\)/);
	assert.throws(() => find(long), /cannot be read \(it is longer than 262144 bytes\)/);
	rmSync(folder, {recursive: true});
});

test('does not build a file of many values', () => {
	const text = `{"market": [${'{},'.repeat(6000)}{}]}`;
	assert.throws(
		() => readConfigText({path: 'c.json', text}),
		/^UsageError: c\.json: no config file: more than 5000 values$/,
	);
});
