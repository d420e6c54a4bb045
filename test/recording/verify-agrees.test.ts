import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Stretch} from '../../source/commands/verify/proof.js';
import {captureHeader, captureText} from '../helpers/capture-lines.js';
import {dialects, linkedCapture} from '../helpers/linked-capture.js';
import {liveStretches, provenStretches} from '../helpers/proven.js';
import {writeFile} from '../helpers/replay-run.js';

/** Milliseconds that replay may be late after a lost connection: it waits before it connects again. */
const backoffMs = 5000;

/** Milliseconds between two looks for silence, which then begin at another time. */
const tickMs = 1000;

/** Whether both tell the same, but for a wait before the one is live. */
const isSame = (live: Stretch, proven: Stretch) => {
	const late = live.from - proven.from;
	if (late === 0) return live.to === proven.to;
	return late > 0 && late < backoffMs && Math.abs(live.to - proven.to) <= tickMs;
};

const assertAgree = (live: readonly Stretch[], proven: readonly Stretch[], name: string) => {
	const told = `${name}: live ${JSON.stringify(live)}, proven ${JSON.stringify(proven)}`;
	for (const one of live)
		assert.ok(
			proven.some(stretch => isSame(one, stretch)),
			told,
		);
	for (const one of proven)
		assert.ok(one.to - one.from < backoffMs || live.some(stretch => isSame(stretch, one)), told);
};

const seeds = Array.from({length: 25}, (_, index) => `links ${index}`);

for (const [name, dialect] of Object.entries(dialects))
	test(`${name}: what replay shows live is what verify calls proven`, async () => {
		let ms = 0;
		for (const seed of seeds) {
			const {events, exchange} = linkedCapture(dialect, seed);
			const path = writeFile(captureText(events, {...captureHeader, exchanges: [exchange]}));
			const proven = await provenStretches([path]);
			assertAgree(await liveStretches([path]), proven, seed);
			for (const {from, to} of proven) ms += to - from;
		}
		assert.ok(ms > seeds.length * 5000);
	});
