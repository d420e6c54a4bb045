import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {binance} from '../../source/exchanges/binance/index.js';
import {huobi} from '../../source/exchanges/huobi/index.js';
import {createHostHolds} from '../../source/feed/host-holds.js';
import {createOwnSockets} from '../../source/feed/own-sockets.js';
import {createSharedSockets} from '../../source/feed/shared-sockets.js';
import type {Connect} from '../../source/feed/socket-gate.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport} from '../helpers/fake-transport.js';
import {event, startFeedRun, startLive} from '../helpers/feed-run.js';

type Fake = ReturnType<typeof createFakeTransport>;
type Parts = Pick<Fake, 'transport'> & {readonly clock: ReturnType<typeof createFakeClock>};

const ways: readonly {readonly name: string; connect(parts: Parts): Connect}[] = [
	{name: 'a socket of its own', connect: createOwnSockets},
	{
		name: 'a shared socket',
		connect: parts =>
			createSharedSockets({exchange: binance, holds: createHostHolds(parts.clock), ...parts}),
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
		return {clock, part, socket, hear, pong, ...part.lateness};
	};

	/** One whose peer has answered a ping, and was asked again just now. */
	const startAnswered = () => {
		const run = start();
		run.clock.advance(250);
		run.pong();
		run.clock.advance(5000);
		assert.equal(run.socket.timed, 'on time 2');
		return run;
	};

	test(`${name} is asked as it opens, and five seconds after each answer`, () => {
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
		assert.ok(['', 'on time 1'].includes(socket.timed));
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
		pong('on time 2');
		assert.equal(isLate(), true, 'the answer took three seconds');
	});

	test(`${name} that was late is so until an answer comes in time`, () => {
		const {clock, socket, hear, isLate, slowMs, pong} = startAnswered();
		clock.advance(20_000);
		assert.equal(isLate(), false, 'nothing at all came: it is silent, not late');
		hear();
		assert.equal(isLate(), true);
		pong('on time 2');
		clock.advance(1000);
		pong('on time 3');
		assert.deepEqual([socket.timed, isLate(), slowMs()], ['on time 10', true, 1000]);
		pong();
		assert.deepEqual([isLate(), slowMs()], [false, 0]);
	});

	test(`${name} whose peer leaves an answer out is not late`, () => {
		const {clock, hear, isLate, pong, socket} = startAnswered();
		let skipped = 1;
		for (let tenths = 0, seen = socket.timed; tenths < 600; tenths++) {
			clock.advance(100);
			hear();
			assert.equal(isLate(), false, `after ${tenths} tenths of a second`);
			if (socket.timed === seen) continue;
			seen = socket.timed;
			if (skipped++ % 2 > 0) pong();
		}
		assert.ok(skipped > 10);
	});

	test(`${name} over a bad line is asked again before what was left out makes it late`, () => {
		const {clock, hear, isLate, pong, socket} = startAnswered();
		clock.advance(2600);
		pong('on time 2');
		assert.equal(socket.timed, 'on time 3');
		clock.advance(2650);
		assert.equal(socket.timed, 'on time 4');
		pong();
		clock.advance(1000);
		hear();
		assert.equal(isLate(), false);
	});

	test(`${name} whose peer answers twice, or out of order, is neither late nor asked more`, () => {
		const {clock, isLate, pong, socket} = startAnswered();
		for (let count = 0; count < 5; count++) {
			pong();
			assert.equal(isLate(), false);
			clock.advance(0);
		}
		assert.equal(socket.timed, 'on time 2');
		clock.advance(7500);
		assert.equal(socket.timed, 'on time 4');
		pong('on time 4');
		clock.advance(600);
		pong('on time 3');
		pong('on time 1');
		assert.deepEqual([socket.timed, isLate()], ['on time 4', false]);
	});

	test(`${name} whose peer answers no pings is not judged by them`, () => {
		const {clock, hear, isLate, pong, socket} = start();
		for (let second = 0; second < 300; second++) {
			clock.advance(1000);
			hear();
			assert.equal(isLate(), false);
		}
		for (const payload of [
			'',
			'on time',
			'on time 0',
			'on time 99',
			'on time x',
			'awake 1',
			'on time 1.5',
		])
			pong(payload);
		clock.advance(4000);
		hear();
		assert.equal(isLate(), false, 'none of these answers a ping of ours');
		const asked = () => Number(socket.timed.slice('on time '.length));
		assert.equal(asked(), 8, 'it is seldom asked');
		pong('on time 9');
		clock.advance(4000);
		hear();
		assert.equal(isLate(), false, 'that was not asked yet');
		clock.advance(240_000);
		assert.equal(asked(), 10, 'it may begin to answer');
	});

	test(`${name} whose peer answers no more is late, and to be given up after two minutes`, () => {
		const {clock, hear, isLate, slowMs} = startAnswered();
		for (let second = 1; second < 130; second++) {
			clock.advance(1000);
			hear();
			assert.equal(isLate(), second >= 3, `after ${second} s`);
			assert.equal(slowMs(), second < 120 ? 0 : second * 1000);
		}
	});

	test(`${name} that is late from the start is so by its first answer`, () => {
		const {clock, hear, isLate, pong, wasInTime} = start();
		clock.advance(14_000);
		hear();
		assert.equal(isLate(), false, 'its peer need not answer');
		pong('on time 1');
		assert.equal(isLate(), true);
		pong('on time 2');
		assert.equal(isLate(), true);
		pong();
		assert.equal(isLate(), true);
		assert.equal(wasInTime(), false);
		clock.advance(5000);
		pong();
		clock.advance(8000);
		hear();
		assert.deepEqual([isLate(), wasInTime()], [true, true]);
	});

	test(`${name} is late if it becomes so before it is asked again`, () => {
		const {clock, hear, isLate, pong} = start();
		clock.advance(250);
		pong();
		clock.advance(8000);
		hear();
		assert.equal(isLate(), true);
	});

	test(`${name} tells for how long an answer is missing, as long as it is not late`, () => {
		const {clock, hear, unansweredMs, isLate, pong} = startAnswered();
		clock.advance(2000);
		hear();
		clock.advance(7000);
		assert.deepEqual([isLate(), unansweredMs()], [false, 9000]);
		pong('on time 2');
		assert.deepEqual([isLate(), unansweredMs()], [true, 0]);
		pong();
		assert.deepEqual([isLate(), unansweredMs()], [false, 0]);
	});

	test(`${name} whose peer has answered none is not missed`, () => {
		const {clock, unansweredMs} = start();
		clock.advance(60_000);
		assert.equal(unansweredMs(), 0);
	});

	test(`what a replay tells again on ${name} says nothing of it`, () => {
		const {clock, socket, isLate} = startAnswered();
		clock.advance(4000);
		socket.emit({type: 'message', data: '{"stream":"a","data":{}}', heardAt: clock.now()});
		assert.equal(isLate(), false);
	});
}

