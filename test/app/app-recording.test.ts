import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {createAppRecording, describeResult} from '../../source/app/app-recording.js';
import {createStdoutTap} from '../../source/recording/stdout-tap.js';
import {createTransportTap} from '../../source/recording/transport-tap.js';
import type {Session} from '../../source/session/session.js';
import {createBookStore, type BookStore} from '../../source/store/book-store.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeFile} from '../helpers/fake-file.js';
import {createFakeTransport, settle} from '../helpers/fake-transport.js';
import {createTerminal} from '../helpers/terminal.js';
import {goLive} from '../helpers/statuses.js';

const key = 'binance:STEEM/USDT';

const createStore = (own: string, market: string): BookStore => {
	const store = createBookStore();
	store.add({key: own, exchange: 'binance', title: 'Binance', market, tickSize: null});
	store.publish();
	return store;
};

const start = () => {
	const clock = createFakeClock(1_700_000_000_000);
	const tap = createTransportTap(createFakeTransport().transport);
	const store = createStore(key, 'STEEM/USDT');
	const resynced: string[] = [];
	const createSession = (own: BookStore): Session => ({
		store: own,
		started: Promise.resolve(),
		resolved: Promise.resolve([]),
		resync(book) {
			resynced.push(book);
			return 'asked';
		},
		fetchTrades: () => undefined,
		stop: () => undefined,
	});
	let session = createSession(store);
	let listed: readonly Session[] = [];
	const notices: string[] = [];
	const failures: string[] = [];
	const disks = {screen: createFakeFile(), feed: createFakeFile()};
	const screen = createStdoutTap(createTerminal(80, 24).stdout);
	const recording = createAppRecording({
		clock,
		parent: 'here',
		appVersion: '0.1.0',
		castVersion: 2,
		screen,
		terminal: 'xterm',
		recorded: () => ({
			...{session, sessions: [session, ...listed], tap},
			...{market: 'STEEM/USDT', exchanges: ['binance']},
		}),
		picture: () => 'the picture',
		recordKey: 'v',
		notify: text => notices.push(text),
		onFailure: text => failures.push(text),
		files: {
			makeFolder: () => Promise.resolve(),
			removeFolder: () => Promise.resolve(),
			open: path => (path.endsWith('.cast') ? disks.screen : disks.feed).open(path),
		},
	});
	const follow = (own: BookStore) => {
		session = createSession(own);
	};
	/** Another one is shown beside the list that has these. */
	const besides = (own: BookStore, ...others: readonly BookStore[]) => {
		follow(own);
		listed = others.map(createSession);
	};
	return {clock, store, follow, besides, screen, recording, notices, failures, resynced, disks};
};

test('records from one press to the next, and says where', async () => {
	const {recording, screen, disks, notices, clock} = start();
	assert.equal(recording.state(), null);
	recording.toggle();
	screen.stdout.write('a frame');
	clock.advance(2000);
	assert.equal(recording.state()?.elapsedMs, 2000);
	recording.toggle();
	assert.equal(recording.state(), null);
	await recording.stop();
	while (notices.length === 0) await settle();
	assert.match(
		notices[0] ?? '',
		/^recorded session\.cast 1 kB, feed\.jsonl\.gz 1 kB in here\/steem-tui-STEEM-USDT-\S+$/,
	);
	assert.match(disks.screen.content().toString(), /the picture[^]*a frame/);
});

test('asks for fresh snapshots of the books that are live', () => {
	const {recording, store, resynced} = start();
	recording.toggle();
	assert.deepEqual(resynced, []);
	void recording.stop();
	goLive(store, key, 1);
	store.publish();
	recording.toggle();
	assert.deepEqual(resynced, [key]);
	void recording.stop();
});

