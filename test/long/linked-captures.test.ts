import assert from 'node:assert/strict';
import {test} from 'node:test';
import {captureHeader, captureText} from '../helpers/capture-lines.js';
import {dialects, linkedCapture, pushedDialects} from '../helpers/linked-capture.js';
import {printCapture, startPlayerRun, writeFile} from '../helpers/replay-run.js';

const seeds = Array.from({length: 12}, (_, index) => `links ${index}`);

for (const [name, dialect] of Object.entries({...dialects, ...pushedDialects}))
	test(`${name}: no order of links leaves an old book live`, async () => {
		let live = 0;
		for (const seed of seeds) {
			const {events, exchange, lengthMs, newestAt} = linkedCapture(dialect, seed);
			const header = {...captureHeader, exchanges: [exchange]};
			const path = writeFile(captureText(events, header));
			for (const from of [null, 9_000, 17_000, 26_000, 35_000]) {
				const last = events.at(-1)?.t ?? 0;
				if (from !== null && from > last) continue;
				const {books} = await printCapture([path], {from});
				const newest = newestAt(from ?? lengthMs);
				for (const {sequence, bids} of books) {
					assert.equal(sequence, newest, `${seed} at ${from ?? 'the end'}`);
					assert.equal(Number(bids[0]?.[1]), newest);
					if (from === null) live++;
				}
			}
		}
		// A test in which no book ever is live would prove nothing.
		assert.ok(live > seeds.length / 2, `${live} live at the end`);
	});

test('seeking forward and back shows no old book live', async () => {
	const {binance} = dialects;
	assert.ok(binance);
	let live = 0;
	for (const seed of seeds.slice(0, 12)) {
		const {events, newestAt} = linkedCapture(binance, seed);
		const path = writeFile(captureText(events, {...captureHeader, exchanges: ['binance']}));
		const player = await startPlayerRun(path);
		for (const position of [30_000, 8_000, 21_000, 14_000]) {
			if (position > (events.at(-1)?.t ?? 0)) continue;
			await player.seek(position);
			for (const {status, sequence} of player.books()) {
				if (status !== 'live') continue;
				live++;
				assert.equal(sequence, newestAt(position), `${seed} at ${position}`);
			}
		}
		player.stop();
	}
	assert.ok(live > 12, `${live} live`);
});
