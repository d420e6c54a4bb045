import assert from 'node:assert/strict';
import {test} from 'node:test';
import {joinTape, noTapeFacts} from '../../source/book/joined-tape.js';
import {encodeEvent, encodeHeader, type UntimedEvent} from '../../source/capture/capture-format.js';
import type {Exchange} from '../../source/exchanges/exchange.js';
import {defaultExchanges, exchanges} from '../../source/exchanges/index.js';
import {parseMarket} from '../../source/options/options.js';
import {createCaptureWire} from '../../source/playback/capture-wire.js';
import {createTransportTap} from '../../source/recording/transport-tap.js';
import {exchangeAt} from '../../source/session/list-urls.js';
import {joinMarketSessions} from '../../source/session/market-sessions.js';
import {startSession, type Session} from '../../source/session/session.js';
import type {FaultName} from '../../source/simulator/faults.js';
import {createBookStore} from '../../source/store/book-store.js';
import type {BookView} from '../../source/store/market-view.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {startPlayerRun, writeFile} from '../helpers/replay-run.js';
import {startVirtual} from '../helpers/virtual-exchanges.js';

const market = 'BTC/USDT';

type Wish = {
	readonly followed: readonly Exchange[];
	readonly forMs: number;
	/** @default yes */
	readonly areWanted?: boolean;
	readonly fault?: FaultName;
};

/** Simulated exchanges that are followed for a while, and what went over the wire. */
const follow = async ({followed, forMs, areWanted = true, fault}: Wish) => {
	const {clock, simulator, venues, transport, random} = await startVirtual(4, followed);
	const tap = createTransportTap(transport, () => false, exchangeAt(venues));
	const began = clock.now();
	const events: (UntimedEvent & {readonly t: number})[] = [];
	tap.start(event => events.push({t: clock.now() - began, ...event}));
	const wanted = parseMarket(market);
	const session = startSession({wanted, venues, clock, random, transport: tap.transport});
	const liveAt = new Map<string, number>();
	session.store.followStatus(({exchange, status}) => {
		if (status === 'live' && !liveAt.has(exchange)) liveAt.set(exchange, clock.now() - began);
	});
	if (areWanted) session.fetchTrades();
	if (fault) simulator.inject(fault);
	await clock.run(forMs);
	session.stop();
	await simulator.stop();
	const {purposeOf} = createCaptureWire([]);
	const asked = events.flatMap(event => {
		const purpose = event.kind === 'http' ? purposeOf(event.url) : null;
		return purpose?.kind === 'trades' ? [{exchange: purpose.exchange, t: event.t}] : [];
	});
	const header = {market, startedAt: began, exchanges: followed.map(({id}) => id), app: 'test'};
	const capture = [encodeHeader(header), ...events.map(encodeEvent)].join('');
	return {books: session.store.getView().books, asked, liveAt, capture};
};

const tapeOf = ({trades, tapeFacts = noTapeFacts}: Pick<BookView, 'trades' | 'tapeFacts'>) =>
	joinTape(trades, tapeFacts, 500);

test('what was traded before is asked for of each exchange, joined, recorded and replayed', async () => {
	const {books, asked, liveAt, capture} = await follow({followed: exchanges, forMs: 8000});
	assert.equal(books.length, exchanges.length);
	for (const book of books) {
		const {exchange} = book;
		const times = asked.filter(one => one.exchange === exchange).map(({t}) => t);
		assert.equal(times.length, 1, `${exchange}: one answer joins`);
		assert.ok((times[0] ?? 0) >= (liveAt.get(exchange) ?? Infinity), 'first the book');
		const tape = tapeOf(book);
		const fetched = tape.filter(({isFetched}) => isFetched);
		// Bybit tells of no more than 60, which may all have been heard.
		assert.ok(book.trades.length > 3, exchange);
		assert.ok(fetched.length > 5 || (exchange === 'bybit' && book.trades.length > 60), exchange);
		assert.ok(
			tape.every(({isAfterGap}) => !isAfterGap),
			`${exchange} has no gap`,
		);
		assert.equal(new Set(tape.map(({id}) => id)).size, tape.length);
		assert.equal(tape.filter(({isFetched}) => !isFetched).length, book.trades.length);
	}
	const run = await startPlayerRun(writeFile(capture));
	await run.seek(8000);
	for (const book of books) {
		const replayed = run.books().find(({exchange}) => exchange === book.exchange);
		assert.ok(replayed);
		// The last moments are of one view more.
		const tape = tapeOf(replayed);
		assert.ok(tape.length > tapeOf(book).length - 20, book.exchange);
		assert.deepEqual(tape, tapeOf(book).slice(0, tape.length), book.exchange);
	}
	run.stop();
});

test('nobody is asked what was traded before where that is not wanted', async () => {
	const {books, asked} = await follow({followed: defaultExchanges, forMs: 5000, areWanted: false});
	assert.deepEqual(asked, []);
	assert.ok(books.every(({status, tapeFacts}) => status === 'live' && !tapeFacts?.runs.length));
});

for (const fault of ['refused-trades', 'cut-trades'] as const)
	test(`${fault}: the books are as live as without`, async () => {
		const {books} = await follow({followed: defaultExchanges, forMs: 9000, fault});
		for (const {status, trades, tapeFacts, health} of books) {
			assert.equal(status, 'live');
			assert.ok(trades.length > 0);
			assert.deepEqual(tapeFacts?.runs, []);
			assert.ok(health.events.some(({text}) => text.startsWith('recent trades: ')));
		}
	});

test('trades that come late are joined all the same', async () => {
	const {books} = await follow({followed: defaultExchanges, forMs: 16_000, fault: 'late-trades'});
	for (const book of books) {
		assert.equal(book.status, 'live');
		assert.ok(tapeOf(book).some(({isFetched}) => isFetched));
	}
});

test('of more than ten markets at once nothing of before is asked for', () => {
	const clock = createFakeClock();
	for (const [count, times] of [
		[10, 10],
		[11, 0],
	] as const) {
		let asked = 0;
		const session: Session = {
			store: createBookStore(),
			started: Promise.resolve(),
			resolved: Promise.resolve([]),
			resync: () => 'asked',
			fetchTrades: () => asked++,
			stop: () => undefined,
		};
		const following = Array.from({length: count}, (_, index) => ({
			wanted: parseMarket(`A${index}/B`),
			session,
		}));
		const sessions = joinMarketSessions(following, clock, () => undefined);
		sessions.fetchTrades();
		assert.equal(asked, times);
		sessions.stop();
	}
});
