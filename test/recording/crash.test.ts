import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {readLines} from '../../source/capture/read-lines.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const child = new URL('./crash-child.ts', import.meta.url).pathname;

for (const name of ['feed.jsonl', 'feed.jsonl.gz']) {
	test(`${name} holds whole lines after SIGKILL`, async () => {
		const path = join(folder, name);
		const {pid, stdout} = spawn(process.execPath, ['--import=tsx', child, path], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		const [told] = (await once(stdout, 'data')) as [Buffer];
		assert.ok(pid);
		process.kill(pid, 'SIGKILL');
		await once(stdout, 'close');
		let count = 0;
		for await (const {lines} of readLines(path)) {
			for (const line of lines)
				assert.deepEqual(JSON.parse(line ?? ''), {line: count++, data: 'äöü'});
		}
		assert.ok(count >= Number(told.toString()), `${count} lines`);
	});
}
