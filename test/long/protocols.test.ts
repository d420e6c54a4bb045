import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
	allFaults,
	exchangesOf,
	faultNames,
	struckBy,
	type FaultName,
} from '../../source/simulator/faults.js';
import {between, createRandom} from '../../source/random.js';
import {startSimulator} from '../../source/simulator/simulator.js';
import {createNetwork} from '../soak/network/network.js';
import {createVirtualClock} from '../soak/virtual-clock.js';
import {exchangeIds} from '../../source/simulator/market-list.js';
import {sorted} from '../simulator/protocols/book.js';
import {withExchange, type Client, type Context} from '../simulator/protocols/client.js';
import {manners, type Manner, type Reader} from '../simulator/protocols/readers.js';

type Id = keyof typeof manners;

const ids = Object.keys(manners) as readonly Id[];

/** A reader of one exchange, subscribed, and the ways to go on. */
const follow = async (id: Id, context: Context<Id>) => {
	const manner: Manner = manners[id];
	const {clock, simulator, connect} = context;
	const reader: Reader = manner.createReader();
	let client: Client = await connect(manner.path);
	let compared = 0;

	/** While it is whole, the reader's book is the exchange's at that time. */
	const compare = () => {
		const {book} = reader;
		if (book.time === null || book.isLost) return;
		const truth = simulator.bookAtTime(id, manner.market, book.time);
		assert.ok(truth, 'the time of a message is that of a change');
		for (const name of ['bids', 'asks'] as const)
			assert.deepEqual(
				sorted(book[name], name),
				truth[name].slice(0, manner.levels).map(([price, size]) => [Number(price), Number(size)]),
			);
		compared++;
	};

	const drain = async () => {
		const received = await client.drain(manner.probe, manner.isAnswer);
		for (const {text} of received) if (reader.read(text)) compare();
		return received;
	};

	return {
		manner,
		reader,
		compared: () => compared,
		client: () => client,
		drain,
		/** Lets time go by, a second at a time. */
		async run(seconds: number) {
			const received = [];
			for (let count = 0; count < seconds; count++) {
				clock.advance(1000);
				received.push(...(await drain()));
			}
			return received.map(({text}) => text);
		},
		async subscribe() {
			for (const message of manner.subscribe(clock.now())) client.send(message);
			return (await drain()).map(({text}) => text);
		},
		async unsubscribe() {
			for (const message of manner.unsubscribe?.(clock.now()) ?? []) client.send(message);
			await drain();
		},
		async reconnect() {
			client = await connect(manner.path);
		},
		/** The book is that of this moment. */
		isCurrent() {
			const {sequence} = simulator.book(id, manner.market);
			const {book} = reader;
			if (book.time === null || book.isLost) return false;
			const read = simulator.bookAtTime(id, manner.market, book.time);
			const now = simulator.bookAt(id, manner.market, sequence);
			const best = (side: readonly [string, string][] = []) => side.slice(0, manner.levels);
			return (
				JSON.stringify([best(read?.bids as never), best(read?.asks as never)]) ===
				JSON.stringify([best(now?.bids as never), best(now?.asks as never)])
			);
		},
	};
};

const withReader = (
	id: Id,
	run: (reading: Awaited<ReturnType<typeof follow>>, context: Context<Id>) => Promise<void>,
) =>
	withExchange(id, async context => {
		await run(await follow(id, context), context);
	});

for (const id of ids) {
	test(`a reader of ${id} has its book at each message`, () =>
		withReader(id, async reading => {
			await reading.subscribe();
			assert.equal(reading.compared(), 1, 'the book comes at once');
			await reading.run(20);
			assert.ok(reading.compared() > 40, String(reading.compared()));
			assert.equal(reading.isCurrent(), true);
			assert.equal(reading.reader.book.isLost, false);
		}));
}

const heals = (id: Id) => (manners[id] as Manner).heals === true;

