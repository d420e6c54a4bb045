import assert from 'node:assert/strict';
import {test} from 'node:test';
import {promisify} from 'node:util';
import {gunzipSync, gzip, gzipSync} from 'node:zlib';
import {encodeEvent, encodeHeader, type UntimedEvent} from '../../source/capture/capture-format.js';
import {
	recordRelayed,
	type RecordRelayedContext,
	type RecordRelayedOptions,
} from '../../source/commands/record-relayed.js';
import {createRelayedTap} from '../../source/commands/relayed-tap.js';
import {createRelayWire, wireAskOf} from '../../source/commands/relay-wire.js';
import {wireHeaders} from '../../source/commands/wire-log.js';
import {createWireTap} from '../../source/commands/wire-tap.js';
import {exchanges} from '../../source/exchanges/index.js';
import {startCaptureFile} from '../../source/recording/capture-file.js';
import type {EventSink, WireTap} from '../../source/recording/transport-tap.js';
import {subjectsOf, type BookName} from '../../source/relay/subjects.js';
import {createFakeFile} from '../helpers/fake-file.js';
import {connectMemoryBus} from '../helpers/memory-bus.js';
import {initialHealth, type BookHealth, type BookView} from '../../source/store/market-view.js';
import {createStage, stageBook, stageKey} from '../helpers/relay-stage.js';

const pack = promisify(gzip);

const {wire} = subjectsOf(stageBook);
const header = {market: 'STEEM/USDT', exchanges: ['binance'], app: '0'};

/** A bus, and time that passes with what is packed meanwhile. */
const start = () => {
	const {server, clock, run} = createStage();
	// Who follows what is stored looks each time that an answer came.
	server.setWeather({latencyMs: () => 40});
	const bus = connectMemoryBus({server, clock});
	const pass = async (ms: number) => {
		for (let passed = 0; passed < ms; passed += 500) {
			await run(500);
			// What was packed or unpacked meanwhile is done by then, unless it is long.
			for (let turn = 0; turn < 3; turn++) await pack('');
		}
	};
	return {
		...{server, clock, bus, pass},
		/** Lets time pass until it is done. */
		async until(done: Promise<void>) {
			let isDone = false;
			void done.then(() => (isDone = true));
			while (!isDone) await pass(500);
		},
	};
};

type World = ReturnType<typeof start>;

/** Stores messages of a part's wire, as a relay does. */
const createKeeper = ({bus, clock}: World, part: string, subject = wire) => {
	const startedAt = clock.wall();
	let number = 0;
	const keep = (text: Uint8Array) => {
		const headers = {[wireHeaders.part]: part, [wireHeaders.number]: String(++number)};
		return bus.store(subject, text, {headers});
	};
	const toLines = (events: readonly UntimedEvent[]) =>
		events.map(event => encodeEvent({t: clock.wall() - startedAt, ...event})).join('');
	return {
		begin: () => keep(gzipSync(encodeHeader({...header, startedAt}))),
		keep: (...events: readonly UntimedEvent[]) => keep(gzipSync(toLines(events))),
		/** What is no message of ours. */
		spoil: () => keep(Buffer.from('nonsense')),
	};
};

const marker = (label: string): UntimedEvent => ({kind: 'marker', label});

/** What is recorded of the wire: each marker's label. */
const record = ({bus, clock}: World) => {
	const said: string[] = [];
	const labels: string[] = [];
	const sink: EventSink = event => labels.push(event.kind === 'marker' ? event.label : event.kind);
	const tap = createWireTap({bus, clock, books: [stageBook], say: text => said.push(text)});
	return {said, labels, begin: () => tap.start(sink)};
};

