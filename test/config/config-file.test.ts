import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfigPath, findConfig} from '../../source/config/config-file.js';

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
