import '../helpers/strict-statuses.js';
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {binance} from '../../source/exchanges/binance/index.js';
import {startSession} from '../../source/session/session.js';
import {TransportError} from '../../source/transport/transport.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport, settle} from '../helpers/fake-transport.js';
import {event, snapshot} from '../helpers/feed-run.js';

type Listed = readonly [base: string, symbol: string, status?: string];

const listOf = (...markets: readonly Listed[]) => ({
	body: JSON.stringify({
		symbols: markets.map(([baseAsset, symbol, status = 'TRADING']) => ({
			...{symbol, status, baseAsset, quoteAsset: 'USDT'},
			filters: [{filterType: 'PRICE_FILTER', tickSize: '0.00010000'}],
		})),
	}),
});
const trading = listOf(['STEEM', 'STEEMUSDT']);

const minute = 60_000;

/** A session with Binance, which lists what it is told to; `list` null: its list cannot be read. */
const start = async (first: {readonly body: string} | null = trading) => {
	const clock = createFakeClock(1_700_000_000_000);
	const fake = createFakeTransport();
	const session = startSession({
		wanted: {type: 'pair', base: 'STEEM', quote: 'USDT'},
		venues: [{exchange: binance, endpoints: {ws: 'ws://x', rest: 'http://x'}}],
		...{transport: fake.transport, clock, random: () => 1},
	});
	let list = first;
	let answered = 0;
	let asked = 0;
	/** Answers the lists that are asked for, and nothing else. */
	const answerLists = async () => {
		for (; answered < fake.gets.length; answered++) {
			const get = fake.gets[answered];
			if (!get?.url.includes('/exchangeInfo')) continue;
			asked++;
			await (list ? get.answer(list) : get.fail(new TransportError('x: no answer')));
		}
	};
	await answerLists();
	await answerLists();
	await session.started;
	const book = () => {
		session.store.publish();
		const [view] = session.store.getView().books;
		assert.ok(view);
		return view;
	};
	return {
		...{clock, session, book, answerLists, sockets: fake.sockets, socket: fake.socket},
		/** How often a list was asked for since the last time. */
		asked() {
			const count = asked;
			asked = 0;
			return count;
		},
		list(next: typeof list) {
			list = next;
		},
		/** Brings the book of the newest socket in sync. */
		async sync() {
			fake.socket().emit({type: 'open'});
			fake.socket().emit(event(99, 100));
			clock.advance(1000);
			const depths = fake.gets.filter(({url}) => url.includes('/depth'));
			await depths.at(-1)?.answer(snapshot(100));
			assert.equal(book().status, 'live');
		},
		/** Loses the connection; whatever follows it is never opened. */
		lose() {
			fake.socket().emit({type: 'close', reason: 'x: connection lost'});
		},
		/** Waits for the next connection that is tried. */
		async nextSocket() {
			const {length} = fake.sockets;
			for (let second = 0; second < 60 && fake.sockets.length === length; second++) {
				clock.advance(1000);
				await answerLists();
			}
			assert.equal(fake.sockets.length, length + 1, 'it goes on connecting');
		},
		/** Minutes in which lists are answered. */
		async minutes(count: number) {
			for (let second = 0; second < count * 60; second++) {
				clock.advance(1000);
				await answerLists();
				await answerLists();
			}
		},
		status: () => [book().status, book().reason],
	};
};

test('a market whose book is live is not looked up again', async () => {
	const run = await start();
	await run.sync();
	run.asked();
	for (let id = 101; id < 401; id++) {
		run.socket().emit(event(id, id));
		await run.minutes(0.1);
	}
	assert.equal(run.asked(), 0);
});

test('a market that is delisted while it is followed has failed, until it is listed again', async () => {
	const run = await start();
	await run.sync();
	run.asked();
	run.lose();
	run.list(listOf(['ETH', 'ETHUSDT']));
	await run.minutes(1.9);
	assert.equal(run.book().status, 'reconnecting');
	assert.equal(run.asked(), 0);
	await run.minutes(0.2);
	assert.deepEqual(run.status(), ['failed', 'the market is not listed']);
	const {length} = run.sockets;
	run.list(trading);
	await run.minutes(1.1);
	assert.equal(run.sockets.length, length + 1);
	await run.sync();
});