/** A loss is seen at once where ids tell of it; where a checksum does, as soon as it comes to the top. */
for (const id of ids.filter(known => !heals(known))) {
	test(`a reader of ${id} notices a lost message and heals`, () =>
		withReader(id, async (reading, {simulator}) => {
			const {reader, run, subscribe, unsubscribe} = reading;
			await subscribe();
			await run(3);
			simulator.inject('gap', {exchange: id});
			for (let seconds = 0; seconds < 30 && !reader.book.isLost; seconds++) await run(1);
			assert.equal(reader.book.isLost, true);
			await unsubscribe();
			await run(2);
			assert.ok(reader.book.isLost, 'nothing heals it but the book');
			await subscribe();
			await run(5);
			assert.equal(reader.book.isLost, false);
			assert.equal(reading.isCurrent(), true);
		}));
}

for (const id of ids.filter(heals))
	test(`a reader of ${id} is right again with the next message`, () =>
		withReader(id, async ({subscribe, run, isCurrent}, {simulator}) => {
			await subscribe();
			await run(3);
			simulator.inject('gap', {exchange: id});
			await run(10);
			assert.equal(isCurrent(), true);
		}));

for (const fault of ['duplicate', 'old-event', 'reorder'] as const)
	for (const id of ids)
		test(`a reader of ${id} has no wrong book by ${fault}`, () =>
			withReader(id, async ({subscribe, run, compared, reader}, {simulator}) => {
				await subscribe();
				await run(3);
				const before = compared();
				simulator.inject(fault, {exchange: id});
				await run(5);
				const isRight = compared() > before;
				assert.ok(isRight || reader.book.isLost, 'each book was compared');
			}));

for (const id of struckBy('unasked-snapshot') as readonly Id[])
	test(`${id} sends a whole book unasked`, () =>
		withReader(id, async ({subscribe, run, reader, isCurrent}, {simulator}) => {
			await subscribe();
			await run(3);
			simulator.inject('unasked-snapshot', {exchange: id});
			const texts = await run(5);
			const longest = Math.max(...texts.map(({length}) => length));
			const usual = texts.filter(({length}) => length > longest / 2);
			assert.equal(usual.length, 1, 'one message has all levels');
			assert.equal(reader.book.isLost, false);
			assert.equal(isCurrent(), true);
		}));

for (const id of ids)
	test(`${id} refuses subscriptions in its own words`, () =>
		withReader(id, async ({manner, client, reconnect, subscribe, run, isCurrent}, context) => {
			const {simulator} = context;
			simulator.inject('refused-subscription', {exchange: id});
			await client().closed;
			await reconnect();
			const texts = await subscribe();
			assert.ok(
				texts.some(text => manner.refusal.test(text)),
				texts.join(),
			);
			assert.ok(!isCurrent(), 'no book comes');
			context.clock.advance(11_000);
			await reconnect();
			await subscribe();
			await run(2);
			assert.equal(isCurrent(), true);
		}));

for (const id of ids)
	test(`${id} refuses what it does not list`, () =>
		withReader(id, async ({manner, client, reconnect, subscribe, isCurrent}, context) => {
			const {simulator, get} = context;
			assert.doesNotMatch((await get(manner.list)).text, manner.emptyList);
			simulator.inject('unlisted', {exchange: id});
			await client().closed;
			assert.match((await get(manner.list)).text, manner.emptyList);
			await reconnect();
			const texts = await subscribe();
			const isRefused = texts.some(text => manner.refusal.test(text));
			assert.equal(isRefused, manner.acceptsUnlisted !== true, texts.join());
			assert.equal(isCurrent(), false);
		}));

for (const id of struckBy('halted') as readonly Id[])
	test(`${id} says that a market is halted`, () =>
		withReader(id, async ({manner, client, reconnect, subscribe, run, compared}, context) => {
			const {simulator, get} = context;
			const count = async () =>
				(await get(manner.list)).text.match(manner.halted ?? /^$/g)?.length ?? 0;
			assert.equal(await count(), manner.halted ? 1 : 0, 'SRM/USDT is');
			simulator.inject('halted', {exchange: id});
			await client().closed;
			if (manner.halted) assert.equal((await count()) > 10, true);
			await reconnect();
			await subscribe();
			assert.equal(compared(), 1, 'there is a book');
			await run(9);
			assert.equal(compared(), 1, 'which does not move');
			context.clock.advance(1000);
			await client().closed;
			assert.equal(await count(), manner.halted ? 1 : 0);
		}));

