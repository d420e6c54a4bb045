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

const opened: readonly CaptureEvent[] = [
	{t: 0, kind: 'open', url: 'wss://ws.bitstamp.net', connection: 1},
	{
		t: 0,
		kind: 'sent',
		connection: 1,
		data: JSON.stringify({event: 'bts:subscribe', data: {channel}}),
	},
	message(0, 'bts:subscription_succeeded', {}),
];

/** It lags the stream by a second. */
const answer = (t: number): CaptureEvent => ({
	...{t, kind: 'http', status: 200},
	url: 'https://www.bitstamp.net/api/v2/order_book/steemusdt/',
	data: JSON.stringify(bookAt(startUs + (t - 1000) * 1000)),
});

const write = (events: readonly CaptureEvent[]): string => {
	const header = {...captureHeader, market: 'STEEM/USDT', exchanges: ['bitstamp']};
	return writeFile(
		captureText(
			[...events].sort((one, other) => one.t - other.t),
			header,
		),
	);
};

// As a recorder begins that has the book already: it asks for a snapshot.
test('a snapshot behind the stream proves no whole book, and holds up none', async () => {
	const path = write([...opened, answer(10), push(700), push(1200)]);
	assert.deepEqual(await provenStretches([path]), [{from: 700, to: 1200}]);
	assert.deepEqual(await liveStretches([path]), [{from: 700, to: 1200}]);
});

const pings = Array.from({length: 10}, (_, index): CaptureEvent => ({
	...{t: 2000 * index, kind: 'ping', connection: 1},
}));

for (const {name, t, from} of [
	{
		name: 'is of no use to whoever asks later where it came in the first seconds',
		t: 3000,
		from: 20_000,
	},
	{name: 'makes a whole book that nothing was pushed of for seconds', t: 7000, from: 7000},
])
	test(`a snapshot over HTTP ${name}`, async () => {
		const path = write([...opened, ...pings, answer(t), push(20_000), push(21_000)]);
		assert.deepEqual(await provenStretches([path]), [{from, to: 21_000}]);
		assert.deepEqual(await liveStretches([path]), [{from, to: 21_000}]);
	});

test('a book that a snapshot left behind is over where nothing tells what its connection carries', async () => {
	const received = opened.filter(({kind}) => kind !== 'sent');
	const ahead: CaptureEvent = {...answer(31_000), t: 20_000};
	const later = pings.map(event => ({...event, t: event.t + 20_000}));
	const path = write([...received, push(700), push(1200), ...pings, ahead, ...later]);
	assert.deepEqual(await provenStretches([path]), [{from: 700, to: 30_000}]);
	const [live, ...others] = await liveStretches([path]);
	assert.ok(live && live.from === 700 && live.to <= 30_000 && others.length === 0);
});
