import assert from 'node:assert/strict';
import {existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {runProgram} from '../helpers/run-program.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const lines: readonly unknown[] = [
	{version: 2, width: 30, height: 3, title: 'STEEM/USDT order books'},
	[0, 'o', '\u001B[?1049h'],
	[0.5, 'o', '\u001B[1Hfirst'],
	[65, 'm', 'gap'],
	[65.2, 'o', '\u001B[1H\u001B[31mlater'],
	[66, 'o', '\u001B[0m\u001B[?1049l'],
];

const text = lines.map(line => `${JSON.stringify(line)}\n`).join('');

const write = (name: string, content = text) => {
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
};

test('writes a page beside the cast, and not over it a second time', async () => {
	const cast = write('session.cast');
	const {code, stdout, stderr} = await runProgram(['export', cast]);
	assert.deepEqual([code, stdout], [0, []]);
	assert.match(stderr, /wrote .*session\.html/);
	const page = readFileSync(join(folder, 'session.html'), 'utf8');
	assert.match(page, /<title>STEEM\/USDT order books<\/title>/);
	assert.match(page, /<time>1:05<\/time> gap/);
	assert.ok(page.length < 250_000, `${page.length} characters`);

	const again = await runProgram(['export', cast]);
	assert.equal(again.code, 1);
	assert.match(again.stderr, /session\.html is there already: -f writes over it/);
	const forced = await runProgram(['export', cast, '-f', '--title', 'Another <title>']);
	assert.equal(forced.code, 0);
	assert.match(readFileSync(join(folder, 'session.html'), 'utf8'), /Another &lt;title&gt;/);
});

test('makes stills of the last picture, or of a moment', async () => {
	const cast = write('stills.cast');
	assert.equal((await runProgram(['export', cast, '--svg', '--text'])).code, 0);
	assert.equal(readFileSync(join(folder, 'stills.txt'), 'utf8'), 'later\n\n\n');
	assert.match(readFileSync(join(folder, 'stills.svg'), 'utf8'), /fill="#ff7b72".*>later</);
	const early = await runProgram(['export', cast, '--text', '--at', '1:04', '-o', '-']);
	assert.deepEqual([early.code, early.stdout], [0, ['first', '', '']]);
	const late = await runProgram(['export', cast, '--text', '--at', '2:00', '-o', '-']);
	assert.deepEqual([late.code, late.stdout], [1, []]);
	assert.match(late.stderr, /the cast ends at 1:06/);
});

test('never writes over the cast, whatever name it is given', async () => {
	const cast = write('linked.cast');
	const link = join(folder, 'link.html');
	symlinkSync(cast, link);
	for (const path of [cast, link]) {
		const {code, stderr} = await runProgram(['export', cast, '-f', '-o', path]);
		assert.equal(code, 1);
		assert.match(stderr, /is the cast itself: choose another name/);
	}
	assert.equal(readFileSync(cast, 'utf8'), text);
});

test('exports a cast that was cut off, and says so', async () => {
	const cast = write('cut.cast', `${text}[70,"o","\\u001b[`);
	const output = join(folder, 'else.svg');
	const {code, stderr} = await runProgram(['export', cast, '--svg', '-o', output]);
	assert.equal(code, 0);
	assert.match(stderr, /the last line was cut off after line 6; what came before is exported/);
	assert.ok(existsSync(output));
});

for (const {name, args, code, words} of [
	{name: 'a file that is not there', args: ['nowhere.cast'], code: 1, words: /does not exist/},
	{name: 'no cast', args: [write('no.cast', 'x\n')], code: 1, words: /line 1: not JSON/},
	{
		name: 'the cast itself as output',
		args: [write('itself.cast'), '-o', join(folder, 'itself.cast'), '-f'],
		code: 1,
		words: /is the cast itself/,
	},
	{
		name: 'a folder that is not there',
		args: [write('place.cast'), '-o', join(folder, 'nowhere/a.html')],
		code: 1,
		words: /the folder does not exist/,
	},
	{name: 'no file', args: [], code: 2, words: /missing required argument 'files'/},
	{name: 'a moment of a page', args: ['a.cast', '--at', '0:01'], code: 2, words: /--at .* needs/},
	{name: 'no moment', args: ['a.cast', '--svg', '--at', 'x'], code: 2, words: /write MM:SS/},
	{
		name: 'two files with one name',
		args: ['a.cast', '--svg', '--text', '-o', 'b'],
		code: 2,
		words: /--output names one file/,
	},
]) {
	test(`refuses ${name} with ${code}`, async () => {
		const result = await runProgram(['export', ...args]);
		assert.deepEqual([result.code, result.stdout], [code, []]);
		assert.match(result.stderr, words);
	});
}

test('makes a moving picture of a part, with pauses cut', async () => {
	const cast = write('moving.cast');
	const {code, stderr} = await runProgram(['export', cast, '--svg', '--animate']);
	assert.deepEqual([code, stderr], [0, `steem-tui: wrote ${join(folder, 'moving.svg')}\n`]);
	const svg = readFileSync(join(folder, 'moving.svg'), 'utf8');
	assert.match(svg, />first<.*>later</s);
	// Half a second, the longest pause, and the last picture.
	assert.match(svg, /animation:4\.500s step-end infinite/);
	const part = ['--from', 'gap', '--to', '1:06', '-o', '-'];
	const {stdout} = await runProgram(['export', cast, '--svg', '--animate', ...part]);
	assert.match(stdout.join('\n'), /animation:2\.200s/);

	for (const [args, words, expected] of [
		[['--animate'], /--animate is for a picture: it needs --svg/, 2],
		[['--svg', '--from', '0:01'], /--from and --to are for a moving picture/, 2],
		[['--svg', '--animate', '--at', '0:01'], /--animate takes --from and --to/, 2],
		[['--svg', '--animate', '--to', 'nowhere'], /no marker .*"nowhere": it has "gap"/, 1],
	] as const) {
		const refused = await runProgram(['export', cast, ...args, '-f']);
		assert.deepEqual([refused.code, refused.stdout], [expected, []]);
		assert.match(refused.stderr, words);
	}
});
