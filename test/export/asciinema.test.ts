import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {catCast, skipWithoutAsciinema} from '../helpers/asciinema.js';
import {frameOf} from '../helpers/cells.js';
import {market} from '../helpers/market.js';
import {recordCast} from '../helpers/record-cast.js';
import {createRecordedApp} from '../helpers/recorded-app.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

test('asciinema shows what the app showed', {skip: skipWithoutAsciinema}, async () => {
	const {clock, terminal, tap, open} = createRecordedApp(100, 30);
	const app = open();
	const recording = recordCast({tap, clock, version: 2, title: market, picture: app.picture()});
	await terminal.flush();
	recording.marker('a marker');
	await terminal.press('up', 'z');
	clock.advance(1000);
	await terminal.flush();
	const frame = frameOf(terminal.term);
	const path = join(folder, 'app.cast');
	writeFileSync(path, recording.text());
	app.stop();

	const played = await catCast(path, frame);
	assert.equal(played.code, 0, played.text);
	assert.deepEqual(played.frame, frame);
});
