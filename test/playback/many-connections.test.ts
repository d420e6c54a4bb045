import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createClients} from '../../source/playback/clients.js';
import {createBindings} from '../../source/playback/listener-bindings.js';
import {
	createHeard,
	createRecorded,
	type Listener,
	type Recorded,
} from '../../source/playback/recorded-connection.js';
import {createRivals} from '../../source/playback/rivals.js';
import {createSharedStreams} from '../../source/playback/shared-streams.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const endpoint = 'binance /stream';
const toTopic = (at: number) => `s${at}@depth`;

const range = <T>(count: number, make: (index: number) => T): T[] =>
	Array.from({length: count}, (_, index) => make(index));

const createListener = (topic: string): Listener => ({
	...{endpoint, topics: new Set([topic]), symbols: new Set(), book: topic, at: null},
	...{isOpen: false, isClosed: false, recorded: null, hasAsked: false},
	tell: () => undefined,
	onBound: () => undefined,
});

/** Connections of one endpoint, each heard by one client, and how often any of them is looked at. */
const start = (count: number) => {
	const clock = createFakeClock();
	const wire = {
		bookMessage: () => null,
		bookOf: (topic: string) => topic,
		symbolIn: () => null,
		refusedIn: () => null,
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
		...{clock, bindings, open, busy},
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