for (const id of ids)
	test(`a reader of ${id} has its book without sockets, whatever the clock says`, async () => {
		const manner: Manner = manners[id];
		const clock = createVirtualClock(1_700_000_000_000);
		const network = createNetwork(clock, createRandom(id));
		const options = {seed: 5, clock, listen: network.listen, exchanges: [id]};
		const simulator = await startSimulator(options);
		const reader = manner.createReader();
		let compared = 0;
		const take = (data: string | Buffer) => {
			if (!reader.read(data.toString()) || reader.book.isLost || reader.book.time === null) return;
			const truth = simulator.bookAtTime(id, manner.market, reader.book.time);
			const best = (truth?.bids ?? []).slice(0, manner.levels);
			assert.deepEqual(
				sorted(reader.book.bids, 'bids'),
				best.map(([price, size]) => [Number(price), Number(size)]),
			);
			compared++;
		};
		const {ws} = simulator.endpoints[id];
		const socket = network.transport.connect(ws + manner.path, event => {
			if (event.type === 'message') take(event.data);
		});
		await clock.run(1000);
		for (const message of manner.subscribe(clock.now()))
			socket.send(typeof message === 'string' ? message : JSON.stringify(message));
		await clock.run(5000);
		const before = compared;
		assert.equal(before > 5, true, String(before));
		simulator.inject('clock-skew', {exchange: id});
		await clock.run(5000);
		assert.equal(compared > before, true);
		await simulator.stop();
	});

/** Faults of messages, after which a reader goes on or subscribes anew. */
const ofMessages = [
	'gap',
	'duplicate',
	'reorder',
	'old-event',
	'unasked-snapshot',
	'restart-ids',
	'checksum',
	'lost-frame',
] as const satisfies readonly FaultName[];

for (const id of ids)
	test(`a reader of ${id} is never wrong under any faults`, async () => {
		const manner: Manner = manners[id];
		const random = createRandom(`${id} faults`);
		const clock = createVirtualClock(1_700_000_000_000);
		const {listen, transport} = createNetwork(clock, random);
		const simulator = await startSimulator({seed: 7, clock, listen, exchanges: [id]});
		const reader = manner.createReader();
		let compared = 0;
		const best = (name: 'bids' | 'asks') => {
			const truth = simulator.bookAtTime(id, manner.market, reader.book.time ?? 0);
			const levels = truth?.[name].slice(0, manner.levels) ?? [];
			return levels.map(([price, size]) => [Number(price), Number(size)]);
		};
		const url = simulator.endpoints[id].ws + manner.path;
		const socket = transport.connect(url, event => {
			if (event.type !== 'message' || !reader.read(event.data.toString())) return;
			if (reader.book.isLost) return;
			compared++;
			for (const name of ['bids', 'asks'] as const)
				assert.deepEqual(sorted(reader.book[name], name), best(name));
		});
		const say = (messages: readonly unknown[] = []) => {
			for (const message of messages)
				socket.send(typeof message === 'string' ? message : JSON.stringify(message));
		};
		const able = ofMessages.filter(name => struckBy(name).includes(id));
		await clock.run(500);
		say(manner.subscribe(clock.now()));
		for (let count = 0; count < 50; count++) {
			await clock.run(between(random, 5, 30) * 100);
			const name = able[between(random, 0, able.length - 1)];
			if (count < 36 && name) simulator.inject(name, {exchange: id});
			if (!reader.book.isLost) continue;
			say(manner.unsubscribe?.(clock.now()));
			await clock.run(1000);
			say(manner.subscribe(clock.now()));
			await clock.run(1000);
		}
		assert.equal(reader.book.isLost, false, 'the last round had no fault, and healed the others');
		assert.equal(compared > 50, true, String(compared));
		await simulator.stop();
	});

for (const id of ids)
	test(`${id} answers no more than its limit`, () =>
		withExchange(id, async ({get, connect}) => {
			const statuses = await Promise.all(
				Array.from({length: 12}, async () => (await get(manners[id].list)).status),
			);
			const isTight = ['kraken', 'upbit', 'coinbase'].includes(id);
			assert.equal(statuses.filter(status => status === 429).length, isTight ? 2 : 0);
			if (id !== 'okx') return;
			for (let count = 0; count < 3; count++) await connect(manners.okx.path);
			await assert.rejects(connect(manners.okx.path), /429/);
		}));

