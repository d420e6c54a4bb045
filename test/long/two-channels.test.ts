import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent} from '../../source/capture/capture-format.js';
import {formatDecimal} from '../../source/book/fixed-point.js';
import {between, createRandom, type Random} from '../../source/random.js';
import type {Standing} from '../../source/verify/book-watch.js';
import {createVerifier} from '../../source/verify/verifier.js';
import {captureHeader, captureText} from '../helpers/capture-lines.js';
import {liveStretches} from '../helpers/proven.js';
import {writeFile} from '../helpers/replay-run.js';

const lengthMs = 60_000;
const header = {...captureHeader, market: 'STEEM/USDT', exchanges: ['gate']};

type Channel = 'obu' | 'updates';

/** What came on a channel, and which id that led to. */
type Told = {readonly channel: Channel; readonly event: CaptureEvent; readonly id: number};

const topics = {
	obu: {channel: 'spot.obu', payload: ['ob.STEEM_USDT.400']},
	updates: {channel: 'spot.order_book_update', payload: ['STEEM_USDT', '100ms']},
};

const hear = (t: number, connection: number, data: object): CaptureEvent => ({
	...{t, kind: 'ws', connection, data: JSON.stringify(data)},
});

/** The best bid's size is the id that the book is at. */
const bids = (id: number) => [['1', String(id)]];

const message = (channel: Channel, from: number, to: number, isFull: boolean) => ({
	...{channel: topics[channel].channel, event: 'update', time_ms: 1},
	result: {
		...{t: 1, s: topics[channel].payload[0], u: to},
		...{b: bids(to), a: isFull ? [['2', '1']] : []},
		...(isFull ? {full: true} : {U: from}),
	},
});

const subscribe = (channel: Channel, connection: number): readonly CaptureEvent[] => {
	const request = {time: 1, id: 1, event: 'subscribe', ...topics[channel]};
	return [
		{t: 0, kind: 'sent', connection, data: JSON.stringify(request)},
		hear(1, connection, {...request, result: {status: 'success'}}),
	];
};

/** Ids by the time at which the exchange came to them. */
const drawIds = (random: Random): readonly number[] => {
	const times: number[] = [];
	for (let t = 100; t < lengthMs; t += between(random, 20, 900)) times.push(t);
	return times;
};

/** A channel tells a few times a second of all since, some time late; `mutes`: in which nothing of it comes. */
const tellOf = (
	random: Random,
	channel: Channel,
	connection: number,
	ids: readonly number[],
	mutes: readonly (readonly [from: number, to: number])[],
): readonly Told[] => {
	const told: Told[] = [];
	const everyMs = between(random, 50, 900);
	const lateMs = between(random, 1, 700);
	let last = channel === 'obu' ? 0 : 1;
	for (let t = 150; t < lengthMs; t += everyMs) {
		const id = ids.filter(at => at <= t - lateMs).length;
		if (id <= last) continue;
		const isFull = last === 0 || (channel === 'obu' && random() < 0.02);
		const isMuted = mutes.some(([from, to]) => t >= from && t < to);
		if (!isMuted)
			told.push({
				...{channel, id},
				event: hear(t, connection, message(channel, last + 1, id, isFull)),
			});
		last = id;
	}
	return told;
};

const drawMutes = (random: Random) =>
	random() < 0.3
		? []
		: [between(random, 1000, lengthMs)].map(
				from => [from, from + between(random, 200, random() < 0.5 ? 20_000 : lengthMs)] as const,
			);

const snapshots = (ids: readonly number[], everyMs: number): readonly CaptureEvent[] =>
	Array.from({length: Math.floor(lengthMs / everyMs)}, (_, at): CaptureEvent => {
		const t = 140 + at * everyMs;
		const id = ids.filter(time => time <= t).length;
		return {
			...{t, kind: 'http', status: 200},
			url: 'https://api.gateio.ws/api/v4/spot/order_book?currency_pair=STEEM_USDT&limit=100&with_id=true',
			data: JSON.stringify({id, current: 1, update: 1, bids: bids(id), asks: [['2', '1']]}),
		};
	});

