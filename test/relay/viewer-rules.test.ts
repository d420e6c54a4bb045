import assert from 'node:assert/strict';
import {test} from 'node:test';
import {packBatch, packWord, readBatch} from '../../source/relay/messages.js';
import {subjectsOf} from '../../source/relay/subjects.js';
import {BusError} from '../../source/transport/bus.js';
import {columns} from '../helpers/columns.js';
import {connectMemoryBus} from '../helpers/memory-bus.js';
import {initialHealth} from '../../source/store/market-view.js';
import {runUntil} from '../helpers/read-past.js';
import {createStage, stageBook, stageKey} from '../helpers/relay-stage.js';

type Stage = ReturnType<typeof createStage>;

const subjects = subjectsOf(stageBook);

test('a viewer joins by asking, and follows what comes after', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(300);
	assert.equal(viewer.status(), 'live');
	owner.bid('0.09', '2');
	await stage.run(200);
	assert.deepEqual([viewer.status(), viewer.levels()], ['live', 2]);
	assert.ok(viewer.told.includes('syncing: reading the book from the relay'));
	assert.deepEqual(viewer.rejoins, []);
	await stage.run(1000);
	assert.equal(viewer.view().health.relay?.owner, 'desk-1');
	assert.equal(viewer.view().health.relay?.epoch, 1);
});

test('a book is stale once its owner has said nothing for three seconds', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(1500);
	owner.kill();
	await stage.run(1700);
	assert.equal(viewer.status(), 'live');
	await stage.run(1400);
	assert.match(viewer.status(), /^stale: no word from desk-1 for 3 s$/);
	assert.equal(viewer.levels(), 1, 'the book of before is shown');
	await stage.run(10_000);
	assert.match(viewer.status(), /^stale: no relay follows it since 12:04$/);
});

test('where nobody tells of a book, no link of it is known, and no rate', async () => {
	for (const lose of ['bus', 'owner']) {
		const stage = createStage();
		const owner = await stage.owner('desk-1');
		owner.store.setHealth(stageKey, {...initialHealth, connectedSince: stage.clock.now()});
		owner.store.setRate(stageKey, 7);
		const viewer = stage.viewer();
		await stage.run(3500);
		assert.notEqual(viewer.view().health.connectedSince, null);
		assert.equal(viewer.view().messagesPerSecond, 7);
		if (lose === 'bus') viewer.bus.cut();
		else owner.kill();
		await stage.run(15_000);
		assert.equal(viewer.view().health.connectedSince, null, lose);
		assert.equal(viewer.view().messagesPerSecond, 0);
	}
});

test('fills that may be missing leave a gap in the tape', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(300);
	const breaks = () => viewer.view().tapeFacts?.breaks;
	const isAway = async (fills: number) => {
		viewer.bus.cut();
		await stage.run(1000);
		owner.trade(fills);
		viewer.bus.mend();
		await stage.run(1000);
	};
	await isAway(3);
	owner.trade(2);
	await stage.run(200);
	await isAway(45);
	assert.deepEqual(breaks(), []);
	await isAway(60);
	assert.deepEqual(breaks(), ['50']);
	owner.say('reconnecting', 'the exchange fell silent');
	await stage.run(200);
	assert.deepEqual(breaks(), ['50', '110']);
});

test('the owner’s trouble with the exchange is told word for word', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(300);
	owner.say('reconnecting', 'the exchange fell silent');
	await stage.run(200);
	assert.equal(viewer.status(), 'reconnecting: the exchange fell silent');
});

test('a message that was missed is seen at the next, and the book asked for anew', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(300);
	stage.server.setWeather({latencyMs: stage.latencyMs, isMissed: () => true});
	owner.bid('0.09', '2');
	await stage.run(20);
	stage.server.setWeather({latencyMs: stage.latencyMs});
	owner.bid('0.08', '2');
	await stage.run(800);
	assert.equal(viewer.rejoins.length, 1);
	assert.deepEqual([viewer.status(), viewer.levels()], ['live', 3]);
});

test('a message that was missed as the last one is seen by the word', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(300);
	stage.server.setWeather({latencyMs: stage.latencyMs, isMissed: () => true});
	owner.bid('0.09', '2');
	await stage.run(20);
	stage.server.setWeather({latencyMs: stage.latencyMs});
	await stage.run(4000);
	assert.deepEqual(viewer.rejoins, ['a message of the relay did not come']);
	assert.deepEqual([viewer.status(), viewer.levels()], ['live', 2]);
});

