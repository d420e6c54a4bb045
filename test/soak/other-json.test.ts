import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gunzipSync, gzipSync} from 'node:zlib';
import {simulatedIds} from '../../source/simulator/market-list.js';
import type {SocketEvent, Transport} from '../../source/transport/transport.js';
import {createWorld} from './world.js';

/** `"b":[` as `"\u0062" : [`: the same JSON, which no exchange writes so. */
const written = (text: string): string =>
	text.replace(/"([a-zA-Z_])(\w*)":/g, (_, first: string, rest: string) => {
		const code = first.charCodeAt(0).toString(16).padStart(4, '0');
		return `"\\u${code}${rest}" :\n\t`;
	});

const isGzip = (data: string | Buffer): data is Buffer =>
	typeof data !== 'string' && data[0] === 0x1f && data[1] === 0x8b;

const writtenEvent = (event: SocketEvent): SocketEvent => {
	if (event.type !== 'message') return event;
	const {data} = event;
	if (isGzip(data)) return {...event, data: gzipSync(written(gunzipSync(data).toString()))};
	const text = written(data.toString());
	return {...event, data: typeof data === 'string' ? text : Buffer.from(text)};
};

const wrap = ({connect, get}: Transport): Transport => ({
	connect: (url, onEvent) =>
		connect(url, event => {
			onEvent(writtenEvent(event));
		}),
	async get(url) {
		const answer = await get(url);
		return {...answer, body: written(answer.body)};
	},
});

for (const exchange of simulatedIds)
	test(`${exchange}: JSON with blanks and escaped names makes the same books`, async () => {
		const world = await createWorld({seed: 3, market: 'STEEM/USDT', exchanges: [exchange], wrap});
		assert.ok(await world.untilLive(20_000));
		await world.clock.run(10_000);
		const [book] = world.books();
		assert.deepEqual([book?.status, book?.health.gaps, world.wrong], ['live', 0, []]);
		assert.ok(world.compared() > 10);
		assert.equal(await world.stop(), 0);
	});