test('a socket is asked before anything else is asked for on it', () => {
	const fake = createFakeTransport();
	const connect = createOwnSockets({clock: createFakeClock(0), transport: fake.transport});
	const askedBy: string[] = [];
	connect({address: 'ws://x', path: '/', topics: []}, ({type}) => {
		askedBy.push(`${type} ${fake.socket().timed}`);
	});
	fake.socket().emit({type: 'open'});
	assert.deepEqual(askedBy, ['open on time 1']);
});

test('a book is stale from the first message that comes late, until an answer comes in time', async () => {
	const {socket, clock, view} = await startLive();
	clock.advance(100);
	socket().emit({type: 'pong', payload: socket().timed});
	clock.advance(5000);
	socket().emit(event(101, 101));
	assert.equal(view().status, 'live');
	const asked = socket().timed;
	clock.advance(8000);
	socket().emit(event(102, 102));
	assert.deepEqual(
		[view().status, view().code, view().reason, view().sequence],
		['stale', 'late', 'what comes is seconds late', 102],
	);
	socket().emit({type: 'pong', payload: asked});
	clock.advance(1);
	socket().emit(event(103, 103));
	assert.equal(view().status, 'stale');
	socket().emit({type: 'pong', payload: socket().timed});
	assert.equal(view().status, 'live');
});

