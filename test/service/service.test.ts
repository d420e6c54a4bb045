import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {request as httpRequest, type Server} from 'node:http';
import {subscribe, unsubscribe} from 'node:diagnostics_channel';
import {after, test} from 'node:test';
import {toReason} from '../../source/faults.js';
import {createBookStore} from '../../source/store/book-store.js';
import {initialHealth} from '../../source/store/market-view.js';
import {startService, type Service, type ServiceOptions} from '../../source/service/service.js';
import type {RecorderStatus} from '../../source/service/recorder-status.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const services: Service[] = [];
after(() => Promise.all(services.map(({stop}) => stop())));

const idle: RecorderStatus = {
	...{bytes: 0, lost: 0, parts: 1, trouble: null, part: 'a.jsonl.gz', lastPart: null},
	hookFailures: 0,
};

type Body = {
	readonly status: string;
	readonly uptimeSeconds: number;
	readonly lastMessageAgeSeconds: number | null;
	readonly books: readonly {
		readonly market: string;
		readonly status: string;
		readonly code: string | null;
	}[];
	readonly lastPart: string | null;
	readonly bytesFree: number | null;
};

const start = async (recording: ServiceOptions['recording'] = null) => {
	const clock = createFakeClock(1_700_000_000_000);
	const listen = {host: '127.0.0.1', port: 0};
	const service = await startService({listen, graceMs: 5000, clock, recording});
	services.push(service);
	const store = createBookStore();
	const add = (market: string) => {
		const key = `binance:${market}`;
		store.add({key, exchange: 'binance', title: 'Binance', market, tickSize: null});
		store.publish();
		return (status: 'syncing' | 'live' | 'reconnecting') => {
			const why = status === 'reconnecting' ? toReason({code: 'closed'}) : {reason: null};
			store.setStatus(key, {...why, status, retryAt: null}, clock.now());
			store.publish();
		};
	};
	const follow = () => service.follow(() => store.getView().books);
	const health = async () => {
		const response = await fetch(`${service.url}/health`);
		return {code: response.status, body: (await response.json()) as Body};
	};
	const metrics = async () => (await fetch(`${service.url}/metrics`)).text();
	return {clock, service, store, add, follow, health, metrics};
};

test('goes on after a failure of the server', async () => {
	let server: Server | null = null;
	const take = (message: unknown) => ({server} = message as {server: Server});
	subscribe('http.server.request.start', take);
	const {health} = await start();
	await health();
	unsubscribe('http.server.request.start', take);
	// As where no file is to be had for one more connection.
	for (let time = 0; time < 2; time++)
		(server as Server | null)?.emit('error', new Error('accept EMFILE'));
	assert.ok(server);
	assert.equal((await health()).code, 503);
});

test('is healthy while all books are live or were a short time ago', async () => {
	const {clock, add, follow, health} = await start();
	assert.equal((await health()).code, 503, 'of no book nothing is proven');
	const set = [add('STEEM/USDT'), add('STEEM/BTC')];
	follow();
	assert.equal((await health()).code, 503);
	for (const to of set) {
		to('syncing');
		to('live');
	}
	assert.deepEqual((await health()).body.status, 'ok');
	clock.advance(3000);
	set[1]?.('reconnecting');
	clock.advance(5000);
	assert.equal((await health()).code, 200, 'within the grace');
	clock.advance(1);
	const {code, body} = await health();
	assert.deepEqual([code, body.status], [503, 'not live']);
	assert.deepEqual(
		body.books.map(book => [book.market, book.status, book.code]),
		[
			['STEEM/USDT', 'live', null],
			['STEEM/BTC', 'reconnecting', 'closed'],
		],
	);
	set[1]?.('syncing');
	set[1]?.('live');
	assert.equal((await health()).code, 200);
});

test('tells the age of the newest message, the last part and the room left', async () => {
	const status = () => ({...idle, lastPart: 'before.jsonl.gz'});
	const {clock, service, add, follow, health} = await start({folder: '.', status});
	for (const market of ['STEEM/BTC', 'STEEM/USDT', 'STEEM/ETH']) add(market);
	follow();
	assert.equal((await health()).body.lastMessageAgeSeconds, null);
	for (const market of ['STEEM/BTC', 'STEEM/USDT']) {
		service.observe('binance', market).message(100);
		clock.advance(1500);
	}
	const {body} = await health();
	assert.deepEqual(
		[body.lastMessageAgeSeconds, body.lastPart, body.uptimeSeconds],
		[1.5, 'before.jsonl.gz', 3],
	);
	assert.ok((body.bytesFree ?? 0) > 0);
});

test('tells a disk that is gone from one that has room', async () => {
	const {health} = await start({folder: '/nowhere/at/all', status: () => idle});
	assert.equal((await health()).body.bytesFree, null);
});

const names = [
	...['book_live', 'connected', 'messages_total', 'bytes_total', 'reconnects_total', 'gaps_total'],
	...['resyncs_total', 'audits_total', 'audit_differences_total', 'message_age_seconds'],
	...['latency_seconds', 'rest_weight_used', 'recorder_bytes_total', 'recorder_dropped_total'],
	'recorder_parts_total',
];

