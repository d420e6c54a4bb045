import {systemClock} from '../../../source/clock.js';
import {parseNatsUrl, toNatsAddress} from '../../../source/options/nats-way.js';
import {busStreams} from '../../../source/relay/subjects.js';
import type {Bus} from '../../../source/transport/bus.js';
import {createNatsBus} from '../../../source/transport/nats.js';

const benchStreams = busStreams({
	keepMs: 3_600_000,
	keepWireMs: 86_400_000,
	maxBytes: null,
});

/** A bus of a benchmark, once it is connected. */
export const openTestBus = async (url: string): Promise<Bus> => {
	const none = {user: null, password: null, token: null, nkeyFile: null, credsFile: null};
	const address = toNatsAddress({
		...{...none, caFile: null, certFile: null, keyFile: null},
		url: parseNatsUrl(url),
	});
	const bus = createNatsBus({
		...{address, name: 'bench', streams: benchStreams},
		...{clock: systemClock, random: Math.random},
	});
	await new Promise<void>(resolve => {
		const stop = bus.onState(({type}) => {
			if (type !== 'connected') return;
			stop();
			resolve();
		});
	});
	return bus;
};