test('a part that never comes is not waited for', async () => {
	const world = start();
	const parts = ['desk-1~1~1', 'desk-2~1~1'];
	world.bus.answer(wireAskOf(stageBook), ({answer}) => {
		answer(Buffer.from(JSON.stringify({part: parts.shift()})));
	});
	const {said, labels, begin} = record(world);
	const stop = begin();
	await world.pass(1000);
	// Whoever promised it was killed before it sent anything.
	const keeper = createKeeper(world, 'desk-2~1~1');
	void keeper.begin();
	for (let count = 0; count < 20; count++) {
		void keeper.keep(marker(`second ${count}`));
		await world.pass(1000);
	}
	stop();
	assert.match(
		said.join('\n'),
		/the wire of STEEM\/USDT on binance cannot be read: .* did not come/,
	);
	assert.ok(labels.includes('second 0') && labels.includes('second 19'));
});

test('behind a message that cannot be read another part is asked for', async () => {
	const world = start();
	let part = 'desk-1~1~1';
	world.bus.answer(wireAskOf(stageBook), ({answer}) => {
		answer(Buffer.from(JSON.stringify({part})));
	});
	const {said, labels, begin} = record(world);
	const stop = begin();
	await world.pass(500);
	const keeper = createKeeper(world, part);
	void keeper.begin();
	void keeper.keep({kind: 'open', url: 'wss://x', connection: 1}, marker('before'));
	await world.pass(1000);
	void keeper.spoil();
	void keeper.keep(marker('of what is not known'));
	await world.pass(3000);
	part = 'desk-1~1~2';
	const other = createKeeper(world, part);
	void other.begin();
	for (let count = 0; count < 20; count++) {
		void other.keep(marker(`second ${count}`));
		await world.pass(1000);
	}
	stop();
	assert.match(said[0] ?? '', /cannot be read: incorrect header check; trying again$/);
	assert.deepEqual(labels.slice(0, 3), ['open', 'before', 'close']);
	assert.match(labels[3] ?? '', /^hole of /);
	assert.deepEqual([labels[4], labels.at(-1)], ['second 0', 'second 19']);
});

test('what comes between two parts of a recording is a hole', async () => {
	const world = start();
	let part = '';
	world.bus.answer(wireAskOf(stageBook), ({answer}) => {
		answer(Buffer.from(JSON.stringify({part})));
	});
	const {labels, begin} = record(world);
	for (const number of [1, 2]) {
		part = `desk-1~1~${number}`;
		const stop = begin();
		await world.pass(500);
		const keeper = createKeeper(world, part);
		void keeper.begin();
		void keeper.keep(marker(`part ${number}`));
		await world.pass(1000);
		stop();
	}
	assert.equal(labels.length, 3);
	assert.deepEqual([labels[0], labels[2]], ['part 1', 'part 2']);
	assert.match(labels[1] ?? '', /^hole of 1\.\d s: /);
});

/** What is recorded of two books, one of which another relay takes over. */
const recordTakeOver = async (open: (world: World, books: readonly BookName[]) => WireTap) => {
	const world = start();
	const books = [stageBook, {...stageBook, quote: 'BTC'}];
	for (const [at, book] of books.entries())
		world.bus.answer(wireAskOf(book), ({answer}) => {
			answer(Buffer.from(JSON.stringify({part: `desk-1~1~${at}`})));
		});
	const told: {words: string; at: number}[] = [];
	const tap = open(world, books);
	const stop = tap.start((event, at = Number.NaN) => {
		told.push({words: event.kind === 'marker' ? event.label : event.kind, at});
	});
	await world.pass(500);
	const [own, other] = books.map((book, at) =>
		createKeeper(world, `desk-1~1~${at}`, subjectsOf(book).wire),
	);
	void own?.begin();
	void other?.begin();
	void own?.keep({kind: 'open', url: 'wss://x', connection: 1}, marker('last'));
	const tell = async (seconds: number) => {
		for (let second = 0; second < seconds; second++) {
			void other?.keep(marker('other'));
			await world.pass(1000);
		}
	};
	await tell(4);
	void createKeeper(world, 'desk-2~1~1').begin();
	await tell(2);
	assert.ok(!told.some(({words}) => words === 'other'), 'it waits for what comes late');
	tap.flush?.();
	assert.equal(told.at(-1)?.words, 'other');
	stop();
	return told;
};

