import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import type {CaptureEvent} from '../../source/capture/capture-format.js';
import {captureHeader, captureText} from '../helpers/capture-lines.js';
import {exportFiles} from '../helpers/export-capture.js';
import {defectsOf, liveStretches, provenStretches} from '../helpers/proven.js';
import {filesBelow, readCsv, readTardis, rebuild} from '../helpers/read-exports.js';
import {writeFile} from '../helpers/replay-run.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const url = 'wss://api.gateio.ws/ws/v4/';
const levels = (from: number, step: number) =>
	Array.from({length: 60}, (_, at) => [String(from + at * step), '1']);
const whole = {b: levels(199, -1), a: levels(200, 1)};

type Event = (t: number, connection?: number) => CaptureEvent;

const hear =
	(data: object): Event =>
	(t, connection = 1) => ({t, kind: 'ws', connection, data: JSON.stringify(data)});

/** What changed since the message before, up to an id: a level has that for its size. */
const changed = (to: number, from = to) => ({U: from, u: to, b: [['190', String(to)]], a: []});

/** The book on one channel, and on the other one. */
const obu = (result: object) =>
	hear({
		...{channel: 'spot.obu', event: 'update', time_ms: 1},
		result: {t: 1, s: 'ob.STEEM_USDT.400', ...result},
	});
const full = (u: number) => obu({full: true, u, ...whole});
const update = (to: number, from = to) =>
	hear({
		...{time: 1, channel: 'spot.order_book_update', event: 'update'},
		result: {t: 1, e: 'depthUpdate', E: 1, s: 'STEEM_USDT', ...changed(to, from)},
	});
const snapshot = (t: number, id: number): CaptureEvent => ({
	...{t, kind: 'http', status: 200},
	url: 'https://api.gateio.ws/api/v4/spot/order_book?currency_pair=STEEM_USDT&limit=100&with_id=true',
	data: JSON.stringify({id, current: 1, update: 1, bids: whole.b, asks: whole.a}),
});

const requests = {
	obu: {channel: 'spot.obu', payload: ['ob.STEEM_USDT.400']},
	updates: {channel: 'spot.order_book_update', payload: ['STEEM_USDT', '100ms']},
};

const subscribe = (name: keyof typeof requests, connection = 1): readonly CaptureEvent[] => {
	const request = {time: 1, id: 1, event: 'subscribe', ...requests[name]};
	return [
		{t: 0, kind: 'sent', connection, data: JSON.stringify(request)},
		hear({...request, result: {status: 'success'}})(10, connection),
	];
};

/** Both on one connection. */
const opened: readonly CaptureEvent[] = [
	{t: 0, kind: 'open', url, connection: 1},
	...[...subscribe('obu'), ...subscribe('updates')].sort((a, b) => a.t - b.t),
];

const write = (events: readonly CaptureEvent[]): string =>
	writeFile(
		captureText(
			[...events].sort((a, b) => a.t - b.t),
			{...captureHeader, market: 'STEEM/USDT', exchanges: ['gate']},
		),
	);

/** One of each, so many milliseconds apart. */
const many = (
	count: number,
	from: number,
	everyMs: number,
	eventOf: (at: number) => Event,
	connection = 1,
) => Array.from({length: count}, (_, at) => eventOf(at)(from + at * everyMs, connection));

/** Ids from 11 on, for seconds. */
const updates = (connection = 1) => many(30, 200, 500, at => update(11 + at), connection);

const unfed =
	'gate STEEM_USDT: "gate spot.obu ob.STEEM_USDT.400" brings nothing any more while "gate spot.order_book_update STEEM_USDT" does';

let exports = 0;

/** When the first row was written and the last, in the capture's milliseconds, and the book they make. */
const exported = async (path: string) => {
	const out = join(folder, String(++exports));
	await exportFiles([path], out, {types: ['book']});
	const rows = filesBelow(out, '.csv.gz').flatMap(readTardis);
	const times = rows.map(({local}) => Number(local) / 1000 - captureHeader.startedAt);
	const gaps = filesBelow(out, '.gaps.csv').flatMap(readCsv);
	const reasons = gaps.map(({reason}) => reason);
	return {rows, from: times[0], to: times.at(-1), book: rebuild(rows), reasons};
};

const ofOne = [...opened, full(10)(100), ...updates()];

for (const {name, events} of [
	{name: 'on its connection', events: ofOne},
	{
		name: 'on a connection of which nothing tells what it carries',
		events: ofOne.filter(({kind}) => kind !== 'sent'),
	},
	{
		name: 'on another connection',
		events: [
			...[1, 2].map((connection): CaptureEvent => ({t: 0, kind: 'open', url, connection})),
			...[...subscribe('obu'), ...subscribe('updates', 2), full(10)(100), ...updates(2)],
			...many(15, 100, 1000, () => t => ({t, kind: 'ping', connection: 1})),
		],
	},
])
	test(`nothing proves a book that lacks what another channel brought ${name}`, async () => {
		const path = write(events);
		const until = [{from: 100, to: 2200}];
		assert.deepEqual(await provenStretches([path]), until);
		assert.deepEqual(await liveStretches([path]), until);
		assert.deepEqual(
			(await defectsOf([path])).map(({code, detail, t}) => [code, detail, t]).slice(0, 1),
			[['unfed', unfed, 2200]],
		);
		const {from, to, reasons} = await exported(path);
		assert.deepEqual([from, to], [100, 100]);
		assert.equal(reasons.at(-1), 'another connection or channel brought what it lacked');
	});

