import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createErrands} from '../../source/feed/errands.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport} from '../helpers/fake-transport.js';

const request = {
	type: 'request',
	request: {type: 'http', path: '/depth', weight: 5},
} as const;

const start = () => {
	const clock = createFakeClock(5000);
	const {transport, ...fake} = createFakeTransport();
	const told: string[] = [];
	const errands = createErrands({
		clock,
		rest: {get: transport.get, hold: () => null},
		urgency: () => 'now',
		isAwaited: () => true,
		listener: {
			onAgain: () => told.push('again'),
			onTrades: () => told.push('trades'),
			onUnaudited: ({code, detail}) => told.push(`unaudited ${code}: ${detail}`),
			onRenew: ({code}) => told.push(`renew ${code}`),
		},
		port: {
			send: data => told.push(`send ${data}`),
			answer: (data, toldAt) => told.push(`answer ${data} to ${toldAt}`),
			told: toldAt => told.push(`told ${toldAt}`),
			lose: ({code}, isUnserved) => told.push(`lose ${code} ${isUnserved}`),
			onBody: body => told.push(`body ${body}`),
			onRefused: ({code}) => told.push(`refused ${code}`),
		},
	});
	return {...fake, clock, told, errands};
};

test('each errand reaches whom it is for', () => {
	const {errands, told} = start();
	const fault = {code: 'gap'} as const;
	assert.ok(errands.carryOut({type: 'send', data: 'x'}));
	assert.ok(errands.carryOut({type: 'send', data: 'y', beat: 7}));
	assert.ok(errands.carryOut({type: 'told', at: 8}));
	assert.ok(errands.carryOut({type: 'trades', trades: []}));
	assert.ok(errands.carryOut({type: 'renew', fault}));
	assert.deepEqual(told, ['send x', 'answer y to 7', 'told 8', 'trades', 'renew gap']);
});

test('tells whether the connection is of use afterwards', () => {
	const {errands, told} = start();
	const fault = {code: 'gap'} as const;
	assert.ok(errands.carryOut({type: 'syncing', fault}));
	assert.equal(errands.carryOut({type: 'reconnect', fault}), false);
	assert.equal(errands.carryOut({type: 'unserved', fault}), false);
	assert.deepEqual(told, ['lose gap false', 'lose gap true']);
});

test('an audit ends however it comes out', () => {
	const {errands} = start();
	const ends = [
		() => errands.carryOut({type: 'audit', changes: []}),
		() => errands.carryOut({type: 'unaudited', fault: {code: 'no-audit'}}),
		errands.outOfSync,
		errands.forget,
	];
	for (const end of ends) {
		errands.auditing();
		assert.equal(errands.auditingSince(), 5000);
		end();
		assert.equal(errands.auditingSince(), null);
	}
});

test('an audit that does not link goes on asking later', async () => {
	const {errands, request: newest} = start();
	errands.auditing();
	for (let count = 0; count < 2; count++) {
		errands.carryOut(request);
		if (count === 0) await newest().answer({body: ''});
	}
	errands.calm();
	assert.equal(errands.nextAt(), 6000);
	errands.outOfSync();
	errands.carryOut({type: 'audit', changes: []});
	assert.equal(errands.nextAt(), 6000);
});

test('an audit that came to nothing says what refused its newest snapshot, where that did not come', async () => {
	const {errands, request: newest, told, clock} = start();
	const giveUp = () => {
		errands.carryOut({type: 'unaudited', fault: {code: 'no-audit', detail: 'none links'}});
		return told.at(-1);
	};
	const refused = async () => {
		errands.auditing();
		errands.carryOut(request);
		await newest().answer({status: 400, body: '{"msg":"Invalid symbol."}'});
	};
	await refused();
	const why = 'the exchange answered with an error: HTTP 400 Invalid symbol.';
	assert.equal(giveUp(), `unaudited no-audit: ${why}`);
	clock.advance(60_000);
	await refused();
	clock.advance(60_000);
	await newest().answer({body: 'too old'});
	assert.equal(giveUp(), 'unaudited no-audit: none links', 'another came since');
	clock.advance(60_000);
	await refused();
	errands.auditing();
	assert.equal(giveUp(), 'unaudited no-audit: none links', 'it was of the audit before');
});

test('what was forgotten is not answered', async () => {
	const {errands, request: newest, told} = start();
	errands.carryOut(request);
	errands.forget();
	await newest().answer({body: 'late'});
	assert.deepEqual(told, []);
});