test('where another relay takes a book over, its wire ended before what others told meanwhile', async () => {
	for (const told of [
		await recordTakeOver((world, books) => createWireTap({...world, books, say: () => undefined})),
		await recordTakeOver((world, books) => createRelayedTap({...world, books: () => books})),
	]) {
		const times = told.map(({at}) => at);
		assert.deepEqual(
			times,
			times.toSorted((a, b) => a - b),
		);
		const words = told.map(({words: one}) => one);
		assert.equal(told[words.indexOf('close')]?.at, told[words.indexOf('last')]?.at);
		assert.equal(words.filter(one => one === 'other').length, 6);
	}
});

test('a marker is behind all that came before it', async () => {
	let flush = () => {};
	const tap: WireTap = {
		start(sink) {
			flush = () => sink(marker('late'), 1);
			return () => undefined;
		},
		flush: () => flush(),
		beginning: () => [],
		keep: () => () => undefined,
	};
	const disk = createFakeFile();
	const {clock} = createStage();
	const capture = startCaptureFile({path: 'x.jsonl', header, clock, tap, open: disk.open});
	capture.marker('mine');
	await capture.stop();
	assert.match(disk.content().toString(), /"late"[^]*"mine"/);
});

/** Records a book over the bus, until it ends by itself. */
const startRecorder = async (
	world: World,
	plan: RecordRelayedOptions['plan'],
	files: Pick<RecordRelayedContext, 'open' | 'hold'>,
) => {
	const book = {...stageBook, exchange: exchanges[0]?.id ?? ''};
	void world.bus.store(subjectsOf(book).state, Buffer.from('{}'));
	await world.pass(500);
	const complaints: string[] = [];
	const recorder = {code: null as number | null, complaints};
	void recordRelayed(
		{
			...{choices: [{type: 'pair', ...stageBook}], exchanges, path: '/nowhere', plan},
			...{appVersion: '0', stretch: null},
		},
		{
			...{bus: world.bus, clock: world.clock, random: () => 0.5, ...files},
			complain: text => complaints.push(text),
			output: {write: () => true},
			stopped: new Promise(() => undefined),
		},
	).then(ended => (recorder.code = ended));
	await world.pass(1000);
	return recorder;
};

test('a folder that another recorder has is not written to over a bus either', async () => {
	const rotation = {type: 'size', bytes: 1} as const;
	const plan = {rotation, isFolder: true, firstNumber: 1, keep: null, runHook: null};
	const {code, complaints} = await startRecorder(start(), plan, {
		open: () => Promise.reject(new Error('nothing is opened')),
		hold: async () => null,
	});
	assert.equal(code, 1);
	assert.match(
		complaints.join(),
		/\/nowhere is in use: another recorder writes these markets there/,
	);
});

test('a recorder that the server lets in no more ends, in the words of the server', async () => {
	const world = start();
	const disk = createFakeFile();
	const recorder = await startRecorder(world, null, {open: disk.open});
	assert.equal(recorder.code, null);
	world.bus.fail('Authorization Violation');
	await world.pass(1000);
	assert.equal(recorder.code, 1);
	assert.equal(
		recorder.complaints.at(-1),
		'nats://memory cannot be used: Authorization Violation [bus-lost]',
	);
});

test('the full screen records the wire of the books that it follows', async () => {
	const world = start();
	const {bus, clock} = world;
	const other = {...stageBook, base: 'BTC'};
	let books = [stageBook];
	const told: string[] = [];
	for (const {base} of [stageBook, other])
		bus.answer(wireAskOf({...stageBook, base}), ({answer}) => {
			answer(Buffer.from(JSON.stringify({part: `${base}~1`})));
		});
	const tap = createRelayedTap({bus, clock, books: () => books});
	const stop = tap.start(event => {
		const number = 'connection' in event ? ` ${event.connection}` : '';
		told.push(event.kind === 'marker' ? event.label : event.kind + number);
	});
	for (const book of [stageBook, other]) {
		books = [book];
		await world.pass(2000);
		const keeper = createKeeper(world, `${book.base}~1`, subjectsOf(book).wire);
		void keeper.begin();
		void keeper.keep({kind: 'open', url: 'wss://x', connection: 1}, marker(book.base));
		await world.pass(2000);
	}
	stop();
	assert.deepEqual(told, ['open 1', 'STEEM', 'close 1', 'open 2', 'BTC']);
});

