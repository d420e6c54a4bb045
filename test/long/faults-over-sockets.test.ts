import {test} from 'node:test';
import {between, createRandom} from '../../source/random.js';
import {faultNames} from '../../source/simulator/faults.js';
import {both, ofTheNetwork, runFault, start} from '../feed/fault-run.js';

for (const name of ofTheNetwork)
	test(`${name}: a live book is the exchange's, and comes back`, async () => {
		await runFault(name, await start());
	});

test('a storm of faults leaves no wrong book live', async () => {
	const run = await start();
	const random = createRandom('storm');
	// A bomb takes the loop turns of many steps to unpack.
	const names = faultNames.filter(name => name !== 'bomb');
	try {
		await run.until(() => run.isLive());
		for (let count = 0; count < 60; count++) {
			const name = names[between(random, 0, names.length - 1)];
			if (name) run.simulator.inject(name);
			const pause = between(random, 0, random() < 0.5 ? 3 : 40);
			await run.until(steps => steps >= pause);
		}
		await run.until(() => run.isLive());
		run.compared.clear();
		await run.until(() => run.compared.size === both.length);
	} finally {
		await run.stop();
	}
});
