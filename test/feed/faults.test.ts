import {test} from 'node:test';
import {faultNames} from '../../source/simulator/faults.js';
import {ofTheNetwork, runFault, startVirtual} from './fault-run.js';

for (const name of faultNames)
	if (!ofTheNetwork.includes(name))
		test(`${name}: a live book is the exchange's, and comes back`, async () => {
			await runFault(name, await startVirtual());
		});
