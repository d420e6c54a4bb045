import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createRandom} from '../../source/random.js';
import {realHabits} from '../../source/simulator/snapshot-habits.js';
import {withSimulator, toNumbers, type Message} from './peer.js';

type Context = Parameters<Parameters<typeof withSimulator>[0]>[0];

const path = '/api/v3/depth?symbol=BTCUSDT&limit=5000';

type Snapshot = {lastUpdateId: number; bids: [string, string][]; asks: [string, string][]};

const getSnapshot = async ({get}: Context) => (await get('binance', path)).body as Snapshot;

/** The ids of the events of the stream from here on, `[U, u]`. */
const followStream = async ({clock, binance}: Context) => {
	const peer = await binance('/ws/btcusdt@depth@100ms');
	return async (ms: number) => {
		clock.advance(ms);
		const probe = {method: 'LIST_SUBSCRIPTIONS', id: 'probe'};
		const events = await peer.drain(probe, ({id}) => id === 'probe');
		return events.map(({U, u}): [number, number] => [Number(U), Number(u)]);
	};
};

const isTrue = ({simulator}: Context, {lastUpdateId, bids, asks}: Snapshot) => {
	const truth = simulator.bookAt('binance', 'BTC/USDT', lastUpdateId);
	assert.ok(truth, `a book at ${String(lastUpdateId)}`);
	assert.deepEqual(toNumbers(bids), toNumbers(truth.bids));
	assert.deepEqual(toNumbers(asks), toNumbers(truth.asks));
};

const binanceMoment = (steps: number, isInside = false, delayMs = 0) => ({
	snapshots: {...realHabits, binance: () => ({steps, isInside, delayMs})},
});

test('a snapshot ahead shows the book that the stream comes to', () =>
	withSimulator(async context => {
		const events = await followStream(context);
		const before = await events(3000);
		const snapshot = await getSnapshot(context);
		const newest = before.at(-1)?.[1] ?? 0;
		assert.ok(snapshot.lastUpdateId > newest);
		isTrue(context, snapshot);
		const later = await events(2000);
		assert.ok(later.filter(([, u]) => u <= snapshot.lastUpdateId).length > 3);
		assert.ok(later.some(([, u]) => u === snapshot.lastUpdateId));
		isTrue(context, snapshot);
	}, binanceMoment(20)));

test('a snapshot inside an event shows part of its changes', () =>
	withSimulator(
		async context => {
			const events = await followStream(context);
			const before = await events(4000);
			let inside = 0;
			for (let count = 0; count < 5; count++) {
				const snapshot = await getSnapshot(context);
				isTrue(context, snapshot);
				const {lastUpdateId: id} = snapshot;
				if (before.some(([U, u]) => U <= id && id < u)) inside++;
				before.push(...(await events(700)));
				isTrue(context, snapshot);
			}
			assert.ok(inside >= 3, `${String(inside)} of 5`);
		},
		binanceMoment(0, true),
	));

test('a late snapshot comes when its time has come', () =>
	withSimulator(
		async context => {
			const {clock, simulator} = context;
			simulator.book('binance', 'BTC/USDT');
			clock.advance(2000);
			const {sequence} = simulator.book('binance', 'BTC/USDT');
			const asked = getSnapshot(context);
			let isThere = false;
			void asked.then(() => (isThere = true));
			await context.get('binance', '/api/v3/time');
			clock.advance(1499);
			await context.get('binance', '/api/v3/time');
			assert.equal(isThere, false);
			clock.advance(1);
			const snapshot = await asked;
			assert.equal(snapshot.lastUpdateId, sequence);
			isTrue(context, snapshot);
		},
		binanceMoment(0, false, 1500),
	));

test('what happens does not depend on who looked ahead', async () => {
	const bookAfter = async (looks: number) => {
		let book: unknown;
		await withSimulator(
			async context => {
				const {clock, simulator} = context;
				for (let count = 0; count < 10; count++) {
					if (count < looks) await getSnapshot(context);
					simulator.book('binance', 'BTC/USDT');
					clock.advance(1000);
				}
				book = [simulator.book('binance', 'BTC/USDT'), simulator.book('huobi', 'BTC/USDT')];
			},
			binanceMoment(27, true),
		);
		return book;
	};
	assert.deepEqual(await bookAfter(0), await bookAfter(10));
});

test('snapshots of Binance are as often ahead, and inside, as real ones', () => {
	const random = createRandom('habits');
	const moments = Array.from({length: 4200}, () => realHabits.binance(random));
	const share = (isMeant: (moment: (typeof moments)[number]) => boolean | undefined) =>
		Math.round((moments.filter(isMeant).length / moments.length) * 42);
	assert.equal(
		share(({steps}) => steps > 0),
		24,
	);
	assert.ok(Math.abs(share(({steps}) => steps >= 3) - 13) <= 1);
	assert.ok(Math.abs(share(({isInside}) => isInside) - 8) <= 1);
	assert.ok(share(({delayMs = 0}) => delayMs >= 1000) >= 2);
	assert.ok(moments.every(({steps, delayMs = 0}) => steps <= 27 + delayMs / 100));
});

test('replies of Huobi are 0.3 to 1.4 s old, sometimes 3 s, and never new', () =>
	withSimulator(
		async ({clock, huobi, simulator}) => {
			const topic = 'market.btcusdt.mbp.150';
			const peer = await huobi('/feed');
			const seenAt = new Map<number, number>();
			const look = () => seenAt.set(simulator.book('huobi', 'BTC/USDT').sequence, clock.now());
			const ages: number[] = [];
			for (let steps = 0; steps < 1200; steps++) {
				look();
				clock.advance(100);
				if (steps < 100 || steps % 10 > 0) continue;
				look();
				peer.send({req: topic, id: steps});
				let message: Message = await peer.next();
				while (message['rep'] !== topic) {
					if (message['ping'] !== undefined) peer.send({pong: message['ping']});
					message = await peer.next();
				}
				const {seqNum} = message['data'] as {seqNum: number};
				const {sequence} = simulator.book('huobi', 'BTC/USDT');
				if (seqNum < sequence) ages.push(clock.now() - (seenAt.get(seqNum) ?? NaN));
			}
			assert.ok(ages.length > 80, `${String(ages.length)} are old`);
			assert.ok(ages.some(age => age > 2500));
			assert.ok(ages.filter(age => age <= 1500).length > 0.8 * ages.length);
			assert.ok(ages.every(age => age <= 6000));
		},
		{snapshots: realHabits},
	));