test('a market that is called otherwise is followed by its new name', async () => {
	const run = await start();
	run.lose();
	run.list(listOf(['STEEM', 'STEEM2USDT']));
	await run.minutes(2.1);
	assert.match(run.socket().url, /steem2usdt/);
});

test('a market that is halted is told to be, tried all the same, and told to be traded again', async () => {
	const run = await start();
	run.lose();
	run.list(listOf(['STEEM', 'STEEMUSDT', 'BREAK']));
	await run.minutes(2.1);
	const [status, reason] = run.status();
	assert.notEqual(status, 'failed');
	assert.equal(reason, 'listed, but trading is halted: BREAK');
	await run.nextSocket();
	await run.sync();
	assert.deepEqual(run.status(), ['live', 'listed, but trading is halted: BREAK']);
	run.list(trading);
	for (let id = 101; id < 1001 && run.book().reason !== null; id++) {
		run.socket().emit(event(id, id));
		await run.minutes(1 / 60);
	}
	assert.deepEqual(run.status(), ['live', null]);
	run.asked();
	run.socket().emit(event(run.book().sequence ?? 0, 2000));
	await run.minutes(0.1);
	assert.equal(run.asked(), 0);
});

test('a market that is halted while its book stays live is told to be, as the book stands still', async () => {
	const run = await start();
	await run.sync();
	run.list(listOf(['STEEM', 'STEEMUSDT', 'HALT']));
	run.asked();
	for (let second = 0; second < 10 * 60; second++) {
		run.socket().emit({type: 'ping'});
		await run.minutes(1 / 60);
		run.book();
	}
	assert.deepEqual([run.status()[0], run.asked()], ['live', 0]);
	for (let second = 0; second < 13 * 60; second++) {
		run.socket().emit({type: 'ping'});
		await run.minutes(1 / 60);
		run.book();
	}
	assert.deepEqual(run.status(), ['live', 'listed, but trading is halted: HALT']);
});

test('of a market that is halted and has data, what is wrong with its book is told', async () => {
	const run = await start(listOf(['STEEM', 'STEEMUSDT', 'HALT']));
	run.socket().emit({type: 'open'});
	assert.deepEqual(run.status(), ['syncing', 'listed, but trading is halted: HALT']);
	run.lose();
	assert.equal(run.book().reason, 'connection lost: x');
});

test('a list that cannot be read again changes nothing, and is asked for less and less often', async () => {
	const run = await start();
	run.lose();
	run.asked();
	run.list(null);
	const {length} = run.sockets;
	const counts: number[] = [];
	for (let count = 0; count < 8; count++) {
		await run.minutes(2);
		// By the market's symbol, and in whole.
		counts.push(Math.ceil(run.asked() / 2));
	}
	assert.deepEqual(counts, [1, 0, 1, 0, 0, 0, 1, 0]);
	assert.equal(run.book().status, 'reconnecting');
	assert.ok(run.sockets.length >= length);
});

test('a list that could not be read at the start is read later, while the book is live', async () => {
	const run = await start(null);
	await run.sync();
	assert.equal(run.book().tickSize, null);
	run.list(trading);
	for (let id = 101; id < 241; id++) {
		run.socket().emit(event(id, id));
		await run.minutes(1 / 60);
	}
	assert.deepEqual(run.book().tickSize, {units: 1, decimals: 4});
	assert.equal(run.book().status, 'live');
	run.asked();
	for (let id = 241; id < 541; id++) {
		run.socket().emit(event(id, id));
		await run.minutes(1 / 60);
	}
	assert.equal(run.asked(), 0);
});

test('what a list says of a book that is live meanwhile does not end it', async () => {
	const run = await start();
	run.lose();
	run.clock.advance(2 * minute);
	await settle();
	await run.sync();
	run.list(listOf(['ETH', 'ETHUSDT']));
	await run.answerLists();
	await run.answerLists();
	assert.equal(run.book().status, 'live');
});

test('a market that is not followed any more is not looked up', async () => {
	const run = await start();
	run.lose();
	run.asked();
	run.session.stop();
	await run.minutes(5);
	assert.equal(run.asked(), 0);
});

test('an exchange that does not list a market is not asked more often by that', async () => {
	const run = await start(listOf(['ETH', 'ETHUSDT']));
	run.asked();
	await run.minutes(16);
	// After 1, 3, 7 and 15 minutes, by the symbol and in whole.
	assert.equal(run.asked(), 8);
});
