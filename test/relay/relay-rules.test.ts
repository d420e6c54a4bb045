import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readBatch, readWord, type Word} from '../../source/relay/messages.js';
import {subjectsOf, type BookName} from '../../source/relay/subjects.js';
import type {RequestFault} from '../helpers/memory-bus.js';
import {createStage, stageBook, stageKey} from '../helpers/relay-stage.js';

const subjects = subjectsOf(stageBook);

/** The log, as who wrote what of it. */
const logOf = ({server}: ReturnType<typeof createStage>) =>
	server.stored(subjects.log).map(({bytes}) => {
		const {run, epoch, n, writes, open} = readBatch(bytes, stageKey);
		return {by: `${run} ${epoch} ${n}`, writes: writes.length, isWhole: open?.state != null};
	});

test('one message is under way, and what comes meanwhile goes with the next', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	owner.bid('0.01', '1');
	await stage.run(1);
	for (const price of ['0.02', '0.03', '0.04']) owner.bid(price, '1');
	await stage.run(100);
	assert.deepEqual(
		logOf(stage).map(({writes}) => writes),
		[0, 1, 3],
	);
});

for (const fault of ['lost-answer', 'late-answer', 'lost-request', 'late-request'] as const) {
	test(`a batch with a ${fault} is stored once, with nothing added`, async () => {
		const stage = createStage();
		const owner = await stage.owner('desk-1');
		const viewer = stage.viewer();
		await stage.run(300);
		let faults: RequestFault[] = [fault];
		stage.server.setWeather({
			latencyMs: stage.latencyMs,
			requestFault: kind => (kind === 'append' ? (faults.pop() ?? 'none') : 'none'),
		});
		owner.bid('0.01', '1');
		await stage.run(500);
		owner.bid('0.02', '1');
		await stage.run(9000);
		faults = [];
		assert.deepEqual(
			logOf(stage).map(({writes}) => writes),
			[0, 1, 1],
		);
		assert.ok(owner.published.isOwner());
		assert.deepEqual([viewer.status(), viewer.levels()], ['live', 3]);
	});
}

test('who is refused is the owner no more, and says nothing', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const other = stage.relay('desk-2');
	other.snapshot(10, [['0.1', '1']]);
	void other.published.claim();
	await stage.run(50);
	const heard: string[] = [];
	other.bus.subscribe(subjects.tick, ({bytes}) => heard.push(Buffer.from(bytes).toString()));
	owner.bid('0.01', '1');
	await stage.run(1500);
	assert.ok(!owner.published.isOwner());
	assert.equal(owner.events.at(-1)?.type, 'lost');
	assert.ok(heard.every(word => word.includes('desk-2')));
});

test('a book that is closed while it is claimed has no owner', async () => {
	const stage = createStage();
	const relay = stage.relay('desk-1');
	relay.snapshot(10, [['0.1', '1']]);
	void relay.published.claim();
	await stage.run(3);
	relay.published.stop();
	const viewer = stage.viewer();
	await stage.run(5000);
	assert.equal(logOf(stage).length, 1);
	assert.deepEqual([relay.published.isOwner(), relay.events], [false, []]);
	assert.ok(!viewer.told.some(status => status.startsWith('live')), viewer.told.join('; '));
});

test('a warm standby goes on without a gap, a repeat or a new book', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const warm = stage.relay('desk-2');
	warm.snapshot(10, [['0.1', '1']]);
	owner.bid('0.01', '1');
	warm.bid('0.01', '1');
	await stage.run(50);
	warm.bid('0.02', '1');
	owner.kill();
	void warm.published.claim();
	await stage.run(50);
	assert.deepEqual(logOf(stage).at(-1), {by: 'desk-2~1 2 0', writes: 1, isWhole: false});
	assert.deepEqual(warm.events, [{type: 'owner', epoch: 2, isContiguous: true}]);
});

test('a standby with another book, or a new one, begins with it whole', async () => {
	for (const bids of [
		[['0.1', '2']],
		[
			['0.1', '1'],
			['0.05', '1'],
		],
	] as const) {
		const stage = createStage();
		await stage.owner('desk-1');
		const other = stage.relay('desk-2');
		other.snapshot(10, bids);
		void other.published.claim();
		await stage.run(50);
		assert.deepEqual(logOf(stage).at(-1), {by: 'desk-2~1 2 0', writes: 0, isWhole: true});
	}
});

test('what is written during a claim goes next', async () => {
	const stage = createStage();
	await stage.owner('desk-1');
	const viewer = stage.viewer();
	const other = stage.relay('desk-2');
	other.snapshot(10, [['0.1', '1']]);
	await stage.run(300);
	void other.published.claim();
	await stage.run(3);
	other.bid('0.02', '1');
	await stage.run(500);
	assert.deepEqual(
		logOf(stage).map(({writes}) => writes),
		[0, 0, 1],
	);
	assert.deepEqual([viewer.status(), viewer.levels()], ['live', 2]);
});

