import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {defaultExchanges as exchanges} from '../../source/exchanges/index.js';
import {openReplay} from '../../source/replay/open-replay.js';
import {binanceEvents, captureHeader, captureText} from '../helpers/capture-lines.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const open = async (...paths: readonly string[]) => openReplay({paths, market: null, exchanges});

test('a folder is replayed as the parts of a capture in it', async () => {
	for (const [part, startedAt] of [1_700_000_000_000, 1_700_000_060_000].entries())
		writeFileSync(
			join(folder, `feed-${part}.jsonl`),
			captureText([{t: 1, ...binanceEvents.open()}], {...captureHeader, startedAt}),
		);
	// What `r` makes has the screen beside it.
	writeFileSync(join(folder, 'session.cast'), 'no capture');
	const {paths, groups} = await open(folder);
	assert.deepEqual(paths, [join(folder, 'feed-0.jsonl'), join(folder, 'feed-1.jsonl')]);
	assert.equal(groups.length, 1);
});

test('a folder without a capture is said to have none', async () => {
	const empty = join(folder, 'empty');
	mkdirSync(empty);
	await assert.rejects(open(empty), {
		name: 'CaptureError',
		message: `${empty}: no capture is there`,
	});
});
