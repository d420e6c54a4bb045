import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createRelayCounts} from '../../source/commands/relay-counts.js';
import {subjectsOf} from '../../source/relay/subjects.js';
import {connectMemoryBus} from '../helpers/memory-bus.js';
import {runUntil} from '../helpers/read-past.js';
import {createStage, stageBook} from '../helpers/relay-stage.js';

test('messages that the server stored are counted with their bytes, and no others', async () => {
	const stage = createStage();
	const {log, wire, state} = subjectsOf(stageBook);
	const counts = createRelayCounts();
	const seconds: number[] = [];
	const bus = counts.meter(connectMemoryBus({server: stage.server}), stage.clock, took =>
		seconds.push(took),
	);
	const bytes = Buffer.from('1234');
	for (const subject of [log, wire]) await runUntil(stage, bus.append(subject, bytes, 0));
	await runUntil(stage, bus.store(state, bytes));
	const refused = await runUntil(stage, bus.append(log, bytes, 7));
	assert.equal(refused.type, 'refused');
	const {messages, bytes: all} = counts.status(null);
	assert.deepEqual([messages, all, seconds.length], [3, 12, 3]);
});
