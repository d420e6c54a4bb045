import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createFeedHealth} from '../../source/feed/feed-health.js';
import {createStatusTeller} from '../../source/feed/status-teller.js';
import {between, createRandom} from '../../source/random.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {binance, createMarket} from '../helpers/market.js';

test('latencies are of the last 512 changes', () => {
	const clock = createFakeClock(1_000_000);
	const health = createFeedHealth(clock);
	const random = createRandom('latencies');
	const all: number[] = [];
	const shared = {clockOffsetMs: null, restWeight: null, heardAt: null};
	assert.equal(health.tick(shared).health.latencyMs, null);
	for (let count = 1; count <= 2000; count++) {
		const ms = random() < 0.3 ? 20 : between(random, 0, 3000);
		all.push(ms);
		health.onExchangeTime(clock.now() - ms, null);
		if (count % 7 > 0 && count > 20) continue;
		const last = all.slice(-512).sort((a, b) => a - b);
		const at = (share: number) => last[Math.min(last.length - 1, Math.floor(last.length * share))];
		assert.deepEqual(health.tick(shared).health.latencyMs, {p50: at(0.5), p99: at(0.99)});
	}
});

const startTelling = () => {
	const clock = createFakeClock();
	const store = createMarket();
	const state = {type: 'trading'} as const;
	const market = {base: '', quote: '', symbol: '', tickSize: null, sizeStep: null, state};
	const health = createFeedHealth(clock);
	const {setStatus: tell} = createStatusTeller({market, key: binance, store, clock, health});
	return {store, health, tell};
};

test('another fault in the same words is told', () => {
	const {store, tell} = startTelling();
	const codes: unknown[] = [];
	store.followStatus(({code}) => codes.push(code));
	for (const code of ['closed', 'closed', 'unreachable'] as const)
		tell('reconnecting', {code, detail: 'socket hang up'}, 5000);
	assert.deepEqual(codes, ['closed', 'unreachable']);
});

test('what happened has each cause that a book was stale by, once', () => {
	const {health, tell} = startTelling();
	tell('syncing');
	tell('live');
	for (const code of ['silent', 'silent', 'late', 'late'] as const) tell('stale', {code});
	tell('live');
	const shared = {clockOffsetMs: null, restWeight: null, heardAt: null};
	assert.deepEqual(
		health.tick(shared).health.events.map(({text}) => text),
		[
			...['syncing', 'live'],
			'stale: the exchange fell silent [silent]',
			'stale: what comes is seconds late [late]',
			'live',
		],
	);
});

test('a second changes what is of it alone', () => {
	const health = createFeedHealth(createFakeClock());
	for (const what of ['gaps', 'resyncs', 'reconnects'] as const) health.count(what);
	health.connected(5);
	health.audited(2);
	health.provenBy({loss: {type: 'ids'}, audit: 'rest'});
	const before = health.uses({ws: 'stream.test', rest: 'api.test'});
	const second = {clockOffsetMs: 3, restWeight: {used: 1, limit: 2}, heardAt: 7};
	const {health: after} = health.tick(second);
	assert.deepEqual(after, {...before, ...second});
	assert.equal(health.tick({...second, restWeight: {used: 1, limit: 2}}).health, after);
	for (const more of [{clockOffsetMs: null}, {restWeight: null}, {heardAt: 8}])
		assert.deepEqual(health.tick({...second, ...more}).health, {...after, ...more});
});
