import assert from 'node:assert/strict';
import {test, type TestContext} from 'node:test';
import {startService} from '../../source/service/service.js';
import type {RelayStatus} from '../../source/service/relay-status.js';
import {createBookStore} from '../../source/store/book-store.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const viewOf = (market: string, isLive: boolean) => {
	const store = createBookStore();
	const key = `binance:${market}`;
	store.add({key, exchange: 'binance', title: 'Binance', market, tickSize: null});
	for (const status of isLive ? (['syncing', 'live'] as const) : [])
		store.setStatus(key, {reason: null, status, retryAt: null}, 0);
	store.publish();
	const [view = null] = store.getView().books;
	return view;
};

const start = async (t: TestContext) => {
	const book = (market: string, isOwned: boolean, view: ReturnType<typeof viewOf>) => ({
		...{exchange: 'binance', market, isOwned, epoch: isOwned ? 3 : 0, view},
	});
	let status: RelayStatus | null = null;
	const service = await startService({
		...{listen: {host: '127.0.0.1', port: 0}, graceMs: 5000, clock: createFakeClock()},
		...{recording: null, relay: () => status},
	});
	t.after(service.stop);
	const health = async () => {
		const response = await fetch(`${service.url}/health`);
		return {code: response.status, body: (await response.json()) as {relay?: object}};
	};
	return {
		...{service, health},
		metrics: async () => (await fetch(`${service.url}/metrics`)).text(),
		become(isEntitled: boolean) {
			status = {
				...{isEntitled, relays: ['one', 'two'], messages: 7, bytes: 800, refused: 1, claims: 2},
				books: [
					book('A/B', true, viewOf('A/B', true)),
					book('C/D', false, viewOf('C/D', false)),
					book('E/F', false, null),
				],
			};
		},
	};
};

test('is healthy while the other relays know of it, whatever its books are', async t => {
	const {health, become} = await start(t);
	const before = await health();
	assert.deepEqual([before.code, before.body.relay], [503, undefined], 'it does nothing yet');
	become(true);
	const {code, body} = await health();
	const relays = ['one', 'two'];
	assert.deepEqual([code, body.relay], [200, {isEntitled: true, relays, owned: 1, standby: 1}]);
	become(false);
	assert.equal((await health()).code, 503);
});

test('counts what a relay does, the same from one look to the next', async t => {
	const {service, metrics, become} = await start(t);
	become(true);
	service.stored(0.002);
	await metrics();
	const text = await metrics();
	for (const line of [
		...['A/B', 'C/D', 'E/F'].map(
			(market, place) => `book_live{exchange="binance",market="${market}"} ${[1, 0, 0][place]}`,
		),
		...['A/B', 'C/D', 'E/F'].map(
			(market, place) => `book_owned{exchange="binance",market="${market}"} ${[1, 0, 0][place]}`,
		),
		...['messages_total 7', 'bytes_total 800', 'refused_total 1', 'claims_total 2'],
		...['publish_seconds_bucket{le="0.0025"} 1', 'publish_seconds_count 1'],
	])
		assert.ok(text.includes(`\nsteem_tui_relay_${line}\n`), line);
	assert.doesNotMatch(text, /recorder/);
});