test('a sum that differs is no book to believe', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(300);
	const word = owner.published.store.getView() && {
		...{run: 'desk-1~1', epoch: 1, position: 1, live: true, sum: 12345},
		...{up: stage.clock.now(), asOf: stage.clock.now(), at: stage.clock.now()},
	};
	owner.bus.publish(subjects.tick, Buffer.from(packWord(word)));
	await stage.run(2);
	viewer.following.judge();
	viewer.store.publish();
	assert.equal(viewer.status(), "resyncing: the book differs from the relay's");
	await stage.run(1200);
	assert.equal(viewer.status(), 'live');
	assert.equal(viewer.view().health.relay?.differences, 1);
});

test('a word of an older epoch, and one of another position, count for nothing', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(1500);
	owner.kill();
	const other = stage.relay('desk-2');
	for (let count = 0; count < 40; count++) {
		const now = stage.clock.now();
		const word = {run: 'desk-1~1', live: true, up: now, asOf: now, at: now, sum: null};
		const of = count % 2 === 0 ? {epoch: 0, position: 1} : {epoch: 1, position: 0};
		other.bus.publish(subjects.tick, Buffer.from(packWord({...word, ...of})));
		await stage.run(100);
	}
	assert.match(viewer.status(), /^stale/);
});

test('what the bus does is told', async () => {
	const stage = createStage();
	await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(300);
	viewer.bus.cut();
	await stage.run(200);
	assert.equal(viewer.status(), 'reconnecting: the connection to nats://memory was lost');
	viewer.bus.mend();
	await stage.run(300);
	assert.equal(viewer.status(), 'live');
});

test('a market that nobody has failed, with near matches', async () => {
	const stage = createStage();
	const viewer = stage.viewer();
	await stage.run(500);
	assert.equal(viewer.status(), 'failed: no relay has it: near matches STEEM/USDC');
});

test('a book that a relay follows is waited for until it is proven', async () => {
	const stage = createStage();
	const relay = stage.desk('desk-1', {isServed: false});
	await stage.run(500);
	const viewer = stage.viewer();
	await stage.run(1500);
	assert.equal(viewer.status(), 'syncing: no relay has a proven book of it yet');
	relay.serve();
	await stage.run(4000);
	assert.equal(viewer.status(), 'live');
	relay.kill();
	await stage.run(60_000);
	stage.desk('desk-2', {isServed: false});
	await stage.run(20_000);
	assert.equal(viewer.status(), 'stale: no relay has a proven book of it since 12:04');
});

test('a book that may not be asked for has failed, in the words of the server', async () => {
	const stage = createStage();
	await stage.owner('desk-1');
	const viewer = stage.viewer();
	viewer.bus.cut();
	viewer.bus.refuse('denied');
	viewer.bus.mend();
	await stage.run(3000);
	assert.equal(viewer.status(), 'failed: it was refused');
	assert.equal(viewer.view().code, 'bus-lost');
	viewer.bus.refuse(null);
	await stage.run(5000);
	assert.equal(viewer.status(), 'live');
});

test('who may not look what is stored is told that no relay has a proven book', async () => {
	const stage = createStage();
	const viewer = stage.viewer();
	const deny = () => Promise.reject(new BusError('denied', 'it may not be read'));
	Object.assign(viewer.bus, {newest: deny, names: deny});
	await stage.run(1000);
	assert.equal(viewer.status(), 'syncing: no relay has a proven book of it yet');
	const owner = await stage.owner('desk-1');
	await stage.run(3000);
	assert.equal(viewer.status(), 'live');
	owner.kill();
	await stage.run(25_000);
	assert.equal(viewer.status(), 'stale: no relay has a proven book of it since 12:04');
});

test('a book that may not be listened to has failed, whatever is answered', async () => {
	const stage = createStage();
	await stage.owner('desk-1');
	const viewer = stage.viewer();
	viewer.bus.deafen();
	await stage.run(3000);
	assert.equal(viewer.status(), 'failed: it may not be listened to');
	viewer.following.resync();
	await stage.run(3000);
	assert.equal(viewer.status(), 'failed: it may not be listened to');
	viewer.bus.cut();
	viewer.bus.mend();
	await stage.run(1000);
	assert.equal(viewer.status(), 'live');
	viewer.bus.deafen();
	await stage.run(100);
	assert.equal(viewer.status(), 'failed: it may not be listened to');
});

test('the last stored book is shown where nobody follows it any more', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	await stage.run(100);
	owner.kill();
	await stage.run(60_000);
	const viewer = stage.viewer();
	await stage.run(500);
	assert.equal(viewer.status(), 'stale: no relay follows it since 12:04');
	assert.equal(viewer.levels(), 1);
});

test('a viewer that was paused shows nothing of before as live', async () => {
	const stage = createStage();
	await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(300);
	const statuses: string[] = [];
	viewer.store.subscribe(() => statuses.push(viewer.status()));
	viewer.process.pause(8000);
	await stage.run(8050);
	assert.doesNotMatch(statuses[0] ?? '', /^live/);
	await stage.run(2000);
	assert.equal(viewer.status(), 'live');
});

