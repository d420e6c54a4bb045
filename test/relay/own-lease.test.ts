import assert from 'node:assert/strict';
import {test} from 'node:test';
import {encode} from '../../source/relay/reading.js';
import {createOwnLease} from '../../source/relay/own-lease.js';
import {BusError, type BusFaultCode} from '../../source/transport/bus.js';
import {createFakeClock} from '../helpers/fake-clock.js';

test('who has ended its lease renews it no more', async () => {
	const told: string[] = [];
	const lease = createOwnLease({
		bus: {
			append: (_subject, _bytes, position) => {
				told.push(`after ${position}`);
				return Promise.resolve({type: 'stored', sequence: position + 1});
			},
			newest: () => Promise.resolve(null),
			remove: () => {
				told.push('removed');
				return Promise.resolve();
			},
		},
		...{name: 'desk-1', run: 'desk-1~1', clock: createFakeClock()},
		lease: () => ({run: 'desk-1~1', books: [], live: [], capacity: 1, version: '0'}),
		onTrouble: words => told.push(words),
		onTaken: () => told.push('taken'),
	});
	await lease.renew();
	await lease.renew();
	await lease.end();
	await lease.renew();
	await lease.end();
	assert.deepEqual(told, ['after 0', 'after 1', 'removed']);
});

test('whose name another relay has says so once, and tries no more', async () => {
	const told: string[] = [];
	let sequence = 0;
	const rival = {run: 'desk-1~2', books: [], live: [], capacity: 1, version: '0'};
	const lease = createOwnLease({
		bus: {
			append: () => {
				told.push('tried');
				return Promise.resolve({type: 'refused'});
			},
			newest: subject =>
				Promise.resolve({
					...{subject, bytes: encode(rival), headers: {}, sequence: ++sequence},
					...{before: null, storedAt: null},
				}),
			remove: () => Promise.resolve(),
		},
		...{name: 'desk-1', run: 'desk-1~1', clock: createFakeClock()},
		lease: () => ({...rival, run: 'desk-1~1'}),
		onTrouble: words => told.push(words),
		onTaken: () => told.push('taken'),
	});
	for (let turn = 0; turn < 4; turn++) await lease.renew();
	assert.deepEqual(told, ['tried', 'tried', 'taken']);
});

test('a lease that is not renewed is told of, but not that there is no connection', async () => {
	const told: string[] = [];
	let code: BusFaultCode = 'not-connected';
	const lease = createOwnLease({
		bus: {
			append: () => Promise.reject(new BusError(code, 'why not')),
			newest: () => Promise.resolve(null),
			remove: () => Promise.resolve(),
		},
		...{name: 'desk-1', run: 'desk-1~1', clock: createFakeClock()},
		lease: () => ({run: 'desk-1~1', books: [], live: [], capacity: 1, version: '0'}),
		onTrouble: words => told.push(words),
		onTaken: () => told.push('taken'),
	});
	await lease.renew();
	assert.deepEqual([told, lease.isEntitled()], [[], false]);
	code = 'nobody';
	await lease.renew();
	assert.deepEqual(told, ['the lease is not renewed: why not']);
});
