import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {huobi} from '../../source/exchanges/huobi/index.js';
import {toRows} from '../helpers/client-run.js';
import {settle} from '../helpers/fake-transport.js';
import {
	acknowledgement,
	event,
	snapshot,
	startBinance,
	startFeedRun,
	startLive,
} from '../helpers/feed-run.js';

const pong = {type: 'pong'} as const;
const gzip = (message: object) => ({
	type: 'message' as const,
	data: gzipSync(JSON.stringify(message)),
});
const trade = (id: number) => ({
	type: 'message' as const,
	data: JSON.stringify({e: 'trade', E: 5, s: 'STEEMUSDT', t: id, p: '1', q: '1', T: 5, m: true}),
});

test('asks a silent link for a sign after half of the time', async () => {
	const {socket, clock} = await startLive();
	const before = socket().pings;
	clock.advance(9999);
	assert.equal(socket().pings, before);
	clock.advance(1);
	assert.equal(socket().pings, before + 1);
	clock.advance(5000);
	assert.equal(socket().pings, before + 2);
});

test('a link that no longer answers is told in 15 s, and given up within 25 s', async () => {
	const {socket, sockets, view, clock} = await startLive();
	socket().emit(pong);
	clock.advance(14_000);
	assert.equal(view().status, 'live');
	clock.advance(1000);
	assert.deepEqual([view().status, view().reason], ['stale', 'the exchange fell silent']);
	clock.advance(10_000);
	assert.ok(sockets[0]?.isClosed);
	assert.equal(view().status, 'reconnecting');
});

test('a link that answers nothing but our pings is never lost', async () => {
	const {socket, sockets, view, clock} = await startLive();
	let answered = 0;
	for (let second = 0; second < 1200; second++) {
		clock.advance(1000);
		if (socket().pings === answered) continue;
		answered = socket().pings;
		socket().emit(pong);
		assert.equal(view().status, 'live');
	}
	assert.deepEqual([sockets.length, view().status], [1, 'live']);
	assert.ok(answered > 100);
});

test('a peer that never answers pings has until its own is overdue', async () => {
	const {socket, view, clock} = await startLive();
	for (let count = 0; count < 5; count++) {
		clock.advance(20_000);
		assert.equal(view().status, 'live');
		socket().emit({type: 'ping'});
	}
	clock.advance(22_000);
	assert.equal(view().status, 'stale');
});

test('tells when the link was heard last, whatever came', async () => {
	const {socket, view, clock} = await startLive();
	clock.advance(10_000);
	socket().emit(pong);
	clock.advance(3000);
	assert.equal(view().health.heardAt, clock.now() - 3000);
	socket().emit({type: 'close', reason: 'gone'});
	clock.advance(100);
	clock.advance(900);
	assert.equal(view().health.heardAt, null);
});

/** Keeps the link alive for so many seconds, with trades but no change of the book. */
const runWithoutDepth = (
	{socket, clock}: Awaited<ReturnType<typeof startLive>>,
	seconds: number,
) => {
	for (let second = 0; second < seconds; second++) {
		clock.advance(1000);
		socket().emit({type: 'ping'});
		socket().emit(trade(second + 1));
	}
};

test('depth that stops while trades go on is found out by an audit', async () => {
	const run = await startLive();
	const asked = run.gets.length;
	runWithoutDepth(run, 9);
	assert.equal(run.gets.length, asked + 1);
	await run.request().answer(snapshot(140, '1.5'));
	assert.equal(run.view().status, 'live');
	runWithoutDepth(run, 12);
	assert.deepEqual(
		[run.view().status, run.view().reason],
		['reconnecting', 'the updates stopped coming: updates ended at 100, a snapshot is at 140'],
	);
});

test('depth that stops while no audit can be made is not live', async () => {
	const run = await startLive();
	runWithoutDepth(run, 9);
	await run.request().fail(new Error('reset'));
	assert.equal(run.view().status, 'live');
	runWithoutDepth(run, 12);
	assert.deepEqual(
		[run.view().status, run.view().reason],
		['stale', 'an audit could not be made: reset'],
	);
	run.socket().emit(event(101, 102));
	run.clock.advance(100);
	assert.equal(run.view().status, 'live');
});

test('a book in doubt is looked at again each half minute', async () => {
	const run = await startLive();
	runWithoutDepth(run, 9);
	for (let count = 0; count < 4; count++) {
		const asked = run.gets.length;
		await run.request().fail(new Error('reset'));
		runWithoutDepth(run, 33);
		assert.equal(run.view().status, 'stale');
		assert.ok(run.gets.length > asked);
	}
	await run.request().answer(snapshot(100, '1'));
	runWithoutDepth(run, 1);
	assert.deepEqual([run.view().status, run.view().health.audits], ['live', 1]);
});

