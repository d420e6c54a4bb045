import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent} from '../../source/capture/capture-format.js';
import {captureHeader, captureText} from '../helpers/capture-lines.js';
import {liveStretches, provenStretches} from '../helpers/proven.js';
import {writeFile} from '../helpers/replay-run.js';

const channel = 'order_book_steemusdt';

const bookAt = (micros: number) => ({
	...{timestamp: String(Math.floor(micros / 1e6)), microtimestamp: String(micros)},
	...{bids: [['0.18', '2000']], asks: [['0.19', '5']]},
});

const message = (t: number, event: string, data: object): CaptureEvent => ({
	...{t, kind: 'ws', connection: 1},
	data: JSON.stringify({event, channel, data}),
});

const startUs = captureHeader.startedAt * 1000;
const push = (t: number) => message(t, 'data', bookAt(startUs + t * 1000));

/** As a recorder begins that has the book already: it asks for a snapshot, which lags the stream. */
const events: readonly CaptureEvent[] = [
	{t: 0, kind: 'open', url: 'wss://ws.bitstamp.net', connection: 1},
	{
		t: 0,
		kind: 'sent',
		connection: 1,
		data: JSON.stringify({event: 'bts:subscribe', data: {channel}}),
	},
	message(0, 'bts:subscription_succeeded', {}),
	{
		...{t: 10, kind: 'http', status: 200},
		url: 'https://www.bitstamp.net/api/v2/order_book/steemusdt/',
		data: JSON.stringify(bookAt(startUs - 1_000_000)),
	},
	push(700),
	push(1200),
];

test('a snapshot behind the stream proves no whole book, and holds up none', async () => {
	const header = {...captureHeader, market: 'STEEM/USDT', exchanges: ['bitstamp']};
	const path = writeFile(captureText(events, header));
	assert.deepEqual(await provenStretches([path]), [{from: 700, to: 1200}]);
	assert.deepEqual(await liveStretches([path]), [{from: 700, to: 1200}]);
});
