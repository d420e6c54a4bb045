import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal} from '../../source/book/fixed-point.js';
import {busyCapture} from '../helpers/busy-capture.js';
import {startPlayerRun, writeBusy, writeFile} from '../helpers/replay-run.js';

const busy = writeBusy({seconds: 100, gaps: [40], closes: [70], markers: [55]});

test('plays at its speed, and stands still while paused', async () => {
	const run = await startPlayerRun(busy);
	await run.pass(1000);
	assert.ok(Math.abs(run.control.getState().position - 1000) < 101);
	run.control.pause(true);
	const {position} = run.control.getState();
	await run.pass(1000);
	assert.equal(run.control.getState().position, position);
	run.control.setSpeed(8);
	run.control.pause(false);
	await run.pass(1000);
	assert.ok(Math.abs(run.control.getState().position - position - 8000) < 801);
	run.stop();
});

test('keeps its speed between 0.25 and 64', async () => {
	const run = await startPlayerRun(busy);
	run.control.setSpeed(1000);
	assert.equal(run.control.getState().speed, 64);
	run.control.setSpeed(0.01);
	assert.equal(run.control.getState().speed, 0.25);
	run.stop();
});

test('a moment is the same played to, sought and sought back to', async () => {
	const played = await startPlayerRun(busy);
	played.control.setSpeed(4);
	while (played.control.getState().position < 62_000) await played.pass(100);
	played.control.pause(true);
	const {position} = played.control.getState();
	const books = played.books();
	const sought = await startPlayerRun(busy);
	await sought.seek(position);
	assert.deepEqual(sought.books(), books);
	await sought.seek(95_000);
	assert.notDeepEqual(sought.books(), books);
	await sought.seek(3000);
	await sought.seek(position);
	assert.equal(sought.control.getState().position, position);
	assert.equal(sought.clock.now(), sought.startedAt + position);
	// Speed sets the grid on which views are made.
	sought.control.setSpeed(4);
	await sought.seek(position);
	assert.deepEqual(sought.books(), books);
	played.stop();
	sought.stop();
});

test('goes no further than the start and the end', async () => {
	const run = await startPlayerRun(busy);
	await run.seek(-5);
	assert.equal(run.control.getState().position, 0);
	await run.seek(1e9);
	const {position, length} = run.control.getState();
	assert.equal(position, length);
	await run.pass(500);
	assert.ok(run.control.getState().isPaused);
	run.stop();
});

test('steps a message on and back', async () => {
	const run = await startPlayerRun(busy);
	await run.seek(30_000);
	const seen = [];
	for (let count = 0; count < 5; count++) {
		run.control.step(1);
		await run.settled();
		seen.push({position: run.control.getState().position, books: run.books()});
	}
	assert.equal(new Set(seen.map(({position}) => position)).size, 5);
	for (const expected of seen.slice(0, -1).reverse()) {
		run.control.step(-1);
		await run.settled();
		assert.equal(run.control.getState().position, expected.position);
		assert.deepEqual(run.books(), expected.books);
	}
	assert.ok(run.control.getState().isPaused);
	run.stop();
});

test('steps back to the start, over the edges of chunks', async () => {
	const run = await startPlayerRun(busy);
	await run.seek(30_100);
	const positions = [];
	for (let count = 0; count < 10; count++) {
		run.control.step(-1);
		await run.settled();
		positions.push(run.control.getState().position);
	}
	assert.deepEqual(
		positions,
		[...positions].sort((a, b) => b - a),
	);
	assert.ok((positions.at(-1) ?? 0) > 29_000);
	await run.seek(0);
	run.control.step(-1);
	await run.settled();
	assert.equal(run.control.getState().position, 0);
	run.stop();
});

test('finds gap, marker and reconnect one after the other', async () => {
	const run = await startPlayerRun(busy);
	run.control.pause(true);
	assert.deepEqual(
		run.index.marks.map(({kind, label}) => [kind, label]),
		[
			['gap', 'Binance STEEM/USDT resyncing'],
			['marker', 'look here'],
			['reconnect', 'Huobi STEEM/USDT reconnecting'],
		],
	);
	const places = [];
	for (let count = 0; count < 3; count++) {
		run.control.next();
		await run.settled();
		places.push(Math.floor(run.control.getState().position / 1000));
	}
	assert.deepEqual(places, [40, 55, 70]);
	const [, huobi] = run.source.getView().books;
	assert.equal(huobi?.status, 'reconnecting');
	run.control.next();
	await run.settled();
	assert.match(run.control.getState().notice ?? '', /no gap, reconnect or marker/);
	run.stop();
});

test('begins where it is told to', async () => {
	const run = await startPlayerRun(busy, {from: 50_000});
	await run.settled();
	assert.equal(run.control.getState().position, 50_000);
	assert.deepEqual(
		run.source.getView().books.map(({status}) => status),
		['live', 'live'],
	);
	run.stop();
});

test('tells of jumps, but not of plain playing', async () => {
	const run = await startPlayerRun(busy);
	await run.pass(500);
	assert.equal(run.control.getState().jumps, 0);
	await run.seek(20_000);
	assert.equal(run.control.getState().jumps, 1);
	run.stop();
});

test('what was told of the last 24 hours comes back in its time', async () => {
	const lines = [...busyCapture({seconds: 20})].join('').split('\n');
	const tell = (t: number, last: string) =>
		JSON.stringify({
			...{t, kind: 'http', status: 200},
			url: `https://api.binance.com/api/v3/ticker/24hr?symbols=${encodeURIComponent('["STEEMUSDT"]')}`,
			data: `[{"symbol":"STEEMUSDT","lastPrice":"${last}","openPrice":"0.1"}]`,
		});
	const timeOf = (line: string) =>
		line === '' ? Infinity : ((JSON.parse(line) as {t?: number}).t ?? 0);
	for (const [t, last] of [
		[2000, '0.2'],
		[12_000, '0.3'],
	] as const)
		lines.splice(
			lines.findIndex(line => timeOf(line) > t),
			0,
			tell(t, last),
		);
	const run = await startPlayerRun(writeFile(lines.join('\n')));
	const lastAt = async (position: number) => {
		await run.seek(position);
		const {ticker, at} = run.books()[0]?.day ?? {};
		return ticker && [ticker.last && formatDecimal(ticker.last), (at ?? 0) - run.startedAt];
	};
	assert.equal(await lastAt(1500), undefined);
	assert.deepEqual(await lastAt(11_000), ['0.2', 2000]);
	assert.deepEqual(await lastAt(19_000), ['0.2', 2000], 'it was asked for twice a minute');
	assert.equal(run.books()[1]?.day, null);
	run.stop();
});