test('a recording tells why there is no wire in it', async () => {
	const world = start();
	const labels: string[] = [];
	const tap = createRelayedTap({...world, books: () => [stageBook]});
	const stop = tap.start(event => event.kind === 'marker' && labels.push(event.label));
	await world.pass(3000);
	stop();
	assert.deepEqual(labels, [
		'the wire of STEEM/USDT on binance cannot be read: no responders; trying again',
	]);
});

type KeptView = Pick<BookView, 'key' | 'status'> & {health: BookHealth};

/** The wires of books that a relay owns, written by hand. */
const keepWires = ({bus, clock}: World, mostWaiting?: number, view?: KeptView) => {
	const said: string[] = [];
	/** When a snapshot was asked for. */
	const asked: number[] = [];
	const resync = () => {
		asked.push(clock.now());
		return 'asked' as const;
	};
	const sinks = new Map<string, EventSink>();
	const kept = createRelayWire({
		...{bus, clock, run: 'desk-1~1', version: '0', say: text => said.push(text)},
		...(mostWaiting === undefined ? {} : {mostWaiting}),
		sessions: {
			get: ({base}) => ({
				...{session: {resync}, store: {getView: () => ({books: view ? [view] : []})}},
				tap: {
					start(sink) {
						sinks.set(base, sink);
						return () => undefined;
					},
					beginning: () => [],
					keep: () => () => undefined,
				},
			}),
		},
	});
	return {
		...{said, asked, stop: kept.stop},
		own(base: string) {
			const book = {...stageBook, base};
			kept.hear({type: 'owner', book, epoch: 1, isContiguous: false});
		},
		tell: (base: string, label: string) => sinks.get(base)?.(marker(label)),
	};
};

test('a relay ends although the bus is away', async () => {
	const world = start();
	const {said, own, tell, stop} = keepWires(world);
	own('STEEM');
	await world.pass(1500);
	world.bus.cut();
	tell('STEEM', 'lost');
	let isOver = false;
	void stop().then(() => (isOver = true));
	await world.pass(10_000);
	assert.ok(isOver);
	assert.match(said.join('\n'), /the wire of binance:STEEM\/USDT is kept no more: .*/);
});

test('while the bus is away, what all books may keep is bounded', async () => {
	const world = start();
	const {said, own, tell, stop} = keepWires(world, 1_000_000);
	for (const base of ['A', 'B', 'C']) own(base);
	await world.pass(1500);
	world.bus.cut();
	const label = 'x'.repeat(100_000);
	for (const base of ['A', 'B', 'C']) for (let count = 0; count < 4; count++) tell(base, label);
	tell('A', 'the bus is back before the others are over');
	world.bus.mend();
	await world.until(stop());
	assert.deepEqual(said, [
		'the wire of binance:C/USDT is kept no more: it could not be stored for too long',
	]);
	const kept = world.server.stored('steem-tui.v1.wire.>').length;
	assert.ok(kept >= 3 + 2 * 2, `${kept} messages`);
});

test('wires of all books are sent in the same turn', async () => {
	const world = start();
	const {own, tell, stop} = keepWires(world);
	const timesOf = (base: string) =>
		world.server.stored(subjectsOf({...stageBook, base}).wire).map(({storedAt}) => storedAt);
	own('A');
	await world.pass(1500);
	own('B');
	await world.pass(1500);
	for (const base of ['A', 'B']) tell(base, 'then');
	await world.pass(1500);
	assert.equal(timesOf('A').length, 2);
	assert.equal(timesOf('B').at(-1), timesOf('A').at(-1));
	await world.until(stop());
});

