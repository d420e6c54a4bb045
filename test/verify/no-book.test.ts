import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent} from '../../source/capture/capture-format.js';
import {binanceEvents, captureHeader, captureText} from '../helpers/capture-lines.js';
import {defectsOf} from '../helpers/proven.js';
import {writeFile} from '../helpers/replay-run.js';

const {open, update, snapshot} = binanceEvents;

/** A book that was in sync on a connection before, and what a second one has of it to the end. */
const secondHas = async (events: readonly CaptureEvent[]): Promise<readonly string[]> => {
	const before: readonly CaptureEvent[] = [
		{t: 0, ...open()},
		{t: 100, ...update(1, 1)},
		{t: 200, ...snapshot(1, [['1', '5']], [['2', '5']])},
		{t: 300, ...update(2, 2)},
		{t: 400, kind: 'close', connection: 1, reason: 'gone'},
		{t: 500, ...open(2)},
	];
	const header = {...captureHeader, exchanges: ['binance']};
	const defects = await defectsOf([writeFile(captureText([...before, ...events], header))]);
	return defects.filter(({code}) => code === 'no-book').map(({detail}) => detail);
};

const updateOf = (t: number, id: number): CaptureEvent => ({
	t,
	...update(id, id, {connection: 2}),
});

test('a connection may have no snapshot yet where the capture ends', async () => {
	assert.deepEqual(await secondHas([updateOf(600, 5), updateOf(5000, 6)]), []);
});

test('one that has none for longer lacks its book', async () => {
	const [detail, ...others] = await secondHas([updateOf(600, 5), updateOf(20_000, 6)]);
	assert.match(String(detail), /no snapshot links to its updates$/);
	assert.deepEqual(others, []);
});

test('one whose snapshot was too old lacks its book at once', async () => {
	const old: CaptureEvent = {t: 700, ...snapshot(2, [['1', '5']], [['2', '5']])};
	const [detail] = await secondHas([updateOf(600, 5), old, updateOf(800, 6)]);
	assert.match(String(detail), /no snapshot links to its updates, \S/);
});
