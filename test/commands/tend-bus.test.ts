import assert from 'node:assert/strict';
import {test} from 'node:test';
import {sayOnce} from '../../source/commands/say-once.js';
import {tendBus} from '../../source/commands/tend-bus.js';
import {busStreams} from '../../source/relay/subjects.js';
import {connectMemoryBus, type MemoryBus} from '../helpers/memory-bus.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createStage} from '../helpers/relay-stage.js';

const streams = busStreams({keepMs: 60_000, keepWireMs: 60_000, maxBytes: null});

/** A bus that is tended. `code`: how the server refuses at first. */
const start = (code: Parameters<MemoryBus['refuse']>[0] = null) => {
	const {server, clock, run} = createStage();
	const bus = connectMemoryBus({server, clock});
	bus.refuse(code);
	const said: string[] = [];
	const names = async () => {
		const found = bus.streams();
		await run(100);
		return (await found).map(({name}) => name);
	};
	const way = tendBus(streams, {bus, clock, say: text => said.push(text)});
	return {server, bus, run, said, names, way};
};

test('a stream that is removed while the server is there is made anew', async () => {
	const {server, run, said, names, way} = start();
	await run(100);
	assert.equal(await way.ready, null);
	server.removeStream('STEEM_TUI_BOOKS');
	assert.equal((await names()).includes('STEEM_TUI_BOOKS'), false);
	await run(1500);
	assert.equal((await names()).includes('STEEM_TUI_BOOKS'), true);
	assert.deepEqual(said, ['connected to nats://memory']);
	way.stop();
	server.removeStream('STEEM_TUI_BOOKS');
	await run(5000);
	assert.equal((await names()).includes('STEEM_TUI_BOOKS'), false);
});

test('streams that may not be looked at end a start, and are told of later on', async () => {
	const first = start('denied');
	await first.run(1500);
	assert.equal(await first.way.ready, 'nats://memory: it was refused');
	const later = start();
	await later.run(100);
	assert.equal(await later.way.ready, null);
	later.bus.refuse('failed');
	await later.run(10_000);
	assert.deepEqual(later.said, ['connected to nats://memory', 'nats://memory: it was refused']);
});

test('streams that cannot be made yet are tried again until they are there', async () => {
	const {bus, run, way} = start('nobody');
	let problem: string | null | undefined;
	void way.ready.then(found => (problem = found));
	await run(5000);
	assert.equal(problem, undefined);
	bus.refuse(null);
	await run(1500);
	assert.equal(problem, null);
});

test('each thing is said once a minute, whatever is said between', () => {
	const clock = createFakeClock();
	const said: string[] = [];
	const say = sayOnce(text => said.push(text), clock);
	for (let second = 0; second < 90; second++) {
		say('one');
		say('two');
		if (second === 40) say('three');
		clock.advance(1000);
	}
	assert.deepEqual(said, ['one', 'two', 'three', 'one', 'two']);
});
