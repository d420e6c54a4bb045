import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {markersOf, readCast} from '../../source/export/cast-file.js';
import type {Frame} from '../../source/export/cells.js';
import {playCast} from '../../source/export/play-cast.js';
import type {CastVersion} from '../../source/recording/asciicast.js';
import {frameOf} from '../helpers/cells.js';
import {binance, market, setLevel} from '../helpers/market.js';
import {recordCast} from '../helpers/record-cast.js';
import {createRecordedApp} from '../helpers/recorded-app.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

type Step = {readonly ms: number; readonly frame: Frame};

/** Uses the app for a while, and keeps what its terminal showed at some moments. */
const runApp = async (version: CastVersion, isMidSession: boolean) => {
	const {clock, terminal, tap, store, open} = createRecordedApp(120, 40);
	const app = open();
	const record = () => recordCast({tap, clock, version, title: market, picture: app.picture()});
	const early = isMidSession ? null : record();
	await terminal.flush();
	await terminal.press('up', 'g');
	clock.advance(1000);
	await terminal.flush();
	const recording = early ?? record();

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
	return {steps, text: recording.text()};
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
			assert.ok(markersOf(cast).length > 0);
			// A player's terminal is taken over, as the app's was: without it the frames go astray.
			const [first] = cast.moments;
			assert.ok(first?.event.code === 'o' && first.event.data.startsWith('\u001B[?1049h'));
			for (const {ms, frame} of steps)
				assert.deepEqual(await playCast(cast, ms), frame, `${ms} ms`);
			const colors = new Set(steps.flatMap(({frame}) => frame.cells.flat().map(({fg}) => fg)));
			assert.ok(colors.size > 5, 'there are colours to compare');
		});
	}
}