/** What a fault leaves in the one message that it strikes. */
const marks = [
	['negative', /-1\.50000000/],
	['nan', /NaN/],
	['infinite', /1e400/],
	['long-number', /(1234567890){6}/],
	['crossed', /7\.00000000/],
	['bad-types', /\[\{"price":null\},\[true\]\]/],
] as const satisfies readonly (readonly [FaultName, RegExp])[];

for (const id of ids)
	test(`${id} adds levels that cannot be`, () =>
		withExchange(id, async ({simulator, connect, clock}) => {
			const manner: Manner = manners[id];
			const client = await connect(manner.path);
			for (const message of manner.subscribe(clock.now())) client.send(message);
			await client.drain(manner.probe, manner.isAnswer);
			for (const [fault, mark] of marks) {
				simulator.inject(fault, {exchange: id});
				clock.advance(15_000);
				const texts = await client.drain(manner.probe, manner.isAnswer);
				const struck = texts.filter(({text}) => mark.test(text));
				assert.equal(struck.length, 1, `${fault}: ${String(texts.length)}`);
			}
		}));

test('Kraken says something each second', () =>
	withExchange('kraken', async ({connect, clock}) => {
		const {path, probe, isAnswer} = manners.kraken;
		const client = await connect(path);
		const params = {channel: 'book', symbol: ['SRM/USDT'], depth: 10};
		client.send({method: 'subscribe', params});
		await client.drain(probe, isAnswer);
		clock.advance(9900);
		const texts = (await client.drain(probe, isAnswer)).map(({text}) => text);
		assert.deepEqual(texts, Array(9).fill('{"channel":"heartbeat"}'));
	}));

test('what is silent too long is cut off', async () => {
	for (const [id, seconds] of [
		['okx', 30],
		['upbit', 120],
		['bybit', 600],
	] as const)
		await withExchange(id, async ({connect, clock}) => {
			const client = await connect(manners[id].path);
			clock.advance((seconds - 1) * 1000);
			await client.drain(manners[id].probe, manners[id].isAnswer);
			clock.advance((seconds - 1) * 1000);
			await client.drain(manners[id].probe, manners[id].isAnswer);
			clock.advance((seconds + 1) * 1000);
			assert.equal((await client.closed).code, 1006);
		});
});

test('OKX goes on from a lower id', () =>
	withReader('okx', async ({subscribe, run, reader, isCurrent}, {simulator}) => {
		await subscribe();
		await run(3);
		simulator.inject('restart-ids', {exchange: 'okx'});
		const texts = await run(5);
		const isLower = (text: string) => {
			const [, before, after] = /"prevSeqId":(\d+),"seqId":(\d+)/.exec(text) ?? [];
			return Number(after) < Number(before);
		};
		assert.equal(texts.filter(isLower).length, 1);
		assert.equal(reader.book.isLost, false);
		assert.equal(isCurrent(), true);
	}));

test('Bybit begins its ids anew with a whole book', () =>
	withReader('bybit', async ({subscribe, run, reader, isCurrent}, {simulator}) => {
		await subscribe();
		await run(3);
		simulator.inject('restart-ids', {exchange: 'bybit'});
		const texts = await run(5);
		const first = texts.findIndex(text => text.includes('"u":1,'));
		assert.match(texts[first] ?? '', /"type":"snapshot"/);
		assert.match(texts[first + 1] ?? '', /"type":"delta".*"u":2,/);
		assert.equal(reader.book.isLost, false);
		assert.equal(isCurrent(), true);
	}));

test('Coinbase counts messages that are not of the book', () =>
	withReader('coinbase', async ({subscribe, run, reader}, {simulator}) => {
		await subscribe();
		await run(3);
		assert.equal(reader.book.isLost, false);
		simulator.inject('lost-frame', {exchange: 'coinbase'});
		await run(3);
		assert.equal(reader.book.isLost, true);
	}));

