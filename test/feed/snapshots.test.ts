import assert from 'node:assert/strict';
import {test} from 'node:test';
import {HeldBackError} from '../../source/feed/held-back.js';
import {createSnapshots} from '../../source/feed/snapshots.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport, settle} from '../helpers/fake-transport.js';

const request = {type: 'http', path: '/depth', weight: 5} as const;

const start = (isAwaited = true) => {
	const clock = createFakeClock(1_000_000);
	const {transport, ...fake} = createFakeTransport();
	const told: string[] = [];
	const snapshots = createSnapshots({
		clock,
		rest: {get: transport.get, hold: () => null},
		urgency: () => 'now',
		isAwaited: () => isAwaited,
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

/** When each of so many requests is sent that are wanted again at once. */
const askedAt = async (isAwaited: boolean, count: number) => {
	const {snapshots, told, clock} = start(isAwaited);
	const began = clock.now();
	const at: number[] = [];
	while (at.length < count) {
		snapshots.want({type: 'socket', data: 'req'});
		if (told.length > at.length) at.push(clock.now() - began);
		clock.advance(10);
		await settle();
	}
	return {at, snapshots, clock};
};

test('asks evenly on a socket while one that links may be on its way, then later and later', async () => {
	assert.deepEqual(
		(await askedAt(true, 11)).at,
		[0, 300, 500, 700, 900, 1100, 1300, 1700, 2500, 4100, 7300],
	);
});

test('asks later and later on a socket for what a book is only compared with', async () => {
	assert.deepEqual(
		(await askedAt(false, 10)).at,
		[0, 250, 750, 1750, 3750, 7750, 15_750, 31_750, 61_750, 91_750],
	);
});

test('asks sooner again after a calm, and no sooner than the first time', async () => {
	const {snapshots, clock} = await askedAt(false, 6);
	snapshots.want({type: 'socket', data: 'req'});
	const last = clock.now() - 10;
	snapshots.calm();
	assert.equal(snapshots.nextAt(), last + 250);
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