const draw = (seed: string, isCalm: boolean) => {
	const random = createRandom(seed);
	const ids = drawIds(random);
	const connections = random() < 0.6 ? [1, 1] : [1, 2];
	const channels = (['obu', 'updates'] as const).map((channel, at) => ({
		channel,
		connection: connections[at] ?? 1,
	}));
	const told = channels.flatMap(({channel, connection}) =>
		tellOf(random, channel, connection, ids, isCalm ? [] : drawMutes(random)),
	);
	const events = [
		...[...new Set(connections)].flatMap(connection => [
			{t: 0, kind: 'open', url: 'wss://api.gateio.ws/ws/v4/', connection} as const,
			...Array.from({length: 12}, (_, at) => ({t: at * 5000, kind: 'ping', connection}) as const),
		]),
		...channels.flatMap(({channel, connection}) => subscribe(channel, connection)),
		...snapshots(ids, between(random, 8000, 40_000)),
		...told.map(({event}) => event),
	].sort((a, b) => a.t - b.t);
	return {events, told};
};

/** How long a channel may lack what the other brought: the one of fewer levels may be silent for longer. */
const allowedMs = {obu: 2000, updates: 10_000};

const verify = (events: readonly CaptureEvent[], told: readonly Told[]) => {
	const standings = new Map<Channel, Standing>();
	const nothing = () => undefined;
	const verifier = createVerifier({
		follow: (_, __, ___, {topics: topicsOf}) => {
			const own = topicsOf({symbol: 'X'} as Parameters<typeof topicsOf>[0]).join();
			const channel = own.includes('obu') ? 'obu' : 'updates';
			return {
				...{onEvent: nothing, before: nothing, changing: nothing, changed: nothing},
				...{replaced: nothing, traded: nothing},
				settled(standing) {
					standings.set(channel, standing);
				},
			};
		},
		heard: nothing,
	});
	verifier.give({type: 'header', header, files: new Map([['file', header]])});
	for (const event of events) {
		verifier.give({type: 'event', event, file: 'file', line: 1});
		for (const [channel, standing] of standings) {
			if (!standing.isProven) continue;
			const {sequence, bids: side} = standing.book;
			const best = side.view();
			assert.equal(formatDecimal(best.size(0)), String(sequence));
			const lacking = told.find(
				one =>
					one.channel !== channel &&
					one.id > (sequence ?? 0) &&
					event.t - one.event.t > allowedMs[channel],
			);
			assert.equal(lacking, undefined, `${channel} at ${sequence} at ${event.t}`);
		}
	}
	return verifier.finish();
};

const seeds = Array.from({length: 40}, (_, index) => `channels ${index}`);

test('no channel proves a book for long that lacks what the other one brought', async () => {
	let unfed = 0;
	for (const seed of seeds) {
		const {events, told} = draw(seed, false);
		const {books, defects} = verify(events, told);
		unfed += defects.filter(({code}) => code === 'unfed').length;
		const proven = books[0]?.proof.stretches ?? [];
		for (const {from, to} of await liveStretches([writeFile(captureText(events, header))]))
			assert.ok(
				proven.some(stretch => from >= stretch.from && to <= stretch.to),
				`${seed}: live ${from}–${to}, proven ${JSON.stringify(proven)}`,
			);
	}
	assert.ok(unfed > 10);
});

test('channels that lag and tell of much at once prove all they bring', () => {
	for (const seed of seeds) {
		const {events, told} = draw(seed, true);
		const {books, defects} = verify(events, told);
		assert.deepEqual(defects, [], seed);
		const [stretch, ...more] = books[0]?.proof.stretches ?? [];
		assert.deepEqual([stretch?.to, more], [events.at(-1)?.t, []], seed);
	}
});
