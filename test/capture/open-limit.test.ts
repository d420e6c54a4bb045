import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent} from '../../source/capture/capture-format.js';
import {createNewest} from '../../source/capture/newest.js';
import {crowdedReason, maxOpen} from '../../source/capture/open-limit.js';
import {readCaptureBatches} from '../../source/capture/read-capture.js';
import type {readCaptureLines} from '../../source/capture/read-file.js';
import {captureText} from '../helpers/capture-lines.js';

const count = maxOpen + 10;
const range = Array.from({length: count}, (_, index) => index);

/** What is read of lines, and how many connections are open at the most. */
const read = async (text: string) => {
	const events: CaptureEvent[] = [];
	const defects: string[] = [];
	const open = new Set<number>();
	let most = 0;
	const lines: typeof readCaptureLines = async function* () {
		yield {lines: text.trim().split('\n')};
	};
	for await (const items of readCaptureBatches('a.jsonl', {read: lines}))
		for (const item of items) {
			if (item.type === 'defect') defects.push(item.detail);
			if (item.type !== 'event') continue;
			const {event} = item;
			events.push(event);
			if (event.kind === 'open') open.add(event.connection);
			if (event.kind === 'close') open.delete(event.connection);
			most = Math.max(most, open.size);
		}
	return {events, defects, most};
};

const ends = (events: readonly CaptureEvent[]): readonly number[] =>
	events.flatMap(event =>
		event.kind === 'close' && event.reason === crowdedReason ? [event.connection] : [],
	);

test('where more connections open than anybody has, the oldest are taken for closed', async () => {
	const url = 'wss://api.huobi.pro/ws';
	const opens = range.map(t => ({t, kind: 'open' as const, url, connection: t + 1}));
	const pings = [1, count].map(connection => ({t: count, kind: 'ping' as const, connection}));
	const {events, defects, most} = await read(captureText([...opens, ...pings]));
	assert.equal(most, maxOpen + 1);
	const half = (maxOpen + 1) >> 1;
	assert.deepEqual(
		ends(events),
		range.slice(0, half).map(at => at + 1),
	);
	assert.deepEqual(defects, [
		`line ${maxOpen + 3}: more than ${maxOpen} connections are open at once: the oldest ${half} are taken for closed`,
	]);
	assert.deepEqual(
		events.slice(-2).map(event => 'connection' in event && event.connection),
		[1, count],
		'their numbers stay',
	);
});

test('connections that end make room for as many others as one likes', async () => {
	const url = 'wss://api.huobi.pro/ws';
	const events = range.flatMap((t): CaptureEvent[] => [
		{t, kind: 'open', url, connection: t + 1},
		{t, kind: 'close', connection: t + 1, reason: 'gone'},
	]);
	const found = await read(captureText(events));
	assert.deepEqual(found.defects, []);
	assert.deepEqual(found.events, events);
});

test('so it is in a file without a header, where whoever is heard again is opened again', async () => {
	const toLine = (t: number, market: number) =>
		JSON.stringify({
			...{t, kind: 'ws', data: '{}'},
			url: `wss://stream.binance.com:9443/ws/m${market}@depth`,
		});
	const lines = [...range.map(t => toLine(t, t)), toLine(count, 0)];
	const {events, most} = await read(`${lines.join('\n')}\n`);
	assert.equal(most, maxOpen);
	assert.equal(ends(events).length, maxOpen >> 1);
	assert.equal(events.filter(({kind}) => kind === 'open').length, count + 1);
});

test('of what is noted, the newest is kept, and at least half as much as may be', () => {
	const newest = createNewest<number, string>(4);
	for (const key of [1, 2, 3, 4]) newest.set(key, `${key}`);
	newest.set(1, 'again');
	assert.deepEqual([1, 2, 3, 4].map(newest.get), ['again', '2', '3', '4']);
	newest.set(5, '5');
	assert.deepEqual([1, 2, 3, 4, 5].map(newest.get), ['again', undefined, undefined, '4', '5']);
});
