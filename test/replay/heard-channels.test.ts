import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {UntimedEvent} from '../../source/capture/capture-format.js';
import {gate} from '../../source/exchanges/gate/index.js';
import {createHeardChannels, withHeardFirst} from '../../source/replay/heard-channels.js';
import {captureHeader, captureText} from '../helpers/capture-lines.js';
import {dialects, pushedDialects, type Dialect} from '../helpers/linked-capture.js';
import {liveStretches, provenStretches} from '../helpers/proven.js';
import {writeFile} from '../helpers/replay-run.js';

const {mbp, depth} = dialects as Record<'mbp' | 'depth', Dialect>;

type Step = readonly [t: number, events: readonly UntimedEvent[]];

const write = (steps: readonly Step[]): string =>
	writeFile(
		captureText(
			[...steps]
				.sort(([one], [other]) => one - other)
				.flatMap(([t, events]) => events.map(event => ({t, ...event}))),
			{...captureHeader, exchanges: ['huobi']},
		),
	);

/** Updates and pings, a second apart. */
const feed = (dialect: Dialect, connection: number, from: number, to: number): readonly Step[] =>
	Array.from({length: (to - from) / 1000}, (_, index) => [
		from + 1000 * index,
		[
			dialect.update(connection, 100 + index, 101 + index),
			{kind: 'ping', connection} satisfies UntimedEvent,
		],
	]);

test('a channel that brings nothing is not waited for while another does', async () => {
	const silent = Array.from({length: 30}, (_, index): Step => [
		1000 * index,
		[{kind: 'ping', connection: 1}],
	]);
	const path = write([
		[0, mbp.open(1)],
		[0, depth.open(2)],
		...silent,
		...feed(depth, 2, 500, 30_500),
	]);
	const expected = [{from: 500, to: 29_500}];
	assert.deepEqual(await liveStretches([path]), expected);
	assert.deepEqual(await provenStretches([path]), expected);
});

test('a channel that is recorded later is gone over to', async () => {
	const path = write([
		[0, depth.open(1)],
		...feed(depth, 1, 500, 20_500),
		[20_000, [{kind: 'close', connection: 1, reason: 'gone'}]],
		[21_000, mbp.open(2)],
		[21_400, mbp.snapshot(2, 100)],
		...feed(mbp, 2, 21_500, 61_500),
	]);
	const [before, after] = await liveStretches([path]);
	assert.deepEqual(before, {from: 500, to: 20_000});
	assert.equal(after?.to, 60_500);
});

const topicOf = (channel: string, event: 'subscribe' | 'update', result: object): UntimedEvent => ({
	...{kind: 'ws', connection: 1},
	data: JSON.stringify({time: 1, channel, event, result}),
});
const opened: UntimedEvent = {kind: 'open', url: 'wss://api.gateio.ws/ws/v4/', connection: 1};
const updates = topicOf('spot.order_book_update', 'update', {
	...{t: 1, e: 'depthUpdate', E: 1, s: 'STEEM_BTC', U: 1, u: 2},
	...{b: [], a: []},
});

test('of the channels of a book those come first that it came by', () => {
	const heard = createHeardChannels(['gate']);
	for (const event of [opened, updates]) heard.take({t: 0, ...event});
	const [best, other] = gate.channels;
	const {channels} = withHeardFirst(gate, 'STEEM_BTC', heard.channels);
	assert.deepEqual(channels, [other, best]);
	assert.equal(withHeardFirst(gate, 'STEEM_ETH', heard.channels), gate);
});

test('the best of them comes first where it brought anything, too', () => {
	const heard = createHeardChannels(['gate']);
	const {gate: obu} = pushedDialects as Record<'gate', Dialect>;
	for (const event of [...obu.open(1), updates, ...obu.snapshot(1, 5)])
		heard.take({t: 0, ...event});
	assert.equal(withHeardFirst(gate, 'STEEM_BTC', heard.channels), gate);
});
