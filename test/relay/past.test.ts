import assert from 'node:assert/strict';
import {test} from 'node:test';
import {packBatch, readBatch} from '../../source/relay/messages.js';
import {subjectsOf} from '../../source/relay/subjects.js';
import type {BusMessage} from '../../source/transport/bus.js';
import {createPast, runUntil} from '../helpers/read-past.js';
import {createStage, stageBook, stageKey} from '../helpers/relay-stage.js';

const subjects = subjectsOf(stageBook);

/** An owner that changes its book each second: one bid more each time. */
const busyStage = async (seconds: number, maxBytes?: number) => {
	const stage = createStage(maxBytes);
	const owner = await stage.owner('desk-1');
	const began = stage.clock.wall();
	const changeFor = async (count: number) => {
		for (let second = 0; second < count; second++) {
			owner.bid(`0.0${100 + owner.levels()}`, '1');
			await stage.run(1000);
		}
	};
	await changeFor(seconds);
	return {...stage, stage, owner, began, changeFor};
};

const isLogged = ({subject}: BusMessage) => subject === subjects.log;

test('any moment has the book that was there then', async () => {
	const {stage, began} = await busyStage(70);
	const past = createPast(stage);
	for (const second of [1, 17, 60, 61, 68])
		assert.equal(await past.at(began + second * 1000 - 500), `live, ${second + 1} bids`);
});

test('what is read for a moment begins with the state before it', async () => {
	const {stage} = await busyStage(100);
	const past = createPast(stage);
	const moment = stage.clock.wall() - 20_000;
	const placed = await past.find(moment);
	assert.ok(placed && placed.at <= moment && placed.at > moment - 61_000);
	const told = await past.read(moment, moment);
	assert.ok(told.length < 70, `${told.length} writes were read of 100`);
});

test('a book that did not change for minutes was live all the time', async () => {
	const {stage, owner} = await busyStage(2);
	await stage.run(60_000);
	const moment = stage.clock.wall() - 30_000;
	// Its owner's word says so, and then its next message.
	assert.equal(await createPast(stage).at(moment), 'live, 3 bids');
	owner.bid('0.01', '1');
	await stage.run(100);
	owner.kill();
	assert.equal(await createPast(stage).at(moment), 'live, 3 bids');
});

test('behind the last of a killed owner a book is live no longer than a word lasts', async () => {
	const {stage, owner} = await busyStage(2);
	owner.kill();
	const killedAt = stage.clock.wall();
	await stage.run(20_000);
	const past = createPast(stage);
	assert.equal(await past.at(killedAt + 1000), 'live, 3 bids');
	assert.equal(
		await past.at(killedAt + 4000),
		'stale (no word from desk-1 for 3 s [no-word]), 3 bids',
	);
	const next = stage.relay('desk-2');
	next.snapshot(50, [['0.1', '1']]);
	for (let look = 0; look < 2; look++) {
		void next.published.claim();
		await stage.run(500);
	}
	assert.equal(
		await past.at(killedAt + 4000),
		'stale (no word from desk-1 for 3 s [no-word]), 3 bids',
	);
	assert.equal(await past.at(stage.clock.wall() - 500), 'live, 1 bids');
});

test('what a relay read late proves nothing of the time before, however late it is stored', async () => {
	const {stage, owner, changeFor} = await busyStage(2);
	stage.server.setWeather({
		latencyMs: stage.latencyMs,
		requestFault: kind => (kind === 'append' ? 'lost-request' : 'none'),
	});
	// These wait, and are stored with those that come after the pause.
	await changeFor(2);
	const pausedAt = stage.clock.wall();
	owner.process.pause(8000);
	owner.process.deliver(() => {
		owner.trade(1);
		owner.bid('0.01', '1');
	});
	await stage.run(8500);
	await changeFor(2);
	stage.server.setWeather({latencyMs: stage.latencyMs});
	await stage.run(3000);
	await changeFor(2);
	const past = createPast(stage);
	assert.equal(await past.at(pausedAt - 500), 'live, 5 bids');
	assert.equal(await past.at(pausedAt + 2000), 'live, 5 bids');
	for (const ms of [3500, 7500])
		assert.equal(
			await past.at(pausedAt + ms),
			'stale (no word from desk-1 for 3 s [no-word]), 5 bids',
		);
	assert.equal(await past.at(stage.clock.wall() - 500), 'live, 10 bids');
});

test('where another went on with the same book, it was live meanwhile', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const standby = stage.relay('desk-2');
	standby.snapshot(10, [['0.1', '1']]);
	await stage.run(2000);
	owner.kill();
	const killedAt = stage.clock.wall();
	await stage.run(8000);
	void standby.published.claim();
	await stage.run(1000);
	assert.equal(await createPast(stage).at(killedAt + 5000), 'live, 1 bids');
});

test('a message that is missing ends what is live, until the next state', async () => {
	const {stage, began} = await busyStage(80);
	const missing = stage.server.stored(subjects.log)[5]?.sequence;
	const past = createPast(stage, message =>
		isLogged(message) && message.sequence === missing ? null : message,
	);
	assert.equal(
		await past.at(began + 20_000),
		'resyncing (what relays keep has a gap here [gap]), 5 bids',
	);
	const told = await past.read(began + 1000, began + 75_000);
	const live = told.filter(({words}) => words.startsWith('live')).map(({at}) => at - began);
	assert.ok(live.some(at => at < 5000) && live.some(at => at > 61_000));
	assert.ok(!live.some(at => at > 5000 && at < 59_000));
});

