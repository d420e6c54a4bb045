import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent} from '../../source/capture/capture-format.js';
import {captureHeader, captureText} from '../helpers/capture-lines.js';
import {dialects} from '../helpers/linked-capture.js';
import {provenStretches} from '../helpers/proven.js';
import {printCapture, writeFile} from '../helpers/replay-run.js';

const {binance} = dialects;

/**
 * A book comes on a connection whose opening the capture lacks, in the place of one that is silent, though it lives on.
 * Then the new one is asked for another book.
 */
const path = () => {
	assert.ok(binance);
	const {open, update, snapshot} = binance;
	const params = ['ethbtc@depth@100ms'];
	const data = JSON.stringify({method: 'SUBSCRIBE', params, id: 2});
	const events: CaptureEvent[] = [
		...open(1).map(event => ({t: 0, ...event})),
		{t: 50, ...update(1, 99, 100)},
		...snapshot(1, 100).map(event => ({t: 100, ...event})),
		...Array.from({length: 30}, (_, at) => ({
			t: 200 + 500 * at,
			...update(at < 10 ? 1 : 2, 100 + at, 101 + at),
		})),
		...Array.from({length: 15}, (_, at) => ({
			t: 1000 * at,
			...({kind: 'ping', connection: 1} as const),
		})),
		{t: 8000, kind: 'sent' as const, connection: 2, data},
	];
	events.sort((one, other) => one.t - other.t);
	return writeFile(captureText(events, {...captureHeader, exchanges: ['binance']}));
};

test('a book goes on where its connection is asked for another one late', async () => {
	const paths = [path()];
	assert.equal((await printCapture(paths)).books[0]?.sequence, 130);
	assert.deepEqual(await provenStretches(paths), [{from: 100, to: 14_700}]);
});