test('a stream that comes as far as the audit’s snapshot stays', async () => {
	const run = await startLive();
	runWithoutDepth(run, 9);
	await run.request().answer(snapshot(102, '1'));
	run.socket().emit(event(101, 102));
	runWithoutDepth(run, 3);
	assert.deepEqual([run.view().status, run.view().health.audits], ['live', 1]);
});

test('ids that went on without a change are no reason to doubt a stream', async () => {
	const run = await startLive();
	runWithoutDepth(run, 9);
	await run.request().answer(snapshot(140, '1'));
	runWithoutDepth(run, 12);
	assert.deepEqual([run.view().status, run.view().sequence], ['live', 140]);
	run.socket().emit(event(139, 141, [['1', '7']]));
	assert.deepEqual([run.view().sequence, toRows(run.view().bids)], [141, [['1', '7']]]);
	assert.equal(run.sockets.length, 1);
});

const topic = 'market.steemusdt.mbp.150';
const book = (seqNum: number, size = 1) =>
	gzip({
		...{id: 'req-1', status: 'ok', rep: topic, ts: 1},
		data: {seqNum, bids: [[1, size]], asks: []},
	});
const increment = (from: number, to: number) =>
	gzip({ch: topic, ts: 1, tick: {seqNum: to, prevSeqNum: from, bids: [], asks: [[2, to]]}});

for (const message of ['429 too many request topics', 'something nobody has seen']) {
	test(`a refused subscription is never live, whatever a req is answered: ${message}`, () => {
		const {socket, sockets, view, clock} = startFeedRun(huobi, 'steemusdt');
		const refusal = gzip({status: 'error', ts: 1, id: 'sub-1', 'err-msg': message});
		const waits: number[] = [];
		for (let count = 0; count < 3; count++) {
			socket().emit({type: 'open'});
			socket().emit(refusal);
			socket().emit(book(7));
			assert.equal(view().status, 'reconnecting');
			assert.match(view().reason ?? '', new RegExp(message));
			waits.push((view().retryAt ?? 0) - clock.now());
			clock.advance((view().retryAt ?? 0) - clock.now());
		}
		assert.deepEqual(waits, [500, 1000, 2000]);
		assert.deepEqual(
			sockets.map(({url}) => url.slice(-5)),
			['/feed', '/feed', '/feed', 'ge/ws'],
		);
	});
}

/** A Huobi book live at 100, with its newest connection. */
const startLiveHuobi = () => {
	const run = startFeedRun(huobi, 'steemusdt');
	run.socket().emit({type: 'open'});
	run.socket().emit(gzip({id: 'sub-1', status: 'ok', subbed: topic, ts: 1}));
	run.socket().emit(increment(99, 100));
	run.socket().emit(book(100));
	assert.equal(run.view().status, 'live');
	run.clock.advance(1000);
	return run;
};

test('an audit whose replies are too old asks later and later, then is left', async () => {
	const {feed, socket, sockets, view, clock} = startLiveHuobi();
	await settle();
	for (let second = 0; second < 12; second++) {
		clock.advance(1000);
		socket().emit({type: 'ping'});
	}
	const requests = () => socket().sent.filter(text => text.includes('"req"')).length;
	const before = requests();
	const began = clock.now();
	const askedAt: number[] = [];
	feed.resync();
	for (let step = 0, id = 100; step < 120; step++) {
		if (requests() > before + askedAt.length) {
			askedAt.push(clock.now() - began);
			socket().emit(book(50));
		}
		await settle();
		clock.advance(100);
		socket().emit(increment(id, ++id));
	}
	assert.deepEqual(
		askedAt.map(ms => Math.round(ms / 250) * 250),
		[0, 250, 750, 1750, 3750, 7750],
	);
	assert.deepEqual([view().status, sockets.length], ['live', 1]);
	assert.match(
		view().health.events.at(-1)?.text ?? '',
		/^an audit could not be made: no snapshot links/,
	);
});

test('a market out of the known range is followed, and live again when it is back', async () => {
	const run = await startLive(1000);
	const {socket, view, clock} = run;
	const levels = (size: string) =>
		Array.from({length: 1000}, (_, rank): [string, string] => [`${1000 - rank}`, size]);
	socket().emit(event(101, 101, [...levels('0'), ['0.5', '3']]));
	assert.equal(view().status, 'resyncing');
	socket().emit(event(102, 102, [['0.5', '4']]));
	assert.deepEqual([view().status, toRows(view().bids)], ['resyncing', [['0.5', '4']]]);
	for (let second = 0; second < 60; second++) {
		clock.advance(1000);
		socket().emit({type: 'ping'});
	}
	assert.equal(view().status, 'resyncing');
	socket().emit(event(103, 103, levels('2')));
	assert.deepEqual([view().status, view().sequence, run.sockets.length], ['live', 103, 1]);
});

