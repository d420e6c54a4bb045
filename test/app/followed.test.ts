import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createFollowed} from '../../source/app/followed.js';
import {formatWanted, type WantedMarket} from '../../source/market-name.js';
import {startRunning} from '../../source/session/running.js';
import type {Source} from '../../source/session/source.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport} from '../helpers/fake-transport.js';

const steem: WantedMarket = {type: 'pair', base: 'STEEM', quote: 'USDT'};

const start = () => {
	const clock = createFakeClock();
	const log: string[] = [];
	const sourceOf = (name: string): Source => ({
		venues: [],
		transport: createFakeTransport().transport,
		proxyFor: () => undefined,
		inject: null,
		close() {
			log.push(`${name} closed`);
			return Promise.resolve();
		},
	});
	const running = (name: string, market: WantedMarket) =>
		startRunning(sourceOf(name), [market], {clock, restShare: 0.5});
	let openDemo = (market: WantedMarket) => Promise.resolve(running('demo', market));
	const followed = createFollowed(
		{running: running('live', steem), market: steem, mode: 'live'},
		{
			openDemo: market => openDemo(market),
			endRecording() {
				log.push('recording ended');
				return Promise.resolve();
			},
			recordOther(name, change) {
				log.push(`recorded ${name}`);
				change();
			},
			show({market, mode}) {
				log.push(`${mode} ${formatWanted(market)} shown`);
			},
			complain: text => log.push(text),
		},
	);
	return {
		log,
		followed,
		refuseDemo() {
			openDemo = () => Promise.reject(new Error('no port is free'));
		},
	};
};

test('goes over to another market within the recording', async () => {
	const {log, followed} = start();
	const {session, source} = followed.now().running;
	followed.toMarket('STEEM/BTC');
	await followed.settled();
	assert.deepEqual(log, ['recorded STEEM/BTC', 'live STEEM/BTC shown']);
	assert.notEqual(followed.now().running.session, session);
	assert.equal(followed.now().running.source, source);
});

test('the market that is shown already is no change', async () => {
	const {log, followed} = start();
	followed.toMarket('STEEM/USDT');
	followed.toMarket('no market at all');
	await followed.settled();
	assert.deepEqual(log, []);
});

test('the demo ends the recording and the exchanges before', async () => {
	const {log, followed} = start();
	followed.toDemo();
	followed.toDemo();
	await followed.settled();
	assert.deepEqual(log, ['recording ended', 'live closed', 'demo STEEM/USDT shown']);
	assert.equal(followed.now().mode, 'demo');
});

test('changes come one after the other', async () => {
	const {log, followed} = start();
	followed.toDemo();
	followed.toMarket('STEEM/BTC');
	await followed.settled();
	assert.deepEqual(log.slice(2), [
		'demo STEEM/USDT shown',
		'recorded STEEM/BTC',
		'demo STEEM/BTC shown',
	]);
});

test('a demo that cannot be opened leaves all as it is, and says why', async () => {
	const {log, followed, refuseDemo} = start();
	refuseDemo();
	const {running} = followed.now();
	followed.toDemo();
	await followed.settled();
	assert.deepEqual(log, ['recording ended', 'no port is free']);
	assert.equal(followed.now().running, running);
	followed.toMarket('STEEM/BTC');
	await followed.settled();
	assert.equal(log.at(-1), 'live STEEM/BTC shown');
});

test('closes the source it follows last', async () => {
	const {log, followed} = start();
	followed.toDemo();
	await followed.settled();
	await followed.end();
	assert.equal(log.at(-1), 'demo closed');
});
