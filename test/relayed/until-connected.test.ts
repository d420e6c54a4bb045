import assert from 'node:assert/strict';
import {test} from 'node:test';
import {untilConnected} from '../../source/relayed/until-connected.js';
import type {Bus, BusState} from '../../source/transport/bus.js';
import {createFakeClock} from '../helpers/fake-clock.js';

/** A bus that never reaches its server. */
const startUnreached = (signal: AbortSignal) => {
	const state: BusState = {type: 'connecting', reason: null, retryAt: null};
	const bus: Pick<Bus, 'address' | 'state' | 'onState'> = {
		address: 'nats://desk:4222',
		state: () => state,
		onState: () => () => undefined,
	};
	const clock = createFakeClock();
	const ended = untilConnected(bus as Bus, clock, 10_000, signal);
	return {clock, ended: Promise.race([ended, new Promise(resolve => setImmediate(resolve))])};
};

test('a server of relays is waited for in vain so long', async () => {
	const {clock, ended} = startUnreached(new AbortController().signal);
	clock.advance(10_000);
	assert.match(String(await ended), /cannot reach nats:\/\/desk:4222 in 10 s/);
});

test('a server of relays is waited for no longer than to a signal', async () => {
	const stop = new AbortController();
	const {ended} = startUnreached(stop.signal);
	stop.abort();
	assert.match(String(await ended), /cannot reach/);
});

test('a server of relays is not waited for past a signal that came before', async () => {
	assert.match(String(await startUnreached(AbortSignal.abort()).ended), /cannot reach/);
});
