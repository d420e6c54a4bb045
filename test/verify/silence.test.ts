import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent} from '../../source/capture/capture-format.js';
import {binanceEvents, captureHeader, captureText} from '../helpers/capture-lines.js';
import {liveStretches, provenStretches} from '../helpers/proven.js';
import {writeFile} from '../helpers/replay-run.js';

const {open, update, snapshot} = binanceEvents;

/** A connection that falls silent after a ping of the exchange, or after its answer to ours, until it is closed. */
const silentAfter = (ping: {readonly pong?: true}): string => {
	const events: readonly CaptureEvent[] = [
		{t: 0, ...open()},
		{t: 100, ...update(1, 1)},
		{t: 200, ...snapshot(1, [['1', '5']], [['2', '5']])},
		{t: 300, ...update(2, 2)},
		{t: 1000, kind: 'ping', connection: 1, ...ping},
		{t: 21_500, kind: 'close', connection: 1, reason: 'gone'},
	];
	return writeFile(captureText(events, {...captureHeader, exchanges: ['binance']}));
};

test('proves no book past an answer to our pings that is overdue', async () => {
	const path = silentAfter({pong: true});
	const until = [{from: 200, to: 16_000}];
	assert.deepEqual(await liveStretches([path]), until);
	assert.deepEqual(await provenStretches([path]), until);
});

test('expects no answer from whoever never gave one', async () => {
	const path = silentAfter({});
	const until = [{from: 200, to: 21_500}];
	assert.deepEqual(await liveStretches([path]), until);
	assert.deepEqual(await provenStretches([path]), until);
});