test('a claim is made only of a book in sync, by who is entitled', async () => {
	const stage = createStage();
	const relay = stage.relay('desk-1');
	relay.say('connecting');
	void relay.published.claim();
	await stage.run(50);
	relay.snapshot(10, [['0.1', '1']]);
	relay.way.isEntitled = false;
	void relay.published.claim();
	await stage.run(50);
	assert.deepEqual(logOf(stage), []);
});

test('who is not entitled gives no word and no answer', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	owner.way.isEntitled = false;
	const viewer = stage.viewer();
	await stage.run(3000);
	assert.notEqual(viewer.view().status, 'live');
});

test('a log that lost its tail, or all of it, is claimed anew', async () => {
	for (const lose of ['tail', 'all']) {
		const stage = createStage();
		const owner = await stage.owner('desk-1');
		const viewer = stage.viewer();
		await stage.run(300);
		owner.bid('0.01', '1');
		await stage.run(100);
		if (lose === 'tail') stage.server.loseTail(subjects.log, 1);
		else stage.server.loseAll();
		owner.bid('0.02', '1');
		await stage.run(100);
		assert.deepEqual(
			owner.events.at(-1),
			{type: 'lost', epoch: 1, reason: 'its log was lost, or the end of it'},
			'it does not go on',
		);
		void owner.published.claim();
		await stage.run(1500);
		assert.equal(owner.published.epoch(), 2);
		assert.deepEqual([viewer.status(), viewer.levels()], ['live', 3]);
	}
});

test('more than can wait is begun anew with the whole book', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	owner.bus.cut();
	for (let count = 0; count < 5100; count++) owner.bid('0.01', String(1 + (count % 7)));
	assert.ok(!owner.published.isOwner());
	owner.bus.mend();
	await stage.run(3000);
	void owner.published.claim();
	await stage.run(100);
	assert.deepEqual(logOf(stage).at(-1)?.isWhole, true);
});

test('what was lost on the way comes after a connection that was lost', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	owner.bus.cut();
	await stage.run(10);
	owner.bid('0.01', '1');
	await stage.run(2000);
	owner.bus.mend();
	await stage.run(1000);
	assert.ok(owner.published.isOwner());
	assert.equal(logOf(stage).length, 2);
});

test('a relay that was paused vouches for no more than it has read', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	await stage.run(1000);
	const pausedAt = stage.clock.now();
	const words: number[] = [];
	const other = stage.relay('desk-2');
	other.bus.subscribe(subjects.tick, ({bytes}) => {
		words.push((JSON.parse(Buffer.from(bytes).toString()) as {asOf: number}).asOf);
	});
	owner.process.pause(4000);
	await stage.run(4040);
	assert.ok(words.length > 0);
	assert.ok(words.every(asOf => asOf <= pausedAt));
	await stage.run(3000);
	assert.ok((words.at(-1) ?? 0) > pausedAt + 4000);
});

test('what is read after a pause may have come at its beginning', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	await stage.run(1000);
	const pausedAt = stage.clock.now();
	const words: number[] = [];
	stage.relay('desk-2').bus.subscribe(subjects.tick, ({bytes}) => {
		words.push((JSON.parse(Buffer.from(bytes).toString()) as {asOf: number}).asOf);
	});
	owner.process.pause(3000);
	owner.process.deliver(() => {
		owner.bid('0.01', '1');
	});
	stage.server.setWeather({
		latencyMs: stage.latencyMs,
		requestFault: kind => (kind === 'append' ? 'lost-request' : 'none'),
	});
	await stage.run(6000);
	assert.equal(logOf(stage).length, 1, 'it waits to be sent');
	assert.ok(words.length > 2);
	assert.ok(words.every(asOf => asOf <= pausedAt));
});

test('a relay that has more to read than it can vouches for nothing meanwhile', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(1000);
	owner.process.overwork(300);
	for (let turn = 0; turn < 50; turn++) {
		owner.process.deliver(() => owner.bid(`0.0${100 + turn}`, '1'));
		await stage.run(100);
		if (turn >= 30) assert.match(viewer.status(), /^stale: the word of desk-1 is [35] s late/);
	}
	owner.process.overwork(null);
	await stage.run(1200);
	assert.deepEqual([viewer.status(), viewer.levels(), viewer.rejoins], ['live', 51, []]);
});

test('what waits of all books together is bounded, and told once the bus is there again', async () => {
	const stage = createStage();
	// Others have taken most of the room.
	const waiting = {most: 1000, count: 900};
	const owner = await stage.owner('desk-1', 0, waiting);
	const viewer = stage.viewer();
	await stage.run(2000);
	assert.equal(viewer.status(), 'live');
	assert.equal(waiting.count, 900, 'what was stored takes no room');
	owner.bus.cut();
	for (let change = 0; change < 300; change++) owner.bid('0.09', String(change + 1));
	assert.ok(!owner.published.isOwner());
	assert.deepEqual(owner.events.at(-1), {
		...{type: 'lost', epoch: 1},
		reason: 'more waits to be sent than is kept',
	});
	assert.equal(waiting.count, 900);
	await stage.run(5000);
	assert.match(viewer.status(), /^stale/);
	owner.bus.mend();
	for (let look = 0; look < 5; look++) {
		void owner.published.claim();
		await stage.run(300);
	}
	await stage.run(3000);
	assert.equal(viewer.status(), 'live');
	assert.equal(viewer.levels(), 2);
	assert.equal(waiting.count, 900);
});