test('a book with another sum than its owner had is not live', async () => {
	const {stage, began} = await busyStage(10);
	const wrong = (message: BusMessage): BusMessage => {
		if (!isLogged(message)) return message;
		const batch = readBatch(message.bytes, stageKey);
		return batch.n === 4 ? {...message, bytes: packBatch({...batch, sum: 1})} : message;
	};
	const past = createPast(stage, wrong);
	assert.equal(await past.at(began + 1500), 'live, 3 bids');
	assert.match(await past.at(began + 8000), /^resyncing .* 4 bids$/);
});

test('a state of another book than the log has is not live', async () => {
	const {stage} = await busyStage(4);
	const wrong = (message: BusMessage): BusMessage => {
		if (!isLogged(message)) return message;
		const batch = readBatch(message.bytes, stageKey);
		return batch.sum === null ? message : {...message, bytes: packBatch({...batch, sum: 1})};
	};
	assert.match(await createPast(stage, wrong).at(stage.clock.wall() - 100), /^resyncing/);
});

test('a state behind a part of another owner’s message is not live', async () => {
	const {stage, owner} = await busyStage(58, 700);
	owner.snapshot(
		500,
		Array.from({length: 200}, (_, at) => [`0.0${1000 + ((at * 37) % 1000)}`, `${at + 1}`] as const),
	);
	await stage.run(4000);
	const now = stage.clock.wall();
	const position = (await createPast(stage).find(now))?.position;
	const last = stage.server.stored(subjects.log).find(({sequence}) => sequence === position);
	assert.ok(last?.headers['part-of'], 'it was made behind a part');
	assert.equal(await createPast(stage).at(now), 'live, 200 bids');
	const foreign = (message: BusMessage): BusMessage =>
		message.sequence === position && isLogged(message)
			? {...message, headers: {...message.headers, 'part-of': 'desk-2~1 1 60'}}
			: message;
	assert.match(await createPast(stage, foreign).at(now), /^resyncing/);
});

test('states that are stored in parts are found as others are', async () => {
	const {stage, began} = await busyStage(64, 400);
	const past = createPast(stage);
	const placed = await past.find(began + 63_000);
	assert.ok(placed && placed.at > began + 50_000);
	assert.equal(await past.at(began + 62_500), 'live, 64 bids');
});

test('before the first state there is nothing but the first', async () => {
	const {stage, began} = await busyStage(3);
	const past = createPast(stage);
	assert.equal(await past.at(began - 60_000), 'nothing');
	assert.ok(((await past.find(began - 60_000))?.at ?? 0) >= began - 100);
});

test('what comes meanwhile follows what was, also after the bus was lost', async () => {
	const {stage, changeFor} = await busyStage(5);
	const past = createPast(stage);
	const {told, done, stop} = await past.follow(stage.clock.wall() - 3000);
	const last = () => told.at(-1)?.words;
	await changeFor(4);
	assert.match(last() ?? '', /^live, (9|10) bids$/);
	past.cut();
	await changeFor(8);
	assert.match(last() ?? '', /^stale \(no word from desk-1 for 3 s \[no-word\]\)/);
	past.mend();
	await changeFor(3);
	assert.match(last() ?? '', /^live, 2[01] bids$/);
	const times = told.map(({at}) => at);
	assert.deepEqual(
		times,
		times.toSorted((a, b) => a - b),
	);
	stop();
	await stage.run(3000);
	await done;
});

test('fills that were not kept leave a gap in the tape of the past', async () => {
	const {stage, owner, began, changeFor} = await busyStage(2);
	owner.trade(2);
	await changeFor(45);
	owner.trade(60);
	await changeFor(20);
	owner.say('reconnecting', 'the exchange fell silent');
	owner.say('resyncing');
	owner.say('live');
	await changeFor(3);
	const now = stage.clock.wall();
	assert.deepEqual(await createPast(stage).breaks(began, now), ['62']);
	let logged = 0;
	const holey = createPast(stage, message =>
		isLogged(message) && ++logged === 40 ? null : message,
	);
	assert.deepEqual(await holey.breaks(began, now), ['2', '62']);
});

test('of a book that changes all the time all is read that there is by then', async () => {
	const {stage, owner} = await busyStage(2);
	stage.server.setWeather({latencyMs: () => 100});
	const {told, isAll, stop, done} = await createPast(stage).follow(stage.clock.wall());
	for (let change = 0; change < 100; change++) {
		owner.bid(`0.0${200 + change}`, '1');
		await stage.run(50);
	}
	assert.ok(isAll());
	assert.match(told.at(-1)?.words ?? '', /^live, \d\d bids$/);
	stop();
	await runUntil(stage, done);
});

test('a killed owner is noticed as soon whatever the reader’s wall clock says', async () => {
	for (const setMs of [-300_000, 0, 300_000]) {
		const {stage, owner, changeFor} = await busyStage(5);
		const past = createPast(stage, undefined, setMs);
		const {told, done, stop} = await past.follow(stage.clock.wall() - 3000);
		await changeFor(4);
		owner.kill();
		const killedAt = stage.clock.wall();
		await stage.run(5500);
		assert.match(told.at(-1)?.words ?? '', /^stale \(no word from desk-1/, `${setMs}`);
		const lateMs = (told.at(-1)?.at ?? 0) - killedAt;
		assert.ok(lateMs > 2000 && lateMs < 6000, `${setMs}: ${lateMs}`);
		stop();
		await stage.run(3000);
		await done;
	}
});