test('a market out of the known range asks for a wider one soon', async () => {
	const {socket, view, clock, gets, request} = await startLive(1000);
	const gone = Array.from({length: 1000}, (_, rank): [string, string] => [`${1000 - rank}`, '0']);
	const before = gets.length;
	socket().emit(event(101, 101, [...gone, ['0.5', '3']]));
	clock.advance(1000);
	assert.equal(gets.length, before + 1);
	await request().answer({
		body: '{"lastUpdateId":101,"bids":[["0.5","3"],["0.4","1"]],"asks":[["1001","5"]]}',
	});
	assert.deepEqual([view().status, view().bids.length], ['live', 2]);
});

test('updates that stopped once are believed again only once some are pushed', async () => {
	const run = await startLive();
	runWithoutDepth(run, 9);
	await run.request().answer(snapshot(140, '1.5'));
	runWithoutDepth(run, 12);
	run.clock.advance(1000);
	assert.equal(run.sockets.length, 2);
	run.socket().emit({type: 'open'});
	run.socket().emit(acknowledgement);
	const asked = run.gets.length;
	run.clock.advance(3000);
	assert.equal(run.gets.length, asked + 1);
	await run.request().answer(snapshot(150, '1.6'));
	assert.deepEqual(
		[run.view().status, run.view().reason],
		['resyncing', 'the updates stopped coming'],
	);
	run.socket().emit(event(151, 151));
	assert.deepEqual([run.view().status, run.view().reason], ['live', null]);
});

test('a channel whose updates stopped is left for the next', async () => {
	const run = startLiveHuobi();
	run.feed.resync();
	run.socket().emit(book(400, 9));
	for (let second = 0; second < 13; second++) {
		run.clock.advance(1000);
		run.socket().emit({type: 'ping'});
		await settle();
	}
	run.clock.advance(1000);
	assert.deepEqual([run.sockets.length, run.socket().url.slice(-5)], [2, 'ge/ws']);
});

test('a book by acknowledgement alone is compared soon', async () => {
	const run = startBinance();
	run.socket().emit({type: 'open'});
	run.socket().emit(acknowledgement);
	run.clock.advance(3000);
	await run.request().answer(snapshot(100));
	assert.equal(run.view().status, 'live');
	const asked = run.gets.length;
	for (let second = 0; second < 10; second++) {
		run.clock.advance(1000);
		run.socket().emit({type: 'ping'});
	}
	assert.equal(run.gets.length, asked + 1);
});

test('a renewed link that pushed nothing does not take over one that works', async () => {
	const run = await startLive();
	const [first] = run.sockets;
	first?.emit({type: 'message', data: '{"e":"serverShutdown","E":1770123456789}'});
	const second = run.socket();
	second.emit({type: 'open'});
	second.emit(acknowledgement);
	run.clock.advance(3000);
	await run.request().answer(snapshot(100));
	assert.equal(first?.isClosed, false);
	second.emit(event(101, 101));
	assert.equal(first?.isClosed, true);
	assert.deepEqual([run.view().status, run.view().sequence], ['live', 101]);
});

test('ids that fall are doubted at the first that is new', async () => {
	const run = await startLive();
	const at = (id: number, time: number) => {
		const {data} = event(id, id);
		return {type: 'message' as const, data: data.replace('"E":5', `"E":${time}`)};
	};
	run.socket().emit(at(101, 1_000_000));
	run.clock.advance(11_000);
	run.socket().emit(at(7, 1_000_500));
	assert.deepEqual(
		[run.view().status, run.view().reason],
		['stale', 'updates were missed: ids fell to 7 from 101'],
	);
	await run.request().answer(snapshot(101, '1'));
	assert.equal(run.view().status, 'live');
});

test('what was asked for before ids fell does not settle the doubt', async () => {
	for (const afterMs of [500, 11_000]) {
		const run = await startLive();
		const at = (id: number, time: number) => {
			const {data} = event(id, id);
			return {type: 'message' as const, data: data.replace('"E":5', `"E":${time}`)};
		};
		run.socket().emit(at(101, 1_000_000));
		run.clock.advance(5000);
		run.feed.resync();
		const before = run.request();
		run.clock.advance(afterMs);
		run.socket().emit(at(7, 1_000_500));
		assert.equal(run.view().status, 'stale');
		await before.answer(snapshot(101));
		assert.equal(run.view().status, 'stale');
		run.clock.advance(2000);
		const after = run.request();
		assert.notEqual(after, before);
		await after.answer(snapshot(101));
		assert.equal(run.view().status, 'live');
	}
});