test('a book whose link is cut is stale within ten seconds, where its peer answers pings', async () => {
	const {socket, clock, view} = await startLive();
	clock.advance(200);
	socket().emit({type: 'pong', payload: socket().timed});
	clock.advance(4000);
	socket().emit(event(101, 101));
	const cutAt = clock.now();
	while (view().status === 'live' && clock.now() - cutAt < 30_000) clock.advance(100);
	assert.deepEqual([view().status, view().code], ['stale', 'silent']);
	const ms = clock.now() - cutAt;
	assert.ok(ms > 5000 && ms <= 7000, `stale after ${ms} ms`);
	socket().emit({type: 'pong', payload: socket().timed});
	assert.equal(view().status, 'live', 'it was a moment in which nothing came through');
	assert.equal(view().health.reconnects, 0);
});

test('a quiet link whose answers take two seconds is neither silent nor late', async () => {
	const {socket, clock, view} = await startLive();
	for (let tenth = 0, answered = '', waited = 0; tenth < 600; tenth++) {
		clock.advance(100);
		waited = socket().timed === answered ? 0 : waited + 100;
		if (waited === 2000) {
			answered = socket().timed;
			socket().emit({type: 'pong', payload: answered});
		}
		// Nobody answers where the quiet book is to be compared.
		assert.ok(view().status === 'live' || view().code === 'no-audit', view().reason ?? '');
	}
});

test('a connection that stays late is made anew', async () => {
	const {socket, sockets, clock, view} = await startLive();
	let id = 100;
	const asked: string[] = [];
	for (let second = 0; second < 60 && sockets.length === 1; second++) {
		clock.advance(1000);
		asked.push(socket().timed);
		socket().emit({type: 'pong', payload: asked.at(second < 5 ? -1 : -5) ?? ''});
		id++;
		socket().emit(event(id, id));
		if (second > 14) assert.notEqual(view().status, 'live');
	}
	assert.equal(sockets[0]?.isClosed, true);
	assert.deepEqual([view().code, id > 130], ['late', true]);
});

test('a connection that was late from its opening on is kept for minutes', async () => {
	const {socket, sockets, clock} = await startLive();
	let id = 100;
	const asked = [socket().timed];
	let second = 0;
	for (; second < 600 && sockets.length === 1; second++) {
		clock.advance(1000);
		socket().emit({type: 'pong', payload: asked.at(-5) ?? ''});
		asked.push(socket().timed);
		id++;
		socket().emit(event(id, id));
	}
	assert.ok(second > 300 && second < 320, `it was made anew after ${second} s`);
});

test('what the last thing told that came is said, though nothing follows', () => {
	const {socket, clock, view} = startFeedRun(huobi, 'steemusdt');
	const hear = (text: string) => {
		socket().emit({type: 'message', data: gzipSync(text)});
	};
	const beat = (toldAt: number) => {
		hear(`{"ping":${toldAt}}`);
	};
	socket().emit({type: 'open'});
	hear('{"status":"error","err-msg":"invalid mbp.150.symbol steemusdt"}');
	clock.advance(0);
	socket().emit({type: 'open'});
	hear(
		'{"ch":"market.steemusdt.depth.step0","ts":5,"tick":{"version":9,"bids":[[1.0,1.0]],"asks":[]}}',
	);
	const told: string[] = [];
	for (const [ms, toldMs] of [
		[4000, 5000],
		[4000, 10_000],
		[6900, 15_000],
		[5000, 20_000],
		[100, 25_000],
	] as const) {
		clock.advance(ms);
		beat(toldMs);
		clock.advance(1000);
		told.push(`${view().status} ${view().code}`);
	}
	assert.deepEqual(told, [...Array<string>(3).fill('live null'), 'stale late', 'live null']);
});