test('counts markers, and puts its own where a book is lost', async () => {
	const {recording, store, disks, notices} = start();
	recording.marker();
	assert.deepEqual(notices, ['nothing is recorded: v begins a recording']);
	recording.toggle();
	recording.marker();
	recording.marker();
	store.setStatus(key, {status: 'reconnecting', reason: 'closed', retryAt: null}, 1);
	store.publish();
	await recording.stop();
	assert.deepEqual(notices.slice(1, 3), ['marker 1', 'marker 2']);
	const cast = disks.screen.content().toString();
	assert.match(
		cast,
		/"m","marker 1"[^]*"m","marker 2"[^]*"m","Binance STEEM\/USDT reconnecting: closed"/,
	);
});

test('goes on with another market, and tells in both files where', async () => {
	const {recording, store, follow, disks} = start();
	const other = createStore('binance:STEEM/BTC', 'STEEM/BTC');
	const lose = (of: BookStore, own: string) => {
		of.setStatus(own, {status: 'reconnecting', reason: null, retryAt: null}, 1);
	};
	const changes: string[] = [];
	recording.changeMarket('STEEM/ETH', () => changes.push('unrecorded'));
	recording.toggle();
	recording.changeMarket('STEEM/BTC', () => {
		changes.push('recorded');
		follow(other);
	});
	lose(store, key);
	lose(other, 'binance:STEEM/BTC');
	await recording.stop();
	assert.deepEqual(changes, ['unrecorded', 'recorded']);
	const markers = (text: string) =>
		text.split('\n').flatMap(line => /"(?:m",|label":)(.*)[\]}]$/.exec(line)?.[1] ?? []);
	assert.deepEqual(markers(disks.screen.content().toString()), [
		'"market STEEM/BTC"',
		'"Binance STEEM/BTC reconnecting"',
	]);
	assert.deepEqual(markers(gunzipSync(disks.feed.content()).toString()), [
		'"market STEEM/BTC","market":"STEEM/BTC"',
		'"Binance STEEM/BTC reconnecting"',
	]);
});

test('marks all that is followed, also while another market is shown beside it', async () => {
	const {recording, store, besides, disks} = start();
	const other = createStore('binance:STEEM/BTC', 'STEEM/BTC');
	recording.toggle();
	recording.showOther(() => {
		besides(other, store);
	});
	for (const [of, own] of [[store, key] as const, [other, 'binance:STEEM/BTC'] as const])
		of.setStatus(own, {status: 'reconnecting', reason: null, retryAt: null}, 1);
	await recording.stop();
	assert.match(
		disks.screen.content().toString(),
		/"Binance STEEM\/USDT reconnecting"[^]*"Binance STEEM\/BTC reconnecting"/,
	);
	// All goes on: a replay goes over to none.
	assert.doesNotMatch(gunzipSync(disks.feed.content()).toString(), /"market":"STEEM\/BTC"/);
});

test('says why a recording ended by itself, and can begin another', async () => {
	const {recording, disks, notices, failures, clock} = start();
	disks.screen.faults.open = 'EACCES';
	recording.toggle();
	for (let count = 0; count < 50 && notices.length === 0; count++) {
		clock.advance(1000);
		await settle();
	}
	assert.match(notices[0] ?? '', /^the recording ended: .*session\.cast/);
	assert.deepEqual(failures, notices);
	assert.equal(recording.state(), null);
	disks.screen.faults.open = null;
	recording.toggle();
	assert.notEqual(recording.state(), null);
	await recording.stop();
	assert.equal(failures.length, 1);
});

test('waits at the end for the files of a recording that is ending already', async () => {
	const {recording, notices} = start();
	recording.toggle();
	recording.toggle();
	assert.equal(await recording.stop(), null);
	assert.equal(notices.length, 1);
});

test('writes sizes as people read them', () => {
	const files = [
		{path: 'x/a', bytes: 1},
		{path: 'x/b', bytes: 2_345_678},
	];
	assert.equal(
		describeResult({folder: 'x', files, failure: null}),
		'recorded a 1 kB, b 2.3 MB in x',
	);
});