test('a take-over is not seen by a viewer', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(1000);
	const other = stage.relay('desk-2', 77_000);
	other.snapshot(10, [['0.1', '1']]);
	await stage.run(500);
	const before = viewer.told.length;
	void other.published.claim();
	await stage.run(100);
	other.bid('0.09', '3');
	owner.bid('0.09', '3');
	await stage.run(500);
	assert.ok(!owner.published.isOwner());
	assert.deepEqual([viewer.status(), viewer.levels()], ['live', 2]);
	assert.deepEqual(viewer.told.slice(before), []);
	await stage.run(1500);
	const {relay} = viewer.view().health;
	assert.deepEqual([relay?.owner, relay?.countsOf], ['desk-2', 2]);
});

test('parts of a long book and of a long message are put together', async () => {
	const stage = createStage(500);
	const owner = await stage.owner('desk-1');
	owner.snapshot(
		20,
		Array.from({length: 200}, (_, at) => [`0.0${1000 + ((at * 37) % 1000)}`, String(at + 1)]),
	);
	const viewer = stage.viewer();
	await stage.run(1000);
	assert.deepEqual([viewer.status(), viewer.levels()], ['live', 200]);
	owner.snapshot(
		30,
		Array.from({length: 150}, (_, at) => [`0.0${1000 + ((at * 37) % 1000)}`, String(at + 2)]),
	);
	await stage.run(500);
	assert.deepEqual([viewer.status(), viewer.levels()], ['live', 150]);
	assert.deepEqual(viewer.rejoins, []);
});

test('a wall clock that is set here makes the book be asked for anew', async () => {
	for (const byMs of [3_600_000, -3_600_000]) {
		const stage = createStage();
		await stage.owner('desk-1');
		const viewer = stage.viewer();
		await stage.run(1500);
		viewer.process.setWall(byMs);
		await stage.run(400);
		assert.deepEqual(viewer.rejoins, ['the clock leapt']);
		await stage.run(500);
		assert.equal(viewer.status(), 'live');
	}
});

test('a wall clock that is set at the relay changes nothing', async () => {
	for (const byMs of [3_600_000, -3_600_000]) {
		const stage = createStage();
		const owner = await stage.owner('desk-1');
		const viewer = stage.viewer();
		await stage.run(1500);
		owner.process.setWall(byMs);
		owner.bid('0.09', '2');
		await stage.run(5000);
		assert.deepEqual([viewer.status(), viewer.levels(), viewer.rejoins], ['live', 2, []]);
		const age = viewer.process.clock.now() - (viewer.view().receivedAt ?? 0);
		assert.ok(age > 4900 && age < 5100, `${age} ms old`);
		owner.kill();
		await stage.run(3100);
		assert.match(viewer.status(), /^stale/);
	}
});

test('a relay’s clock that leaps vouches for nothing until it is measured anew', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(1500);
	owner.process.leap(10_000);
	await stage.run(350);
	// What it sends then is late by more than a word may be.
	stage.server.setWeather({latencyMs: () => 2200});
	owner.bid('0.09', '2');
	for (let turn = 0; turn < 80; turn++) {
		await stage.run(100);
		if (turn > 31) assert.notEqual(viewer.status(), 'live', `${turn}`);
	}
	assert.ok(viewer.rejoins.includes('a clock leapt'));
	stage.server.setWeather({latencyMs: stage.latencyMs});
	await stage.run(6000);
	assert.deepEqual([viewer.status(), viewer.levels()], ['live', 2]);
});

/** Says for so long that a relay of that format is there. */
const sayVersion = async (stage: Stage, version: number, ms: number) => {
	const bus = connectMemoryBus({server: stage.server});
	for (let left = ms; left > 0; left -= 1000) {
		void bus.store(`steem-tui.v${version}.relay.desk_9`, Buffer.from('{}'));
		await stage.run(1000);
	}
};

test('a relay of another version is named, and not understood', async () => {
	for (const version of [0, 2]) {
		const stage = createStage();
		const viewer = stage.viewer();
		await sayVersion(stage, version, 12_000);
		assert.equal(viewer.status(), `failed: relay desk_9 speaks version ${version}`);
	}
});

test('a relay of another version that took over is named beside the stored book', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(500);
	owner.kill();
	await sayVersion(stage, 2, 30_000);
	assert.match(viewer.status(), /^stale: no relay follows it since 12:04: relay desk_9 speaks ver/);
	assert.equal(viewer.levels(), 1);
});

