import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {after, test} from 'node:test';
import {startCapture} from '../../source/commands/record-parts.js';
import {createTransportTap} from '../../source/recording/transport-tap.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeFile} from '../helpers/fake-file.js';
import {createFakeTransport, settle} from '../helpers/fake-transport.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

test('names at the end no part that was removed meanwhile', async () => {
	const clock = createFakeClock(1_700_000_000_000);
	const capture = await startCapture({
		plan: {
			rotation: {type: 'time', ms: 60_000},
			...{isFolder: false, firstNumber: 1, keep: {type: 'size', bytes: 1}, runHook: null},
		},
		path: join(folder, 'feed.jsonl'),
		header: {market: 'STEEM/BTC', exchanges: ['huobi'], app: '0.1.0'},
		...{clock, tap: createTransportTap(createFakeTransport().transport)},
		refresh: () => undefined,
		// This clock may be far ahead of the disk, which is a real one.
		say: text => assert.match(text, /the disk does not answer|is written again|waits for the disk/),
	});
	for (let part = 1; part <= 3; part++) {
		while (capture.state().parts < part || capture.state().bytes === 0) {
			capture.marker('here');
			clock.advance(100);
			await settle();
		}
		if (part < 3) capture.rotate();
	}
	const files = await capture.stop();
	const left = readdirSync(folder);
	assert.deepEqual(
		files.map(({path}) => basename(path)),
		left,
	);
	assert.equal(left.length, 1);
	assert.equal(capture.state().parts, 3);
});

test('says what its end waits for where that takes long', async () => {
	const clock = createFakeClock(1_700_000_000_000);
	const said: string[] = [];
	const file = createFakeFile();
	const capture = await startCapture({
		...{plan: null, path: join(folder, 'slow.jsonl')},
		header: {market: 'STEEM/BTC', exchanges: ['huobi'], app: '0.1.0'},
		...{clock, tap: createTransportTap(createFakeTransport().transport)},
		...{refresh: () => undefined, open: file.open, say: text => void said.push(text)},
	});
	await settle();
	file.hang();
	capture.marker('here');
	const stopped = capture.stop();
	clock.advance(2000);
	assert.match(said.join(), /^ending: it waits for the disk, .+ one more signal ends it at once/);
	file.recover();
	await stopped;
	clock.advance(2000);
	assert.equal(said.length, 1);
});
