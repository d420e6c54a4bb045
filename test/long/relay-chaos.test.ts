import assert from 'node:assert/strict';
import {test} from 'node:test';
import {skipWithoutNats} from '../helpers/start-nats.js';
import {runChaos} from '../soak/relay/chaos.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;

test(
	'relays over a real server, with anything going wrong, show nothing wrong and nothing late',
	{skip: skipWithoutNats},
	async () => {
		const told: string[] = [];
		const run = await runChaos({seconds: 30, seed: 1, program, say: text => told.push(text)});
		assert.deepEqual(run.wrong, [], told.join(''));
		assert.ok(run.liveViews > 50, `${run.liveViews} live views`);
		assert.ok(run.faults > 2);
	},
);