test('counts under the names that are promised, with exchange and market', async () => {
	const status = () => ({...idle, bytes: 1234, lost: 5, parts: 3});
	const {clock, service, store, add, follow, metrics} = await start({folder: '.', status});
	const set = add('STEEM/USDT');
	follow();
	set('syncing');
	set('live');
	store.setHealth('binance:STEEM/USDT', {
		...initialHealth,
		...{connectedSince: 1, gaps: 2, resyncs: 3, reconnects: 4, audits: 6, failedAudits: 1},
		restWeight: {used: 77, limit: 6000},
	});
	store.publish();
	const observer = service.observe('binance', 'STEEM/USDT');
	observer.message(100);
	observer.message(20);
	observer.latency(30);
	clock.advance(2000);
	const text = await metrics();
	for (const name of names) assert.match(text, new RegExp(`^# TYPE steem_tui_${name} `, 'm'));
	const book = 'exchange="binance",market="STEEM/USDT"';
	for (const line of [
		...[`book_live{${book}} 1`, `connected{${book}} 1`, `messages_total{${book}} 2`],
		...[`bytes_total{${book}} 120`, `reconnects_total{${book}} 4`, `gaps_total{${book}} 2`],
		...[`resyncs_total{${book}} 3`, `audits_total{${book}} 6`],
		...[`audit_differences_total{${book}} 1`, `message_age_seconds{${book}} 2`],
		...[`latency_seconds_bucket{le="0.05",${book}} 1`, `latency_seconds_count{${book}} 1`],
		...['rest_weight_used{exchange="binance"} 77', 'recorder_bytes_total 1234'],
		...['recorder_dropped_total 5', 'recorder_parts_total 3'],
	])
		assert.ok(text.includes(`\nsteem_tui_${line}\n`), line);
});

/** Metrics that a file of `docs/operations` asks for. */
const askedBy = (file: string): readonly string[] => {
	const path = new URL(`../../docs/operations/${file}`, import.meta.url);
	return [...readFileSync(path, 'utf8').matchAll(/steem_tui_([a-z_]+)/g)].map(([, name = '']) =>
		name.replace(/_bucket$/, ''),
	);
};

test('counts all that the dashboard and the alerts ask for', () => {
	for (const file of ['grafana-dashboard.json', 'alerts.yml']) {
		const asked = askedBy(file);
		assert.ok(asked.length > 2, file);
		assert.deepEqual(
			asked.filter(name => !names.includes(name)),
			[],
			file,
		);
	}
	const asked = askedBy('grafana-dashboard.json');
	assert.deepEqual(
		names.filter(name => !asked.includes(name)),
		['connected'],
		'all but one are on the dashboard',
	);
});

test('counts nothing twice from one look to the next', async () => {
	const {service, add, follow, metrics} = await start();
	add('A/B');
	follow();
	service.observe('binance', 'A/B').message(7);
	await metrics();
	assert.match(await metrics(), /^steem_tui_bytes_total\{.*\} 7$/m);
	assert.doesNotMatch(await metrics(), /recorder/, 'nothing is recorded');
	const recorder = await start({folder: '.', status: () => ({...idle, bytes: 9})});
	await recorder.metrics();
	assert.match(await recorder.metrics(), /^steem_tui_recorder_bytes_total 9$/m);
});

test('answers nothing but its two pages, to those who only ask', async () => {
	const {service} = await start();
	assert.equal((await fetch(`${service.url}/`)).status, 404);
	assert.equal((await fetch(`${service.url}/constructor`)).status, 404);
	assert.equal((await fetch(`${service.url}/metrics`, {method: 'POST'})).status, 405);
	const head = await fetch(`${service.url}/metrics`, {method: 'HEAD'});
	assert.deepEqual([head.status, await head.text()], [200, '']);
});

/** What is answered where a request names a host. */
const askBy = (url: string, host: string): Promise<number | undefined> =>
	new Promise((resolve, reject) => {
		const asked = httpRequest(`${url}/health`, {agent: false, headers: {host}}, response => {
			response.resume();
			resolve(response.statusCode);
		});
		asked.on('error', reject);
		asked.end();
	});

test('tells a page of a browser nothing, whose own name leads to this machine', async () => {
	const {service, clock} = await start();
	const {port} = new URL(service.url);
	for (const host of [
		'evil.example',
		`evil.example:${port}`,
		'localhost.example',
		'1.2.3.4.nip.io',
	])
		assert.equal(await askBy(service.url, host), 403, host);
	const own = [
		'localhost',
		`LocalHost:${port}`,
		'localhost.',
		'a.localhost',
		'127.0.0.1',
		`[::1]:${port}`,
	];
	for (const host of own) assert.equal(await askBy(service.url, host), 503, host);
	// Where others are to reach it, they may call it what they like.
	const open = await startService({
		...{listen: {host: '0.0.0.0', port: 0}, graceMs: 1, clock, recording: null},
	});
	services.push(open);
	const reached = `http://127.0.0.1:${new URL(open.url).port}`;
	assert.equal(await askBy(reached, 'recorder-1:9100'), 503);
});

test('does not listen where something else does', async () => {
	const {service, clock} = await start();
	const listen = {host: '127.0.0.1', port: Number(new URL(service.url).port)};
	const second = startService({listen, graceMs: 1, clock, recording: null});
	await assert.rejects(second, {code: 'EADDRINUSE'});
});

test('ends although somebody keeps a connection open', async () => {
	const {service} = await start();
	const answered = new Promise<void>(resolve => {
		const asked = httpRequest(`${service.url}/health`, {agent: false}, response => {
			response.resume();
			response.once('end', resolve);
		});
		asked.on('error', () => undefined);
		asked.setHeader('connection', 'keep-alive');
		asked.end();
	});
	await answered;
	await service.stop();
});
