import assert from 'node:assert/strict';
import {test} from 'node:test';
import {openHistory} from '../../source/commands/relayed-history.js';
import {defaultExchanges} from '../../source/exchanges/index.js';
import {connectMemoryBus} from '../helpers/memory-bus.js';
import {runUntil} from '../helpers/read-past.js';
import {createStage} from '../helpers/relay-stage.js';

const hourMs = 3_600_000;

/** What there is of a stretch that begins an hour before anything was kept, in words. */
const open = async (forMs: number) => {
	const stage = createStage();
	await stage.owner('desk-1');
	await stage.run(2000);
	const from = stage.clock.wall() - hourMs;
	const told: string[] = [];
	const opening = openHistory(
		{
			...{choices: [{type: 'pair', base: 'STEEM', quote: 'USDT'}], exchanges: defaultExchanges},
			...{path: '', appVersion: '1', isExact: false, stretch: {from, to: from + forMs}},
		},
		{
			...{bus: connectMemoryBus({server: stage.server}), clock: stage.clock},
			open: () => assert.fail('nothing is to be written'),
			tell: words => told.push(words),
			isStopped: () => false,
		},
	);
	const history = await runUntil(stage, opening);
	return [...told, history.type === 'failed' ? history.reason : history.type];
};

test('what was asked for begins with what is kept, unless it ends before', async () => {
	const begins = 'what relays keep begins at 2026-11-29 12:04:31 UTC';
	assert.deepEqual(await open(Infinity), [`${begins}: it is shown from there`, 'log']);
	assert.deepEqual(await open(2 * hourMs), [`${begins}: it is shown from there`, 'log']);
	assert.deepEqual(await open(60_000), [`nothing is kept of that time: ${begins}`]);
});
