import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {test} from 'node:test';
import {emptyRelative, giveHome} from '../../source/cli/home-folder.js';
import {cleanEnvironment} from '../helpers/run-program.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;

const refuse = (): never => {
	throw new Error('uv_os_homedir returned ENOENT');
};

const homeOf = (known: () => string, listed: () => string, HOME?: string) => {
	const environment = HOME === undefined ? {} : {HOME};
	giveHome(environment, known, listed);
	return environment.HOME;
};

test('a home that is known stays as it is', () => {
	assert.equal(
		homeOf(() => '/home/a', refuse, '/home/a'),
		'/home/a',
	);
	assert.equal(
		homeOf(() => '/home/a', refuse),
		undefined,
	);
});

test('an empty or relative home gives way to the one that the system lists', () => {
	for (const home of ['', 'home'])
		assert.equal(
			homeOf(
				() => home,
				() => '/home/a',
				home,
			),
			'/home/a',
		);
});

test('who has no home at all gets one where nothing can be', () => {
	assert.equal(homeOf(refuse, refuse), '/dev/null');
	assert.equal(
		homeOf(
			() => '',
			() => '',
			'',
		),
		'/dev/null',
	);
});

test('a place for files that is no whole path is none', () => {
	const environment = {XDG_CACHE_HOME: 'here', XDG_CONFIG_HOME: '/there', XDG_DATA_HOME: 'here'};
	emptyRelative(environment);
	const emptied = {XDG_CACHE_HOME: '', XDG_CONFIG_HOME: '/there', XDG_DATA_HOME: 'here'};
	assert.deepEqual(environment, emptied);
	const env = {...cleanEnvironment(), HOME: '/home/a', XDG_CONFIG_HOME: 'here'};
	const {stdout} = spawnSync(process.execPath, [program, 'config'], {env, encoding: 'utf8'});
	assert.match(stdout, /^config file: \/home\/a\//);
});

/** In no list of users that a system begins with. */
const nobody = {uid: 64_210, gid: 64_210};

const asNobody = (args: readonly string[]) => {
	const {
		HOME: _home,
		XDG_CONFIG_HOME: _config,
		XDG_CACHE_HOME: _cache,
		...env
	} = cleanEnvironment();
	return spawnSync(process.execPath, args, {...nobody, env, cwd: '/', encoding: 'utf8'});
};

test('starts for a user whom the system does not know, and who has no home', t => {
	const read = `require('node:fs').readFileSync(${JSON.stringify(program)})`;
	if (process.getuid?.() !== 0 || asNobody(['-e', read]).status !== 0) {
		t.skip('only root can start it as somebody else, from a folder that all may read');
		return;
	}
	const {status, stdout, stderr} = asNobody([program, 'book', '--demo', '--levels', '1']);
	assert.equal(status, 0, stderr);
	assert.match(stdout, /Binance {2}STEEM\/USDT {2}live/);
	assert.equal(stderr, '');
});
