import assert from 'node:assert/strict';
import {test} from 'node:test';
import {maxAhead} from '../../source/playback/replay-events.js';
import {createOpening} from '../../source/verify/opening.js';
import {createSubscribed} from '../../source/verify/subscribed.js';

test('of what is sent on a connection that opens, no more is kept than a replay looks at', () => {
	const settled: number[] = [];
	const opening = createOpening({topicsIn: sent => [sent]}, ({topics, sent}) => {
		assert.deepEqual(topics, sent);
		settled.push(sent.length);
	});
	opening.take({t: 0, kind: 'open', connection: 1, url: 'wss://x/ws'});
	const taken = Array.from({length: 1000}, (_, id) =>
		opening.take({t: 0, kind: 'sent', connection: 1, data: `${id}`}),
	);
	assert.deepEqual(settled, [maxAhead]);
	assert.equal(taken.filter(Boolean).length, maxAhead, 'the rest is passed on');
});

test('what was asked for tells what was not, until it is more than anybody asks for', () => {
	const silent = createSubscribed([]);
	assert.ok(!silent.lacks('STEEMUSDT'), 'the capture does not tell');
	const subscribed = createSubscribed(['STEEMUSDT']);
	subscribed.add('BTCUSDT');
	assert.deepEqual(['STEEMUSDT', 'BTCUSDT', 'ETHUSDT'].map(subscribed.lacks), [
		...[false, false, true],
	]);
	for (let count = 0; count < 20_000; count++) subscribed.add(`A${count}`);
	assert.ok(!subscribed.lacks('ETHUSDT'));
});