test('a part names the message that it goes on behind, unless something is missing between them', async () => {
	const world = start();
	const {own, tell, stop} = keepWires(world);
	const book = {...stageBook, base: 'A'};
	const stored = () => world.server.stored(subjectsOf(book).wire);
	const ask = () => world.bus.ask(wireAskOf(book), new Uint8Array(), {timeoutMs: 1000});
	own('A');
	await world.pass(1500);
	tell('A', 'then');
	await world.pass(31_000);
	tell('A', 'not sent yet when another part is asked for');
	void ask();
	await world.pass(1500);
	assert.deepEqual(
		stored().map(({headers}) => [headers['n'], headers['after']]),
		[
			['1', undefined],
			['2', undefined],
			['3', undefined],
			['1', 'desk-1~1~1 3'],
		],
	);
	tell('A', 'of an ownership that is over');
	own('A');
	await world.pass(1500);
	assert.deepEqual([stored().length, stored().at(-1)?.headers['after']], [5, undefined]);
	await world.until(stop());
});

test('a wire that is kept no more says whether it was lost, or is kept by another relay', async () => {
	for (const [isLost, why] of [
		[true, 'its log was lost, or the end of it'],
		[false, 'another relay keeps it'],
	] as const) {
		const world = start();
		const {said, own, tell, stop} = keepWires(world);
		const {wire} = subjectsOf({...stageBook, base: 'A'});
		own('A');
		await world.pass(1500);
		if (isLost) await world.until(world.bus.remove(wire));
		else await world.until(world.bus.store(wire, new Uint8Array()).then(() => undefined));
		tell('A', 'more');
		await world.pass(1500);
		assert.deepEqual(said, [`the wire of binance:A/USDT is kept no more: ${why}`]);
		await world.until(stop());
	}
});

test('a wire goes on once the server is there again', async () => {
	const world = start();
	const {said, own, tell, stop} = keepWires(world);
	const {wire} = subjectsOf({...stageBook, base: 'A'});
	own('A');
	await world.pass(1500);
	world.bus.cut();
	tell('A', 'meanwhile');
	await world.pass(3000);
	world.bus.mend();
	await world.pass(1500);
	const told = world.server.stored(wire).map(({bytes}) => gunzipSync(bytes).toString());
	assert.equal(told.length, 2);
	assert.match(told.at(-1) ?? '', /meanwhile/);
	assert.deepEqual(said, []);
	await world.until(stop());
});

test('a wire that the server does not store says why, and goes on', async () => {
	const world = start();
	const {said, own, tell, stop} = keepWires(world);
	const {wire} = subjectsOf({...stageBook, base: 'A'});
	own('A');
	await world.pass(1500);
	world.bus.refuse('failed');
	tell('A', 'meanwhile');
	await world.pass(3000);
	world.bus.refuse(null);
	await world.pass(1500);
	assert.deepEqual(
		[...new Set(said)],
		['the wire of binance:A/USDT waits to be stored: it was refused'],
	);
	assert.equal(world.server.stored(wire).length, 2);
	await world.until(stop());
});

test('a snapshot that never came is asked for again, until the book was compared with one', async () => {
	const world = start();
	const proof = {loss: {type: 'ids'}, audit: 'socket'} as const;
	const at = world.clock.now() - 1000;
	const health: BookHealth = {...initialHealth, proof, lastAudit: {at, differences: 0}};
	const view: KeptView = {key: stageKey, status: 'live', health};
	const {asked, own, stop} = keepWires(world, undefined, view);
	own('STEEM');
	assert.equal(asked.length, 1);
	await world.pass(29_500);
	assert.equal(asked.length, 1);
	await world.pass(31_000);
	assert.equal(asked.length, 3);
	view.health = {...health, lastAudit: {at: world.clock.now(), differences: 0}};
	await world.pass(90_000);
	assert.equal(asked.length, 3);
	await world.until(stop());
});
