import assert from 'node:assert/strict';
import {test} from 'node:test';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import fc from 'fast-check';
import {findDifference} from '../soak/truth.js';
import {createWorld} from '../soak/world.js';
import type {SocketEvent, Transport} from '../../source/transport/transport.js';
import {hostile, toMessage} from '../feed/hostile/input.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use, without garbage. */
const measure = async (): Promise<number> => {
	await new Promise(resolve => setImmediate(resolve));
	collect();
	const {heapUsed, external} = process.memoryUsage();
	return heapUsed + external;
};

/** A live feed that anything can be sent to. */
const start = async (exchange: 'binance' | 'huobi') => {
	const sockets: ((event: SocketEvent) => void)[] = [];
	const wrap = (transport: Transport): Transport => ({
		get: transport.get,
		connect(url, onEvent) {
			sockets.push(onEvent);
			// One that is dead may still have something to say, but not for ever.
			if (sockets.length > 4) sockets.shift();
			return transport.connect(url, onEvent);
		},
	});
	const world = await createWorld({seed: 3, market: 'STEEM/USDT', exchanges: [exchange], wrap});
	assert.ok(await world.untilLive(10_000));
	return {
		world,
		emit(data: string | Buffer) {
			for (const emit of sockets) emit({type: 'message', data});
		},
	};
};

/** Levels a side of one message, each at a price of its own. */
const levels = (from: number, count: number, quote: string) =>
	Array.from({length: count}, (_, index) => {
		const price = `${quote}0.000${String(from + index).padStart(7, '0')}${quote}`;
		return `[${price},${quote}1.5${quote}]`;
	}).join(',');

const update = {
	binance: (id: number) =>
		`{"e":"depthUpdate","E":1700000000000,"s":"STEEMUSDT","U":${id},"u":${id},"b":[${levels(id * 50, 50, '"')}],"a":[]}`,
	huobi: (id: number) =>
		`{"ch":"market.steemusdt.mbp.150","ts":1700000000000,"tick":{"seqNum":${id},"prevSeqNum":${id - 1},"bids":[${levels(id * 50, 50, '')}],"asks":[]}}`,
};

for (const exchange of ['binance', 'huobi'] as const) {
	test(`${exchange}: 20,000 hostile messages leave nothing behind`, async () => {
		const {world, emit} = await start(exchange);
		const real = [update[exchange](1), update[exchange](2), '{"ping":1}', '{"stream":"x"}'];
		const messages = fc.sample(hostile, {numRuns: 400, seed: 9}).map(one => toMessage(one, real));
		const flood = async (times: number) => {
			for (let round = 0; round < times; round++)
				for (const [index, message] of messages.entries()) {
					emit(message);
					if (index % 40 === 0) await world.clock.run(100);
				}
			await world.clock.run(10_000);
		};
		await flood(10);
		const before = await measure();
		await flood(40);
		assert.ok((await measure()) - before < 8e6);
		assert.ok(await world.untilLive(200_000));
		await world.stop();
	});

	test(`${exchange}: updates that link to nothing are kept up to a bound`, async () => {
		const {world, emit} = await start(exchange);
		const before = await measure();
		// The first makes a gap: from then on all are kept for a snapshot that never links.
		for (let id = 1; id <= 11_000; id++) emit(update[exchange](2e12 + id));
		const grown = (await measure()) - before;
		assert.ok(grown < 150e6, `${Math.round(grown / 1e6)} MB`);
		await world.clock.run(250_000);
		assert.ok(await world.untilLive(60_000));
		const [book] = world.books();
		assert.equal(book && findDifference(world.simulator, book), null);
		await world.stop();
	});
}
