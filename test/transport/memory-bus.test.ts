import {test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import {systemClock} from '../../source/clock.js';
import {busContract, contractStreams} from '../helpers/bus-contract.js';
import {connectMemoryBus, createMemoryServer} from '../helpers/memory-bus.js';

for (const [title, rule] of Object.entries(busContract)) {
	test(`a bus in memory ${title}`, async () => {
		const server = createMemoryServer({clock: systemClock, streams: contractStreams});
		const [one, other] = [connectMemoryBus({server}), connectMemoryBus({server})];
		await rule({
			one,
			other,
			async settle() {
				await new Promise(resolve => setTimeout(resolve, 2));
				await turn();
			},
		});
	});
}
