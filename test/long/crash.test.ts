import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {exportCast} from '../../source/commands/export.js';
import type {ProcessConsole} from '../../source/output/console.js';
import {verify} from '../../source/commands/verify.js';
import {durationOf, readCast} from '../../source/export/cast-file.js';
import {toText} from '../../source/export/cells.js';
import {playCast} from '../../source/export/play-cast.js';

const parent = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(parent, {recursive: true});
});

const child = new URL('./crash-child.ts', import.meta.url).pathname;

/** Records the app over the demo and kills it in the middle. Returns the recording's folder. */
const recordAndKill = async (version: number): Promise<string> => {
	const recorder = spawn(process.execPath, ['--import=tsx', child, parent, String(version)], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [told] = (await once(recorder.stdout, 'data')) as [Buffer];
	recorder.kill('SIGKILL');
	await once(recorder, 'close');
	return told.toString().trim();
};

/** Runs a command with a console that keeps all it is told. */
const run = async (
	command: (console: Omit<ProcessConsole, 'tell' | 'bytes' | 'untilGone'>) => Promise<number>,
) => {
	let out = '';
	const take = (text: string) => ((out += text), true);
	const code = await command({
		write: take,
		document: take,
		complain: take,
		onDrain: () => undefined,
	});
	return {code, out};
};

for (const version of [2, 3]) {
	test(`a recording of version ${version} that was killed is read, verified and exported`, async () => {
		const folder = await recordAndKill(version);
		const feed = await run(console =>
			verify([join(folder, 'feed.jsonl.gz')], console, {isJson: true}),
		);
		assert.equal(feed.code, 0, feed.out);
		const {books} = JSON.parse(feed.out) as {books: {isInSync: boolean}[]};
		assert.deepEqual(
			books.map(({isInSync}) => isInSync),
			[true, true],
		);

		const path = join(folder, 'session.cast');
		const cast = await readCast(path);
		assert.ok(durationOf(cast) > 1000);
		assert.match(toText(await playCast(cast)), /Binance [^]*● live[^]*Huobi [^]*● live/);
		const exported = await run(console => exportCast(path, {}, console));
		assert.equal(exported.code, 0, exported.out);
		assert.match(readFileSync(join(folder, 'session.html'), 'utf8'), /<\/html>\n$/);
	});
}