test('the channel that goes on takes the place of one that does not', async () => {
	const path = write([...opened, full(10)(100), snapshot(120, 10), ...updates()]);
	assert.deepEqual(await provenStretches([path]), [{from: 100, to: 14_700}]);
	const {to, book} = await exported(path);
	assert.equal(to, 14_700);
	assert.deepEqual(
		book.bids.find(([price]) => price === '190'),
		['190', '40'],
	);
});

test('replay goes over to the channel that goes on', async () => {
	const more = many(30, 15_200, 500, at => update(41 + at));
	const path = write([...opened, full(10)(100), snapshot(120, 10), ...updates(), ...more]);
	const [first, second, ...others] = await liveStretches([path]);
	assert.deepEqual([first, second?.to, others], [{from: 100, to: 2200}, 29_700, []]);
});

test('replay goes over to no channel that is silent', async () => {
	const path = write([
		...[1, 2].map((connection): CaptureEvent => ({t: 0, kind: 'open', url, connection})),
		...[...subscribe('obu'), ...subscribe('updates', 2), full(10)(100), snapshot(120, 10)],
		update(11)(1000, 2),
		obu(changed(11))(1010),
		...many(19, 1500, 1000, () => t => ({t, kind: 'ping', connection: 1})),
		{t: 20_000, kind: 'close', connection: 1, reason: 'gone'},
		...many(100, 1000, 1000, () => t => ({t, kind: 'ping', connection: 9})),
	]);
	assert.deepEqual(await liveStretches([path]), [{from: 100, to: 20_000}]);
});

test('a channel that comes up again goes on', async () => {
	const later = [full(25)(7300), ...many(14, 7800, 500, at => obu(changed(26 + at)))];
	const path = write([...opened, full(10)(100), ...updates(), ...later]);
	const stretches = [
		{from: 100, to: 2200},
		{from: 7300, to: 14_700},
	];
	assert.deepEqual(await provenStretches([path]), stretches);
	const [first, second] = await liveStretches([path]);
	assert.deepEqual([first, second?.to], [stretches[0], 14_700]);
});

test('what a channel brought before is not written where it comes up again', async () => {
	const other = obu({full: true, u: 25, b: levels(198, -1), a: whole.a})(7300);
	const path = write([...opened, full(10)(100), ...updates(), other]);
	const {rows} = await exported(path);
	const again = rows.filter(
		({local, isSnapshot}) => isSnapshot && Number(local) / 1000 > captureHeader.startedAt + 100,
	);
	assert.equal(again.length, 120);
	assert.ok(again.every(({price}) => price !== '199'));
});

test('the channel of more levels is written again once it is proven again', async () => {
	const other = [snapshot(120, 10), ...many(20, 200, 500, at => update(11 + at))];
	const again = [full(25)(7300), ...many(4, 7800, 500, at => obu(changed(26 + at)))];
	const {rows} = await exported(write([...opened, full(10)(100), ...other, ...again]));
	const at = ({local}: (typeof rows)[number]) => Number(local) / 1000 - captureHeader.startedAt;
	const begun = rows.filter(({isSnapshot}) => isSnapshot).map(at);
	// That of fewer levels goes on where the other brings nothing for too long.
	const [first, second, third, ...more] = [...new Set(begun)];
	assert.deepEqual([first, third, more], [100, 7300, []]);
	assert.ok(second !== undefined && second > 2000 && second < 7300, String(second));
	const sizes = rows.filter(row => at(row) > 7300).map(({size}) => size);
	assert.deepEqual(sizes, ['26', '27', '28', '29']);
});

test('a channel may tell of much at once, and later', async () => {
	const slow = many(14, 1250, 1000, at => obu(changed(20 + 10 * at, 11 + 10 * at)));
	const fast = many(140, 200, 100, at => update(11 + at));
	const path = write([...opened, full(10)(100), snapshot(120, 10), ...slow, ...fast]);
	assert.deepEqual(await defectsOf([path]), []);
	assert.deepEqual(await provenStretches([path]), [{from: 100, to: 14_250}]);
	assert.deepEqual(await liveStretches([path]), [{from: 100, to: 14_250}]);
});

test('a channel of fewer levels may be silent for longer', async () => {
	const deep = many(30, 200, 500, at => obu(changed(11 + at)));
	const ofBest = [update(11)(200), update(20, 12)(4700), update(36, 21)(12_700)];
	const path = write([...opened, full(10)(100), snapshot(120, 10), ...deep, ...ofBest]);
	assert.deepEqual(await defectsOf([path]), []);
	assert.deepEqual(await provenStretches([path]), [{from: 100, to: 14_700}]);
});

test('but not for ever', async () => {
	const deep = many(30, 200, 500, at => obu(changed(11 + at)));
	const path = write([...opened, snapshot(80, 10), update(11)(200), full(10)(100), ...deep]);
	assert.deepEqual(
		(await defectsOf([path])).map(({code, t}) => [code, t]),
		[['unfed', 10_700]],
	);
	const {to, book} = await exported(path);
	assert.equal(to, 14_700);
	assert.deepEqual(
		book.bids.find(([price]) => price === '190'),
		['190', '40'],
	);
});

test('a channel without a book is no fault of another that has one', async () => {
	const both = many(30, 200, 500, at => obu(changed(11 + at)));
	const path = write([...opened, full(10)(100), ...both, ...updates()]);
	assert.deepEqual(await defectsOf([path]), []);
	assert.deepEqual(await provenStretches([path]), [{from: 100, to: 14_700}]);
});
