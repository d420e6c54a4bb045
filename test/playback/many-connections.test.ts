import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createCaptureWire} from '../../source/playback/capture-wire.js';
import {createClients} from '../../source/playback/clients.js';
import {createHeard} from '../../source/playback/heard-events.js';
import {createBindings} from '../../source/playback/listener-bindings.js';
import {
	createRecorded,
	type Listener,
	type Recorded,
} from '../../source/playback/recorded-connection.js';
import {createRecordedSet} from '../../source/playback/recorded-set.js';
import {createRivals} from '../../source/playback/rivals.js';
import {createSharedStreams} from '../../source/playback/shared-streams.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const endpoint = 'binance /stream';
const toTopic = (at: number) => `s${at}@depth`;

const range = <T>(count: number, make: (index: number) => T): T[] =>
	Array.from({length: count}, (_, index) => make(index));

const createListener = (topic: string): Listener => ({
	...{endpoint, topics: new Set([topic]), symbols: new Set(), book: topic, at: null},
	...{isOpen: false, isClosed: false, isMoved: false, recorded: null, hasAsked: false},
	tell: () => undefined,
	onBound: () => undefined,
});

/** Connections of one endpoint, each heard by one client, and how often any of them is looked at. */
const start = (count: number) => {
	const clock = createFakeClock();
	const wire = {
		bookMessage: () => null,
		unreadIn: () => null,
		bookOf: (topic: string) => topic,
		symbolIn: () => null,
		levelsOf: () => null,
		siblingsOf: () => [],
		hasSiblings: () => false,
		refusedIn: () => null,
		isNews: () => true,
	};
	const rivals = createRivals(wire);
	const clients = createClients();
	const streams = createSharedStreams({wire, rivals, clients, now: clock.now});
	const bindings = createBindings({wire, clock, missing: new Set(), rivals, clients, streams});
	const room = createHeard();
	let looks = 0;
	const open = (number: number, ...topics: readonly string[]): Recorded => {
		const facts = createRecorded({number, endpoint, topics, room, openedAt: 0});
		const counted = new Proxy(facts, {
			get(target, name) {
				looks++;
				return Reflect.get(target, name) as unknown;
			},
		});
		rivals.add(counted);
		return counted;
	};
	const busy = range(count, at => {
		const recorded = open(at, toTopic(at));
		recorded.listeners.add(createListener(toTopic(at)));
		recorded.progress.take({type: 'update', topic: toTopic(at), sequence: 1}, 0);
		return recorded;
	});
	return {
		...{clock, bindings, open, busy, rivals, streams},
		looksOf(work: () => void): number {
			looks = 0;
			work();
			return looks;
		},
	};
};

/** As many clients find one of which is not known what it carries, beside others; and then its end is told. */
const meet = (clients: number, others: number) => {
	const run = start(others);
	const unknown = run.open(others);
	const listeners = range(clients, at => createListener(toTopic(others + at)));
	const sought = run.looksOf(() => {
		for (const listener of listeners) run.bindings.attend(listener);
		run.clock.advance(0);
	});
	assert.ok(listeners.every(({recorded}) => recorded === unknown));
	const ended = run.looksOf(() => {
		run.bindings.end(unknown, {type: 'close', reason: 'gone'});
	});
	assert.ok(listeners.every(({isClosed}) => isClosed));
	return {sought, ended};
};

test('seeks without looking at what is taken', () => {
	assert.equal(meet(50, 400).sought, meet(50, 100).sought);
});

test('ends one without comparing all with all', () => {
	const [some, twice] = [meet(100, 100), meet(200, 200)];
	assert.ok(twice.ended < some.ended * 2.6, `${some.ended}, then ${twice.ended}`);
});

/** One of which is not known what it carries opens beside others, brings something and closes. */
const pass = (others: number): number => {
	const {open, rivals, streams, looksOf} = start(others);
	return looksOf(() => {
		const unknown = open(others);
		streams.take(unknown, {type: 'ping'});
		assert.equal(streams.look(unknown), true);
		rivals.remove(unknown);
	});
};

test('one of unknown topics passes without a look at the others', () => {
	assert.equal(pass(400), pass(50));
});

test('a connection is shared while another may carry the same', () => {
	const {busy, open, rivals, streams} = start(2);
	const [first, second] = busy;
	assert.ok(first && second);
	assert.deepEqual([streams.look(first), streams.look(second)], [false, false]);
	const unknown = open(2);
	assert.deepEqual([streams.look(first), streams.look(second)], [true, true]);
	rivals.remove(unknown);
	const twin = open(3, toTopic(0));
	assert.deepEqual([streams.look(first), streams.look(second)], [true, false]);
	assert.equal(streams.look(twin), true);
	rivals.remove(first);
	assert.equal(streams.look(twin), false);
});

test('no more than twenty stay beside one, however late they tell', () => {
	const set = createRecordedSet({
		wire: createCaptureWire(['huobi']),
		clock: createFakeClock(),
		missing: new Set(),
	});
	for (let number = 0; number < 60; number++) {
		set.open({t: 0, kind: 'open', connection: number, url: 'wss://api.huobi.pro/feed'}, []);
		const recorded = set.get(number);
		assert.ok(recorded);
		set.carry(recorded, ['market.steembtc.mbp.150']);
	}
	assert.deepEqual(
		set.all().map(({number}) => number),
		range(21, at => 39 + at),
	);
});

test('keeps nothing of one that has ended', () => {
	const clock = createFakeClock();
	const set = createRecordedSet({wire: createCaptureWire(['huobi']), clock, missing: new Set()});
	set.open({t: 0, kind: 'open', connection: 1, url: 'wss://api.huobi.pro/feed'}, []);
	const recorded = set.get(1);
	assert.ok(recorded);
	recorded.heard.push({type: 'message', data: 'a'}, clock.now());
	set.remove(recorded, {type: 'close', reason: 'gone'});
	assert.deepEqual(recorded.heard.values(), []);
});

test('moves each client to one in step', () => {
	const {bindings, busy, clock, open} = start(3);
	const unknown = open(3);
	const listener = createListener(toTopic(1));
	listener.recorded = unknown;
	unknown.listeners.add(listener);
	unknown.progress.take({type: 'update', topic: toTopic(1), sequence: 1}, clock.now());
	bindings.end(unknown, {type: 'close', reason: 'gone'});
	assert.equal(listener.recorded, busy[1]);
	assert.equal(listener.isClosed, false);
});
