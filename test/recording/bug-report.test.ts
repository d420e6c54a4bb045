import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {after, test} from 'node:test';
import {createBugReports} from '../../source/app/bug-reports.js';
import type {Followed} from '../../source/app/followed.js';
import type {Config} from '../../source/config/load-config.js';
import {toReason} from '../../source/faults.js';
import {parseMarket} from '../../source/options/options.js';
import {writeBugReport} from '../../source/recording/bug-report.js';
import {createScreenPast} from '../../source/recording/screen-past.js';
import {createStdoutTap} from '../../source/recording/stdout-tap.js';
import {createTransportTap} from '../../source/recording/transport-tap.js';
import {createWirePast} from '../../source/recording/wire-past.js';
import {isListOf} from '../../source/session/list-urls.js';
import {startSession} from '../../source/session/session.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport} from '../helpers/fake-transport.js';
import {createLiveMarket, huobi} from '../helpers/market.js';
import {verifyFiles} from '../helpers/proven.js';
import {createTerminal} from '../helpers/terminal.js';
import {startVirtual} from '../helpers/virtual-exchanges.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const noScreen = {from: 0, columns: 80, rows: 24, events: []};

const market = 'STEEM/USDT';

/** A connection that is open, with what is kept of it. */
const startPast = () => {
	const fake = createFakeTransport();
	const tap = createTransportTap(fake.transport);
	const clock = createFakeClock(1000);
	const past = createWirePast(tap, market, clock);
	tap.transport.connect('wss://x/feed', () => undefined);
	fake.socket().emit({type: 'open'});
	return {fake, tap, clock, past};
};

test('keeps the wire as it came, and makes events of it when asked', () => {
	const {fake, clock, past} = startPast();
	const data = Buffer.from('{"é":1}');
	let reads = 0;
	const readAs = data.toString.bind(data);
	data.toString = (...args) => {
		reads++;
		return readAs(...args);
	};
	fake.socket().emit({type: 'message', data, isText: true});
	fake.socket().emit({type: 'message', data: Buffer.from([1, 2])});
	clock.advance(500);
	assert.equal(reads, 0);
	// Whoever sent it may use its bytes anew.
	data.fill('x');
	const {from, isFromStart, events} = past.history();
	assert.deepEqual([from, isFromStart], [1000, true]);
	assert.deepEqual(
		[...events].map(({event}) => event),
		[
			{kind: 'open', url: 'wss://x/feed', connection: 1},
			{kind: 'ws', connection: 1, data: '{"é":1}'},
			{kind: 'ws', connection: 1, encoding: 'base64', data: 'AQI='},
		],
	);
});

test('keeps apart what came on several connections', () => {
	const {fake, tap, past} = startPast();
	tap.transport.connect('wss://y/feed', () => undefined);
	const [one, other] = fake.sockets;
	other?.emit({type: 'open'});
	// More than there is room for at first.
	for (let count = 0; count < 3000; count++) {
		const socket = count % 3 === 0 ? other : one;
		socket?.emit({type: 'message', data: Buffer.from(String(count)), isText: true});
		if (count % 1000 === 0) socket?.emit({type: 'ping'});
	}
	const events = [...past.history().events].map(({event}) => event);
	const messages = events.flatMap(event => (event.kind === 'ws' ? [event] : []));
	assert.equal(messages.length, 3000);
	for (const [count, {connection, data}] of messages.entries())
		assert.deepEqual([connection, data], [count % 3 === 0 ? 2 : 1, String(count)]);
	const kinds = events.flatMap(({kind}, at) => (kind === 'ping' ? [at] : []));
	assert.deepEqual(kinds, [3, 1004, 2005]);
});

test('keeps a busy wire within its bounds, and says where it begins', () => {
	const {fake, clock, past} = startPast();
	const data = Buffer.alloc(10_000, 'x');
	for (let count = 0; count < 3000; count++) {
		clock.advance(20);
		fake.socket().emit({type: 'message', data, isText: true});
		assert.ok(past.bytes() < 12_500_000, `${past.bytes()} bytes`);
	}
	const {isFromStart, events, from} = past.history();
	const [first, second] = [...events].map(({event}) => event.kind);
	assert.deepEqual([isFromStart, first, second], [false, 'open', 'ws']);
	assert.ok(from > 1000);
});

test('what was handed out stays as it was while more comes', () => {
	const {fake, past} = startPast();
	const emit = (text: string, count: number) => {
		const data = Buffer.from(text.repeat(10_000));
		for (let number = 0; number < count; number++)
			fake.socket().emit({type: 'message', data, isText: true});
	};
	emit('a', 10);
	const {events} = past.history();
	// Enough to fill all that is kept several times.
	emit('b', 4000);
	const texts = [...events].flatMap(({event}) => (event.kind === 'ws' ? [event.data] : []));
	assert.equal(texts.length, 10);
	assert.ok(texts.every(text => /^a+$/.test(text)));
});

test('keeps the last minute of the screen, from a whole picture on', () => {
	const clock = createFakeClock(0);
	const {stdout} = createTerminal(80, 24);
	const tap = createStdoutTap(stdout);
	let pictures = 0;
	const past = createScreenPast(tap, () => `picture ${++pictures}`, clock);
	for (let second = 0; second < 300; second++) {
		clock.advance(1000);
		tap.stdout.write(`frame ${second}`);
	}
	const {from, events, columns} = past.history();
	assert.ok(clock.now() - from >= 60_000 && clock.now() - from <= 90_000, String(from));
	assert.match(JSON.stringify(events[0]), /picture/);
	assert.match(JSON.stringify(events.at(-1)), /frame 299/);
	assert.equal(columns, 80);
	past.stop();
	const before = pictures;
	clock.advance(60_000);
	assert.equal(pictures, before);
});

