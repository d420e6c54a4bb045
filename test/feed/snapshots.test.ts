import assert from 'node:assert/strict';
import {test} from 'node:test';
import {HeldBackError} from '../../source/feed/held-back.js';
import {createSnapshots} from '../../source/feed/snapshots.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport} from '../helpers/fake-transport.js';

const request = {type: 'http', path: '/depth', weight: 5} as const;

const start = () => {
	const clock = createFakeClock(1_000_000);
	const {transport, ...fake} = createFakeTransport();
	const told: string[] = [];
	const snapshots = createSnapshots({
		clock,
		rest: {get: transport.get, hold: () => null},
		urgency: () => 'now',
		port: {
			send: data => told.push(`send ${data}`),
			onBody: body => told.push(`body ${body}`),
			onRefused(fault, retryAt) {
				told.push(`${fault.code} ${retryAt === null ? '-' : retryAt - clock.now()}`);
			},
		},
	});
	return {...fake, clock, told, snapshots};
};

test('asks over the socket where the exchange answers there', () => {
	const {snapshots, told, gets} = start();
	snapshots.want({type: 'socket', data: 'req'});
	assert.deepEqual([told, gets], [['send req'], []]);
});

test('asks again for what was refused, and says when', async () => {
	const {snapshots, request: newest, gets, told, clock} = start();
	snapshots.want(request);
	await newest().answer({status: 500});
	assert.deepEqual(told, ['http-error 1000']);
	clock.advance(1000);
	await newest().answer({body: 'book'});
	assert.deepEqual([told.at(-1), gets.length], ['body book', 2]);
});

test('asks no sooner than it may', async () => {
	const {snapshots, request: newest, told, gets, clock} = start();
	snapshots.want(request);
	await newest().fail(new HeldBackError(clock.now() + 7000, {code: 'rate-limited'}));
	assert.deepEqual(told, ['rate-limited 7000']);
	clock.advance(6999);
	assert.equal(gets.length, 1);
	clock.advance(1);
	assert.equal(gets.length, 2);
});

test('an answer to what was forgotten is none', async () => {
	for (const response of [{body: 'book'}, {status: 500}]) {
		const {snapshots, request: newest, told, gets, clock} = start();
		snapshots.want(request);
		snapshots.forget();
		await newest().answer(response);
		clock.advance(60_000);
		assert.deepEqual([told, gets.length], [[], 1]);
	}
});
