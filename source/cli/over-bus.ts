import {systemClock} from '../clock.js';
import {withCode} from '../faults.js';
import {exitCodes} from '../output/console.js';
import type {Bus} from '../transport/bus.js';
import type {NatsAddress} from '../transport/nats-address.js';
import {openBus} from './open-bus.js';

/** How long a server is waited for at the start, in milliseconds. */
const patienceMs = 10_000;

/** Connects for somebody who only reads; resolves with why it cannot be, in a sentence. */
export const reachBus = async (address: NatsAddress): Promise<Bus | string> => {
	const {untilConnected} = await import('../relayed/until-connected.js');
	const bus = await openBus(address, 'steem-tui');
	const problem = await untilConnected(bus, systemClock, patienceMs);
	if (problem === null) return bus;
	await bus.close();
	return problem;
};

/** Resolves with the code of a signal; never where it is the time of `--for` that is over, unless that was `isTold`. */
export const untilSignalled = (
	stopped: Promise<number>,
	isTold: () => boolean = () => false,
): Promise<number> =>
	new Promise(resolve => {
		void stopped.then(code => {
			if (code !== exitCodes.done || isTold()) resolve(code);
		});
	});

/**
 * Runs an action on the bus of relays, once it is reached. Returns the exit code. `signalled`: a server that is not there
 * is not waited for any longer than the user wants.
 */
export const withBus = async (
	address: NatsAddress,
	complain: (text: string) => void,
	action: (bus: Bus) => Promise<number>,
	signalled: Promise<number> = new Promise(() => undefined),
): Promise<number> => {
	const bus = await Promise.race([reachBus(address), signalled]);
	// Whatever is still tried ends with the process.
	if (typeof bus === 'number') return bus;
	if (typeof bus === 'string') {
		complain(withCode(bus, 'bus-lost'));
		return exitCodes.failed;
	}
	try {
		return await action(bus);
	} finally {
		await bus.close();
	}
};
