import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createComeback, type Loss} from '../../source/feed/comeback.js';
import type {BookChannel} from '../../source/exchanges/exchange.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const channel: BookChannel = {
	...{path: () => '/', topics: () => [], createClient: () => () => []},
	...{ids: 'exchange', loss: {type: 'ids'}, audit: 'rest'},
};
const closed: Loss = {fault: {code: 'closed'}, isUnserved: false, elsewhere: null};

const start = (channels = 1) => {
	const clock = createFakeClock(1000);
	const told: string[] = [];
	const logged: string[] = [];
	const comeback = createComeback({
		exchange: {channels: [channel, ...Array.from({length: channels - 1}, () => ({...channel}))]},
		...{clock, random: () => 1},
		sockets: {hold: () => null},
		health: {
			connected: since => told.push(`connected ${since}`),
			count: what => told.push(what),
			log: text => logged.push(text),
		},
		setStatus(status, fault, retryAt = null) {
			told.push([status, fault?.code, retryAt].filter(part => part != null).join(' '));
		},
		port: {open: () => told.push('open'), forgetIds: () => told.push('forget ids')},
	});
	const lose = (loss: Loss, wasOpen = true) => {
		comeback.again(loss, comeback.lost(loss, wasOpen));
	};
	return {clock, told, logged, comeback, lose};
};

test('says why and when it tries again, and does', () => {
	const {clock, told, lose} = start();
	lose(closed);
	assert.deepEqual(told, ['connected null', 'reconnecting closed 1500']);
	clock.advance(500);
	assert.deepEqual(told.slice(2), ['reconnecting closed', 'open']);
});

test('only the first connection after an open one is a reconnect', () => {
	const {told, comeback, lose} = start();
	lose(closed, false);
	comeback.connected(1000);
	assert.ok(!told.includes('reconnects'));
	lose(closed);
	comeback.connected(null);
	comeback.connected(1000);
	comeback.connected(1000);
	assert.equal(told.filter(text => text === 'reconnects').length, 1);
	assert.equal(told.filter(text => text === 'connected 1000').length, 3);
});

test('fails only where no channel is served', () => {
	const {clock, told, lose} = start(2);
	lose({...closed, isUnserved: true});
	assert.equal(told.at(-1), 'reconnecting closed 1000');
	clock.advance(0);
	lose({...closed, isUnserved: true});
	assert.equal(told.at(-1), 'failed closed 1500');
});

test('what makes ids doubtful makes it forget them', () => {
	for (const code of ['gap', 'different'] as const) {
		const {told, lose} = start();
		lose({...closed, fault: {code}});
		assert.ok(told.includes('forget ids'));
	}
	const {told, lose} = start();
	lose(closed);
	assert.ok(!told.includes('forget ids'));
});

test('updates that stopped count until one is pushed', () => {
	const {comeback, lose} = start();
	lose(closed);
	assert.equal(comeback.hasStopped(), false);
	lose({...closed, fault: {code: 'stopped'}});
	lose(closed);
	assert.equal(comeback.hasStopped(), true);
	comeback.fed();
	assert.equal(comeback.hasStopped(), false);
});

test('another host that is tried at once is told of in the log', () => {
	const {told, logged, lose} = start();
	lose(closed);
	assert.deepEqual(logged, []);
	const fault = {code: 'unreachable', detail: 'not found: a'} as const;
	lose({...closed, fault, elsewhere: 'b'});
	assert.deepEqual(logged, ['websockets: not found: a; trying b [unreachable]']);
	assert.equal(told.at(-1), 'reconnecting unreachable 1000');
});