test('a book that is asked for anew is live until the answer, and takes it', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(1500);
	const told = viewer.told.length;
	// Something that its owner does not have.
	const sides = {bids: columns(['0.05', '1']), asks: columns()};
	const change = {type: 'update', ...sides, sequence: 10, exchangeTime: null} as const;
	viewer.store.apply(stageKey, change, viewer.process.clock.now());
	viewer.following.resync();
	await stage.run(400);
	assert.equal(viewer.levels(), 1);
	owner.bid('0.09', '2');
	await stage.run(3000);
	assert.deepEqual([viewer.status(), viewer.levels()], ['live', 2]);
	assert.equal(viewer.told.length, told, 'it was live all the time');
	assert.deepEqual(viewer.rejoins, []);
});

test('changes that come beside the answer are neither lost nor taken twice', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(1500);
	for (let change = 0; change < 200; change++) {
		owner.bid(`0.0${100 + change}`, '1');
		if (change % 5 === 0) viewer.following.resync();
		await stage.run(change % 4);
	}
	await stage.run(8000);
	assert.deepEqual([viewer.status(), viewer.levels()], ['live', 201]);
	assert.deepEqual(viewer.rejoins, []);
});

test('a book of a later owner is taken though its log begins anew below', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	owner.bid('0.01', '1');
	owner.bid('0.02', '1');
	const viewer = stage.viewer();
	await stage.run(1500);
	owner.bid('0.03', '1');
	await stage.run(300);
	assert.equal(viewer.levels(), 4);
	// All is lost, and the viewer misses how it begins anew.
	stage.server.loseAll();
	stage.server.setWeather({latencyMs: stage.latencyMs, isMissed: () => true});
	owner.bid('0.04', '1');
	await stage.run(300);
	void owner.published.claim();
	await stage.run(300);
	assert.equal(owner.published.epoch(), 2);
	viewer.following.resync();
	await stage.run(400);
	assert.deepEqual([viewer.status(), viewer.levels()], ['live', 5]);
});

/** Takes the book over: who is ahead of the log, or behind it, looks twice. */
const takeOver = async (stage: Stage, relay: Awaited<ReturnType<Stage['owner']>>) => {
	for (let look = 0; look < 2; look++) {
		void relay.published.claim();
		await stage.run(300);
	}
	assert.ok(relay.published.isOwner());
};

test('a book that was answered is not taken back by the message that a clock was awaited for', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(1500);
	const other = stage.relay('desk-2', 77_000);
	other.snapshot(20, [
		['0.1', '1'],
		['0.05', '7'],
	]);
	void other.published.claim();
	// It hears questions, and answers none: that for its word is waited for when another takes over.
	owner.process.pause(30_000);
	await stage.run(1000);
	viewer.following.resync();
	await stage.run(1400);
	void other.published.claim();
	await stage.run(4);
	for (const price of ['0.01', '0.02', '0.03']) other.bid(price, '1');
	for (let turn = 0; turn < 30; turn++) {
		await stage.run(100);
		if (viewer.status() === 'live') assert.equal(viewer.levels(), 5, `${turn}`);
	}
	assert.equal(viewer.status(), 'live');
	assert.deepEqual(viewer.rejoins, []);
});

test('an owner of an absurd number is followed by one of a number that can be told', async () => {
	for (const epoch of [2 ** 53 - 2, Number.MAX_SAFE_INTEGER]) {
		const stage = createStage();
		const owner = await stage.owner('desk-1');
		const viewer = stage.viewer();
		await stage.run(1500);
		const bus = connectMemoryBus({server: stage.server});
		const newest = await runUntil(stage, bus.newest(subjects.log));
		assert.ok(newest?.sequence != null);
		const batch = {...readBatch(newest.bytes, stageKey), run: 'desk-9~1', epoch};
		await runUntil(stage, bus.append(subjects.log, packBatch(batch), newest.sequence));
		owner.bid('0.01', '1');
		await stage.run(300);
		assert.ok(!owner.published.isOwner());
		const others = stage.viewer();
		for (const relay of [owner, stage.relay('desk-2')]) {
			if (relay !== owner) relay.snapshot(20, [['0.1', '1']]);
			await takeOver(stage, relay);
			await stage.run(10_000);
			assert.deepEqual([viewer.status(), others.status()], ['live', 'live']);
		}
	}
});

test('a log that was begun anew by others is read, though no connection was lost', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	for (let change = 1; change < 50; change++) owner.bid('0.09', String(change));
	const second = stage.relay('desk-2');
	second.snapshot(100, [['0.1', '1']]);
	await takeOver(stage, second);
	const viewer = stage.viewer();
	await stage.run(1500);
	assert.equal(viewer.view().health.relay?.epoch, 2);
	stage.server.loseAll();
	owner.kill();
	second.kill();
	const third = stage.relay('desk-3');
	third.snapshot(200, [
		['0.1', '2'],
		['0.05', '1'],
	]);
	await takeOver(stage, third);
	assert.equal(third.published.epoch(), 1);
	await stage.run(15_000);
	assert.deepEqual([viewer.status(), viewer.levels()], ['live', 2]);
});
