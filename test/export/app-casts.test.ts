import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {readCast} from '../../source/export/cast-file.js';
import type {Frame} from '../../source/export/cells.js';
import {playCast} from '../../source/export/play-cast.js';
import type {CastVersion} from '../../source/recording/asciicast.js';
import {createScreenWriter} from '../../source/screen/screen-writer.js';
import {frameOf} from '../helpers/cells.js';
import {binance, setLevel} from '../helpers/market.js';
import {startRecordedApp} from '../helpers/recorded-app.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

/** The picture the app's own screen writer has, from what it wrote so far. */
const pictureOf = (writes: readonly string[], columns: number, rows: number): string => {
	const lines = Array.from({length: rows}, () => '');
	const row = /\u001B\[(\d+)H([^]*?)(?=\u001B\[\d+H|\u001B\[\?2026l|$)/g;
	for (const write of writes)
		for (const [, number, line = ''] of write.matchAll(row)) lines[Number(number) - 1] = line;
	const stdout = Object.assign(new EventEmitter(), {columns, rows, write: () => true});
	const writer = createScreenWriter(stdout, () => undefined);
	writer.enter();
	writer.write(lines);
	return writer.picture();
};

type Step = {readonly ms: number; readonly frame: Frame};

/** Uses the app for a while, and keeps what its terminal showed at some moments. */
const runApp = async (version: CastVersion, isMidSession: boolean) => {
	const recorded = await startRecordedApp(120, 40);
	const {clock, terminal, store} = recorded;
	const early = isMidSession ? null : recorded.record(version, '');
	const app = await recorded.open();
	await terminal.press('up', 'g');
	clock.advance(1000);
	await terminal.flush();
	const recording = early ?? recorded.record(version, pictureOf(terminal.writes, 120, 40));

	const steps: Step[] = [];
	const keep = async () => {
		await terminal.flush();
		steps.push({ms: clock.now() - recording.startedAt, frame: frameOf(terminal.term)});
		clock.advance(100);
		await terminal.flush();
	};
	await keep();
	setLevel(store, binance, 'bids', ['0.1641', '987654.3'], clock.now());
	store.publish();
	await keep();
	recording.marker('a large bid');
	for (const keys of [['z'], ['?'], ['?', 'tab', 'space'], ['space', 'z', 'down']]) {
		await terminal.press(...keys);
		await keep();
	}
	for (const [columns, rows] of [
		[60, 20],
		[200, 60],
		[41, 13],
		[100, 30],
	] as const) {
		terminal.resize(columns, rows);
		await keep();
	}
	app.stop();
	await terminal.flush();
	return {steps, text: recorded.text()};
};

for (const version of [2, 3] as const) {
	for (const isMidSession of [false, true]) {
		const when = isMidSession ? 'in mid-session' : 'before the first frame';
		test(`version ${version}, begun ${when}, shows what the app showed, cell for cell`, async () => {
			const {steps, text} = await runApp(version, isMidSession);
			const file = join(folder, `${version}-${isMidSession}.cast`);
			writeFileSync(file, text);
			const cast = await readCast(file);
			assert.equal(cast.cut, null);
			assert.ok(cast.moments.some(({event}) => event.code === 'm'));
			for (const {ms, frame} of steps)
				assert.deepEqual(await playCast(cast, ms), frame, `${ms} ms`);
			const colors = new Set(steps.flatMap(({frame}) => frame.cells.flat().map(({fg}) => fg)));
			assert.ok(colors.size > 5, 'there are colours to compare');
		});
	}
}
