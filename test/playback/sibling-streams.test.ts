import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createCaptureWire} from '../../source/playback/capture-wire.js';
import {createDemand} from '../../source/playback/deadlines.js';
import {createHeard} from '../../source/playback/heard-events.js';
import {createRecorded} from '../../source/playback/recorded-connection.js';
import {createRivals} from '../../source/playback/rivals.js';
import {createSiblings, type Due} from '../../source/playback/sibling-streams.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const pushed = 'gate spot.obu ob.STEEM_BTC.400';
const updates = 'gate spot.order_book_update STEEM_BTC';
const short = (levels: number) => `gate spot.obu ob.STEEM_BTC.${levels}`;

const recordedOf = (topics: readonly string[]) =>
	createRecorded({
		...{number: 1, endpoint: 'gate /ws/v4/', openedAt: 0},
		...{topics, room: createHeard()},
	});

/** What has to bring an update of a topic, too, of those that one connection carries. */
const dueOf = (topics: readonly string[], topic: string) => {
	const wire = createCaptureWire(['gate']);
	const rivals = createRivals(wire);
	const {look, due} = createSiblings({wire, rivals});
	const recorded = recordedOf(topics);
	rivals.add(recorded);
	look(recorded);
	assert.ok(recorded.isCompared);
	return due(recorded, {type: 'update', topic, sequence: 5}).map(
		({topic: other, withinMs}) => `${other} in ${withinMs}`,
	);
};

test('of the topics of a book, those that clients follow have to bring what came', () => {
	const all = [...Array.from({length: 300}, (_, at) => short(at + 1)), pushed, updates];
	assert.deepEqual(dueOf(all, short(7)), [`${pushed} in 2000`, `${updates} in 2000`]);
	assert.deepEqual(dueOf(all, pushed), [`${updates} in 10000`]);
	assert.deepEqual(dueOf(all, updates), [`${pushed} in 2000`]);
});

const start = () => {
	const recorded = recordedOf([pushed, updates]);
	const clock = createFakeClock();
	const timers: number[] = [];
	const lacked: number[] = [];
	const demand = createDemand(
		{
			now: clock.now,
			after(ms, callback) {
				timers.push(ms);
				return clock.after(ms, callback);
			},
		},
		({sequence}: Due) => lacked.push(sequence),
	);
	return {
		...{clock, timers, lacked},
		demand(sequence: number) {
			demand({recorded, topic: updates, sequence, by: pushed, withinMs: 2000});
		},
		bring(sequence: number) {
			recorded.progress.take({type: 'update', topic: updates, sequence}, clock.now());
		},
	};
};

test('what came at one moment is waited for at once, up to the newest', () => {
	const {clock, timers, lacked, demand, bring} = start();
	for (let sequence = 1; sequence <= 1000; sequence++) demand(sequence);
	bring(999);
	assert.deepEqual(timers, [2000]);
	clock.advance(2000);
	assert.deepEqual(lacked, [1000]);
});

test('each is waited for from when it came', () => {
	const {clock, lacked, demand, bring} = start();
	demand(1);
	clock.advance(500);
	demand(2);
	bring(1);
	clock.advance(1999);
	assert.deepEqual(lacked, []);
	clock.advance(1);
	assert.deepEqual(lacked, [2]);
});

test('what was brought is not waited for', () => {
	const {clock, lacked, demand, bring} = start();
	demand(1);
	clock.advance(1900);
	bring(1);
	clock.advance(5000);
	assert.deepEqual(lacked, []);
});