/** When the messages of the log were stored, each with its book, those of the newest second. */
const storedLately = (
	{server, clock}: ReturnType<typeof createStage>,
	books: readonly BookName[],
) =>
	books
		.flatMap(book => server.stored(subjectsOf(book).log))
		.map(({storedAt}) => storedAt ?? Number.NaN)
		.filter(at => at > clock.now() - 1000)
		.toSorted((a, b) => a - b);

test('messages of all books of a busy relay go together', async () => {
	const stage = createStage();
	const books = ['STEEM', 'DENT', 'BTC'].map(base => ({...stageBook, base}));
	const desk = stage.desk('desk-1', {books});
	await stage.run(3000);
	desk.serve();
	await stage.run(1000);
	const quiet = storedLately(stage, books);
	assert.equal(quiet.length, books.length);
	assert.ok(
		quiet.every(at => at <= stage.clock.now() - 1000 + 2),
		'few of them wait for nothing',
	);
	for (let change = 0; change < 300; change++) {
		desk.serve();
		await stage.run(7);
	}
	const turns = new Map<number, number>();
	for (const at of storedLately(stage, books)) turns.set(at, (turns.get(at) ?? 0) + 1);
	const times = [...turns.keys()];
	assert.ok(times.length > 35, 'it goes on');
	assert.ok([...turns.values()].every(count => count === books.length));
	assert.ok(times.every((at, index) => index === 0 || at - (times[index - 1] ?? 0) >= 20));
	await stage.run(3000);
	desk.serve();
	const served = stage.clock.now();
	await stage.run(500);
	assert.ok(
		storedLately(stage, books).every(at => at <= served + 2),
		'they are few again',
	);
});

test('a word covers nothing that waits for its turn', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const viewer = stage.viewer();
	const words: Word[] = [];
	owner.bus.subscribe(subjects.tick, ({bytes}) => words.push(readWord(bytes)));
	// Right before a word, with another turn of its loop between.
	await stage.run(1938);
	// Its other books have had more messages than go without a wait.
	for (let message = 0; message < 60; message++) void owner.pace.wait();
	await stage.run(0);
	assert.equal(viewer.status(), 'live');
	const writtenAt = stage.clock.now();
	const position = stage.server.stored(subjects.log).at(-1)?.sequence;
	owner.bid('0.09', '1');
	await stage.run(14);
	const word = words.at(-1);
	assert.ok(word && word.up > writtenAt && word.live);
	assert.deepEqual([word.position, word.sum], [position, null]);
	// It was read up to the turn before that, by now up to the one after.
	assert.ok(word.asOf <= writtenAt - 50);
	await stage.run(50);
	assert.deepEqual([viewer.status(), viewer.levels()], ['live', owner.levels()]);
});

test('who begins after the end of the log waits a moment for what is between', async () => {
	for (const isThere of [true, false]) {
		const stage = createStage();
		const owner = await stage.owner('desk-1');
		const other = stage.relay('desk-2');
		// Its snapshot has what the owner has not sent yet.
		other.snapshot(11, [
			['0.1', '1'],
			['0.05', '1'],
		]);
		const claim = async () => {
			void other.published.claim();
			await stage.run(300);
		};
		void other.published.claim();
		await stage.run(10);
		if (isThere) owner.bid('0.05', '1');
		else owner.kill();
		await stage.run(10);
		await claim();
		assert.equal(other.published.isOwner(), isThere);
		if (!isThere) await claim();
		assert.deepEqual(other.events, [{type: 'owner', epoch: 2, isContiguous: isThere}]);
	}
});

test('who is behind the end of the log waits until it has come up', async () => {
	for (const comesUp of [true, false]) {
		const stage = createStage();
		const owner = await stage.owner('desk-1');
		const other = stage.relay('desk-2');
		other.snapshot(10, [['0.1', '1']]);
		owner.bid('0.05', '1');
		await stage.run(50);
		const claim = async (times: number) => {
			for (let time = 0; time < times; time++) {
				void other.published.claim();
				await stage.run(300);
			}
		};
		await claim(10);
		assert.ok(!other.published.isOwner());
		if (comesUp) other.bid('0.05', '1');
		await claim(1);
		assert.deepEqual(other.events, [{type: 'owner', epoch: 2, isContiguous: comesUp}]);
	}
});

test('states and marks that are refused are told of, and stored once they may be', async () => {
	for (const code of ['denied', 'failed'] as const) {
		const stage = createStage();
		const owner = await stage.owner('desk-1');
		const stored = () => stage.server.stored(subjectsOf(stageBook).mark).length;
		const before = stored();
		owner.bus.refuse(code);
		owner.say('stale', 'of a test');
		await stage.run(300);
		assert.deepEqual([...new Set(owner.troubles)], ['it was refused'], code);
		owner.bus.refuse(null);
		await stage.run(1500);
		assert.equal(stored(), before + 1);
	}
});