test('a report proves its books from the first connection on', async () => {
	const {clock, simulator, venues, transport, random} = await startVirtual(3);
	const tap = createTransportTap(transport, isListOf(venues));
	const past = createWirePast(tap, market, clock);
	const session = startSession({
		...{wanted: parseMarket(market), venues, clock, random},
		transport: tap.transport,
	});
	await clock.run(20_000);
	const written = await writeBugReport({
		...{parent: folder, wire: past.history(), screen: noScreen, appVersion: '0', facts: '{}'},
		...{exchanges: ['binance', 'huobi'], wall: at => at, now: clock.now()},
	});
	session.stop();
	await simulator.stop();
	const report = await verifyFiles([join(written, 'feed.jsonl.gz')]);
	assert.deepEqual(report.defects, []);
	assert.deepEqual(report.books.map(({exchange, isInSync}) => [exchange, isInSync]).sort(), [
		['binance', true],
		['huobi', true],
	]);
	assert.equal(report.markers, 1);
});

test('writes the report beside the recordings, without passwords', async () => {
	const {tap, clock, past} = startPast();
	const {stdout} = createTerminal(80, 24);
	const said: string[] = [];
	const parent = mkdtempSync(join(folder, 'home-'));
	const address = 'http://me:secret@proxy:1';
	const config = {recordingFolder: parent, effective: [{path: 'proxy', value: address}]};
	const store = createLiveMarket();
	store.setStatus(huobi, {...toReason({code: 'closed'}), status: 'reconnecting', retryAt: null}, 0);
	store.publish();
	// What is looked at is one of several that are followed.
	const running = {tap, past, listed: {store}, session: {store: {getView: () => ({books: []})}}};
	const reports = createBugReports({
		...{clock, version: '1.2.3', screen: createStdoutTap(stdout)},
		config: config as unknown as Config,
		process: {version: 'v20.0.0', platform: 'linux', arch: 'x64'},
		app: {picture: () => 'picture', notify: text => said.push(text)},
		followed: () => ({running, market: parseMarket(market), mode: 'live'}) as unknown as Followed,
	});
	await reports.write();
	reports.stop();
	const [name = ''] = readdirSync(parent);
	assert.match(name, /^steem-tui-bug-\d{8}-\d{6}$/);
	const path = join(parent, name);
	assert.deepEqual(readdirSync(path).sort(), ['feed.jsonl.gz', 'report.json', 'session.cast']);
	assert.equal(statSync(path).mode & 0o777, 0o700);
	const facts = readFileSync(join(path, 'report.json'), 'utf8');
	assert.ok(!facts.includes('secret'), facts);
	const {app, node, config: told, wire, books} = JSON.parse(facts) as Record<string, unknown>;
	const codes = (books as readonly Record<string, unknown>[]).map(book => [
		book['exchange'],
		book['code'],
	]);
	assert.deepEqual(codes, [
		['binance', null],
		['huobi', 'closed'],
	]);
	assert.deepEqual([app, node, told], ['1.2.3', 'v20.0.0', {proxy: 'http://me:***@proxy:1'}]);
	assert.equal(wire, 'the capture goes back to the first connection');
	assert.match(readFileSync(join(path, 'session.cast'), 'utf8'), /picture[^]*bug report/);
	assert.match(said[0] ?? '', new RegExp(`bug report in .*${basename(path)}`));
});

test('says where nothing came over the wire', async () => {
	const parent = mkdtempSync(join(folder, 'empty-'));
	const clock = createFakeClock(1000);
	const silent = createTransportTap(createFakeTransport().transport);
	const past = createWirePast(silent, market, clock);
	const session = {store: {getView: () => ({books: []})}};
	const running = {tap: silent, past, session};
	const reports = createBugReports({
		...{clock, version: '1.2.3', screen: createStdoutTap(createTerminal(80, 24).stdout)},
		config: {recordingFolder: parent, effective: []} as unknown as Config,
		process: {version: 'v20.0.0', platform: 'linux', arch: 'x64'},
		app: {picture: () => '', notify: () => undefined},
		followed: () => ({running, market: parseMarket(market), mode: 'live'}) as unknown as Followed,
	});
	await reports.write();
	reports.stop();
	const facts = readFileSync(join(parent, readdirSync(parent)[0] ?? '', 'report.json'), 'utf8');
	assert.match(facts, /"wire": "nothing came over the wire here/);
});

test('says why no report could be written', async () => {
	const {clock, past} = startPast();
	await assert.rejects(
		writeBugReport({
			...{parent: '/nowhere/at/all', wire: past.history(), screen: noScreen, appVersion: '0'},
			...{exchanges: [], wall: at => at, now: clock.now(), facts: '{}'},
		}),
		/ENOENT/,
	);
});

test('leaves nothing of a report that could not be written whole', async () => {
	const {clock, past} = startPast();
	const parent = mkdtempSync(join(folder, 'full-'));
	const events = {
		*[Symbol.iterator]() {
			yield* [];
			throw Object.assign(new Error('the disk is full'), {code: 'ENOSPC'});
		},
	};
	const wire = {...past.history(), events};
	await assert.rejects(
		writeBugReport({
			...{parent, wire, screen: noScreen, appVersion: '0'},
			...{exchanges: [], wall: at => at, now: clock.now(), facts: '{}'},
		}),
		/the disk is full/,
	);
	assert.deepEqual(readdirSync(parent), []);
});
