import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent} from '../../source/capture/capture-format.js';
import {captureHeader, captureText} from '../helpers/capture-lines.js';
import {liveStretches, provenStretches} from '../helpers/proven.js';
import {writeFile} from '../helpers/replay-run.js';

const header = {...captureHeader, market: 'STEEM/KRW', exchanges: ['upbit']};

const message = (t: number, data: object): CaptureEvent => ({
	...{t, kind: 'ws', connection: 1},
	data: JSON.stringify(data),
});

const push = (t: number): CaptureEvent =>
	message(t, {
		...{type: 'orderbook', code: 'KRW-STEEM', timestamp: header.startedAt + t},
		...{total_ask_size: 7, total_bid_size: 5, level: 0},
		orderbook_units: [{ask_price: 200, bid_price: 199, ask_size: 7, bid_size: 5}],
	});

const events: readonly CaptureEvent[] = [
	{t: 0, kind: 'open', url: 'wss://api.upbit.com/websocket/v1', connection: 1},
	push(100),
	push(200),
	message(1000, {error: {name: 'NO_CODES', message: 'no codes'}}),
	message(3000, {status: 'UP'}),
	message(5000, {status: 'UP'}),
];

test('nothing proves a book whose channel was refused', async () => {
	const path = writeFile(captureText(events, header));
	const until = [{from: 100, to: 1000}];
	assert.deepEqual(await provenStretches([path]), until);
	assert.deepEqual(await liveStretches([path]), until);
});

test('the next whole book proves it again', async () => {
	const path = writeFile(captureText([...events, push(6000), push(9000)], header));
	assert.deepEqual(await provenStretches([path]), [
		{from: 100, to: 1000},
		{from: 6000, to: 9000},
	]);
});
