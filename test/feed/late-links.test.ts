import assert from 'node:assert/strict';
import {test} from 'node:test';
import {simulatedIds, type SimulatedId} from '../../source/simulator/market-list.js';
import type {Clock} from '../../source/clock.js';
import type {Transport} from '../../source/transport/transport.js';
import {createWorld} from '../soak/world.js';

/** From a ping that was sent as all became late: until it is asked, until other things come instead, and a second. */
const mostLateMs = 5000 + 8000 + 1000;

/** As of an exchange that answers no pings of the websocket. */
const unanswered = ({connect, ...rest}: Transport): Transport => ({
	...rest,
	connect: (url, onEvent) => ({...connect(url, onEvent), ping: () => undefined}),
});

/** Links that carry what comes at a third of the speed that it needs, from when they open. */
const slowed = (way: Transport, clock: () => Clock | undefined): Transport => ({
	...way,
	connect(url, onEvent) {
		const openedAt = clock()?.now() ?? 0;
		let isClosed = false;
		const socket = way.connect(url, event => {
			const at = clock();
			if (!at) return;
			at.after(2 * (at.now() - openedAt), () => {
				if (!isClosed) onEvent(event);
			});
		});
		return {
			...socket,
			close() {
				isClosed = true;
				socket.close();
			},
		};
	},
});

const links: readonly {exchange: SimulatedId; name: string; wrap?(way: Transport): Transport}[] = [
	...simulatedIds.map(exchange => ({exchange, name: exchange})),
	{exchange: 'huobi', name: 'huobi, which answers no pings', wrap: unanswered},
];

for (const {name, exchange, ...options} of links)
	test(`${name}: a link that is late is told while it is, and live again once it is not`, async () => {
		const worldOptions = {seed: 5, market: 'BTC/USDT', exchanges: [exchange], ...options};
		const world = await createWorld(worldOptions);
		const {clock} = world;
		assert.ok(await world.untilLive(60_000));
		await clock.run(10_000);
		const codes = new Set<string | undefined>();
		world.inject('late');
		const injectedAt = clock.now();
		for (let tenths = 0; tenths < 600; tenths++) {
			await clock.run(100);
			const [book] = world.books();
			assert.ok(book);
			codes.add(book.code ?? undefined);
			const ms = clock.now() - injectedAt;
			if (ms > mostLateMs && ms < 30_000) assert.notEqual(book.status, 'live', `after ${ms} ms`);
		}
		assert.ok(codes.has('late'), [...codes].join());
		assert.ok(await world.untilLive(30_000));
		assert.deepEqual(world.wrong, []);
		assert.equal(await world.stop(), 0);
	});

test('a link that falls behind from its opening is told by the time of the answer to a subscription', async () => {
	const clocks: Clock[] = [];
	const world = await createWorld({
		...{seed: 5, market: 'BTC/USDT', exchanges: ['huobi']},
		wrap: way => slowed(unanswered(way), () => clocks[0]),
	});
	clocks.push(world.clock);
	let liveAt = 0;
	for (let tenths = 0; tenths < 300; tenths++) {
		await world.clock.run(100);
		const [book] = world.books();
		if (book?.status === 'live') liveAt = tenths / 10;
		if (book?.code === 'late') break;
	}
	assert.equal(world.books()[0]?.code, 'late', `live after ${liveAt} s`);
	await world.stop();
});
