import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {closeSync, existsSync, mkdtempSync, openSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {binanceEvents, captureText, timed, writeCapture} from '../helpers/capture-lines.js';
import {cleanEnvironment} from '../helpers/run-program.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const {open, update, snapshot} = binanceEvents;

/** With updates missing behind the third: a defect, and a book that is not in sync at the end. */
const torn = writeCapture(
	join(folder, 'torn.jsonl'),
	captureText(
		timed([open(), snapshot(10, [['1', '1']], [['2', '1']]), update(11, 11), update(20, 20)]),
	),
);

const program = new URL('../../dist/cli.js', import.meta.url).pathname;

const runFull = (args: readonly string[]) => {
	const full = openSync('/dev/full', 'w');
	const {status, stderr} = spawnSync(process.execPath, [program, ...args], {
		env: cleanEnvironment(),
		stdio: ['ignore', full, 'pipe'],
		encoding: 'utf8',
	});
	closeSync(full);
	return [status, stderr];
};

const cannot = 'steem-tui: the output cannot be written: ENOSPC: no space left on device, write\n';

for (const {args, code, words} of [
	{args: ['verify', torn], code: 1, words: cannot},
	{args: ['exchanges'], code: 1, words: cannot},
	{
		args: ['verify', '/nowhere'],
		...{code: 1, words: 'steem-tui: /nowhere does not exist\n'},
	},
])
	test(
		`ends with ${code} where the output is full, and says once why: ${args[0]} ${args.length}`,
		{
			skip: !existsSync('/dev/full'),
		},
		() => {
			assert.deepEqual(runFull(args), [code, words]);
		},
	);