test('Coinbase sends the whole of a large book', () =>
	withExchange(
		'coinbase',
		async context => {
			const {subscribe, compared} = await follow('coinbase', context as Context<Id>);
			const texts = await subscribe();
			const longest = Math.max(...texts.map(({length}) => length));
			assert.equal(longest > 1_000_000, true, String(longest));
			assert.equal(compared(), 1);
		},
		{levels: {coinbase: {bids: 4000, asks: 6000}}},
	));

test('Upbit sends binary frames, short names on demand', () =>
	withExchange('upbit', async ({connect}) => {
		const {manner} = {manner: manners.upbit};
		const client = await connect(manner.path);
		client.send([
			{ticket: 'a1'},
			{type: 'orderbook', codes: ['KRW-STEEM.5', 'KRW-NOSUCH']},
			{format: 'SIMPLE'},
		]);
		const [first, ...rest] = await client.drain(manner.probe, manner.isAnswer);
		assert.equal(first?.isBinary, true);
		assert.match(first?.text ?? '', /^\{"ty":"orderbook","cd":"KRW-STEEM","tms":\d+,"tas":/);
		assert.match(first?.text ?? '', /"ap":\d+\.\d,"bp":\d+\.\d,"as":/);
		assert.deepEqual(rest, [], 'what is not listed is left out');
	}));

test('OKX leaves the book to REST', () =>
	withReader('okx', async ({client, reconnect, subscribe, run, compared}, {simulator, get}) => {
		simulator.inject('no-snapshot', {exchange: 'okx'});
		await client().closed;
		await reconnect();
		await subscribe();
		const texts = await run(3);
		assert.equal(compared(), 0);
		const {text} = await get('/api/v5/market/books?instId=STEEM-USDT&sz=400');
		const {data} = JSON.parse(text) as {data: [{seqId: number; bids: unknown[]}]};
		const chain = texts.flatMap(told => {
			const [, before, after] = /"prevSeqId":(\d+),"seqId":(\d+)/.exec(told) ?? [];
			return [Number(before), Number(after)];
		});
		assert.ok(chain.includes(data[0].seqId), 'it links to the stream');
		assert.equal(data[0].bids.length > 100, true);
	}));

test('Kraken sends a checksum that does not match', () =>
	withReader('kraken', async ({subscribe, run, reader}, {simulator}) => {
		await subscribe();
		await run(3);
		assert.equal(reader.book.isLost, false);
		simulator.inject('checksum', {exchange: 'kraken'});
		await run(5);
		assert.equal(reader.book.isLost, true);
	}));

for (const id of struckBy('reconnect-notice') as readonly Id[])
	test(`${id} says that the connection will end`, () =>
		withReader(id, async ({subscribe, run, client}, {simulator, clock}) => {
			await subscribe();
			await run(2);
			simulator.inject('reconnect-notice', {exchange: id});
			const texts = await run(1);
			assert.match(texts.join(), /maintenance|64008|request_reconnect/);
			clock.advance(60_000);
			assert.equal((await client().closed).code, 1001);
		}));

for (const id of struckBy('error-in-200') as readonly Id[])
	test(`${id} tells errors under HTTP 200`, () =>
		withExchange(id, async ({simulator, get}) => {
			simulator.inject('error-in-200', {exchange: id});
			const {status, text} = await get(manners[id].list);
			assert.equal(status, 200);
			assert.match(text, /"error":\["|"(code|retCode)":"?[1-9]/);
			await get(manners[id].list);
			assert.doesNotMatch(
				(await get(manners[id].list)).text,
				/"error":\["|"(code|retCode)":"?[1-9]/,
			);
		}));

test('what only exchanges without a client have is not offered', () => {
	const offered = new Set<string>(faultNames);
	for (const {name, exchanges} of allFaults as readonly {
		name: string;
		exchanges: readonly string[];
	}[])
		assert.equal(
			offered.has(name),
			exchanges.some(id => exchangeIds.some(known => known === id)),
			name,
		);
	for (const name of faultNames)
		for (const id of exchangesOf(name) ?? []) assert.equal(exchangeIds.includes(id), true);
});
