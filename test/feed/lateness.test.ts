import assert from 'node:assert/strict';
import {test} from 'node:test';
import {binance} from '../../source/exchanges/binance/index.js';
import {createOwnSockets} from '../../source/feed/own-sockets.js';
import {createSharedSockets} from '../../source/feed/shared-sockets.js';
import type {Connect} from '../../source/feed/socket-gate.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport} from '../helpers/fake-transport.js';
import {event, startLive} from '../helpers/feed-run.js';

type Fake = ReturnType<typeof createFakeTransport>;
type Parts = Pick<Fake, 'transport'> & {readonly clock: ReturnType<typeof createFakeClock>};

const ways: readonly {readonly name: string; connect(parts: Parts): Connect}[] = [
	{name: 'a socket of its own', connect: createOwnSockets},
	{
		name: 'a shared socket',
		connect: parts => createSharedSockets({exchange: binance, ...parts}),
	},
];

for (const {name, connect} of ways) {
	const start = () => {
		const clock = createFakeClock(1_000_000);
		const fake = createFakeTransport();
		const place = {address: 'ws://x', path: '/stream?streams=a', topics: ['a']};
		const part = connect({clock, transport: fake.transport})(place, () => undefined);
		clock.advance(0);
		const socket = fake.socket();
		socket.emit({type: 'open'});
		const hear = () => {
			socket.emit({type: 'message', data: '{"stream":"a","data":{}}'});
		};
		const pong = (payload = socket.timed) => {
			socket.emit({type: 'pong', payload});
		};
		const {isLate, slowMs} = part.lateness;
		return {clock, part, socket, hear, pong, isLate, slowMs};
	};

	/** One whose peer has answered a ping, and was asked again just now. */
	const startAnswered = () => {
		const run = start();
		run.clock.advance(1000);
		run.pong();
		run.clock.advance(5000);
		assert.equal(run.socket.timed, 'on time 2');
		return run;
	};

	test(`${name} is asked a second after it opened, and five after each answer`, () => {
		const {clock, socket, pong, part} = start();
		const asked: string[] = [];
		for (let tenths = 0; tenths < 150; tenths++) {
			clock.advance(100);
			if (socket.timed !== asked.at(-1) && socket.timed !== '') {
				asked.push(socket.timed);
				pong();
			}
		}
		assert.deepEqual(asked, ['on time 1', 'on time 2', 'on time 3']);
		part.close();
		clock.advance(60_000);
		assert.equal(socket.timed, 'on time 3');
	});

	test(`${name} that has closed is asked no more`, () => {
		const {clock, socket} = start();
		socket.emit({type: 'close', reason: 'gone'});
		clock.advance(60_000);
		assert.equal(socket.timed, '');
	});

	test(`${name} is late once other things come for three seconds in place of the answer`, () => {
		const {clock, hear, isLate, slowMs, pong} = startAnswered();
		clock.advance(2900);
		hear();
		assert.equal(isLate(), false);
		clock.advance(100);
		assert.equal(isLate(), false);
		hear();
		assert.deepEqual([isLate(), slowMs()], [true, 0]);
		pong();
		assert.equal(isLate(), true, 'the answer took three seconds');
	});

	test(`${name} that was late is so until it is asked again and answers in time`, () => {
		const {clock, socket, hear, isLate, slowMs, pong} = startAnswered();
		clock.advance(20_000);
		assert.equal(isLate(), false, 'nothing at all came: it is silent, not late');
		hear();
		assert.equal(isLate(), true);
		pong();
		clock.advance(4000);
		assert.deepEqual([socket.timed, isLate(), slowMs()], ['on time 3', true, 4000]);
		pong();
		clock.advance(1000);
		assert.deepEqual([socket.timed, isLate(), slowMs()], ['on time 4', true, 5000]);
		pong();
		assert.deepEqual([isLate(), slowMs()], [false, 0]);
	});

	test(`${name} whose peer answers no pings is not judged by them`, () => {
		const {clock, hear, isLate, pong, socket} = start();
		for (let second = 0; second < 300; second++) {
			clock.advance(1000);
			hear();
			assert.equal(isLate(), false);
		}
		for (const payload of ['', 'on time', 'on time 0', 'on time 99', 'on time x', 'awake 1'])
			pong(payload);
		clock.advance(4000);
		hear();
		assert.equal(isLate(), false, 'none of these answers a ping of ours');
		assert.ok(Number(socket.timed.slice('on time '.length)) <= 4, 'it is seldom asked');
	});

	test(`${name} whose peer answers no more is believed again after two minutes`, () => {
		const {clock, hear, isLate, slowMs} = startAnswered();
		for (let second = 1; second < 130; second++) {
			clock.advance(1000);
			hear();
			assert.equal(isLate(), second >= 3 && second < 120, `after ${second} s`);
			assert.equal(slowMs(), 0, 'it is not given up');
		}
	});

	test(`${name} whose old answer comes after all is late`, () => {
		const {clock, hear, isLate, pong, socket} = startAnswered();
		clock.advance(121_000);
		hear();
		assert.deepEqual([socket.timed, isLate()], ['on time 3', false]);
		pong('on time 2');
		assert.equal(isLate(), true);
		pong();
		assert.equal(isLate(), false);
	});

	test(`what a replay tells again on ${name} says nothing of it`, () => {
		const {clock, socket, isLate} = startAnswered();
		clock.advance(4000);
		socket.emit({type: 'message', data: '{"stream":"a","data":{}}', heardAt: clock.now()});
		assert.equal(isLate(), false);
	});
}

test('a book is stale from the first message that comes late, until an answer comes in time', async () => {
	const {socket, clock, view} = await startLive();
	clock.advance(1000);
	socket().emit({type: 'pong', payload: socket().timed});
	clock.advance(5000);
	socket().emit(event(101, 101));
	assert.equal(view().status, 'live');
	clock.advance(8000);
	socket().emit(event(102, 102));
	assert.deepEqual(
		[view().status, view().code, view().reason, view().sequence],
		['stale', 'late', 'the connection brings everything seconds late', 102],
	);
	socket().emit({type: 'pong', payload: socket().timed});
	clock.advance(1);
	socket().emit(event(103, 103));
	assert.equal(view().status, 'stale');
	socket().emit({type: 'pong', payload: socket().timed});
	assert.equal(view().status, 'live');
});

test('a connection that stays late is made anew', async () => {
	const {socket, sockets, clock, view} = await startLive();
	let id = 100;
	for (let second = 0; second < 60 && sockets.length === 1; second++) {
		if (second % 4 === 0) socket().emit({type: 'pong', payload: socket().timed});
		clock.advance(1000);
		id++;
		socket().emit(event(id, id));
		if (second > 12) assert.notEqual(view().status, 'live');
	}
	assert.equal(sockets[0]?.isClosed, true);
	assert.deepEqual([view().code, id > 130], ['late', true]);
});
