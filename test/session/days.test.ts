import assert from 'node:assert/strict';
import {test} from 'node:test';
import {encodeEvent, encodeHeader, type UntimedEvent} from '../../source/capture/capture-format.js';
import type {Exchange} from '../../source/exchanges/exchange.js';
import {defaultExchanges, exchanges} from '../../source/exchanges/index.js';
import {parseMarket} from '../../source/options/options.js';
import {createCaptureWire} from '../../source/playback/capture-wire.js';
import {createTransportTap} from '../../source/recording/transport-tap.js';
import {exchangeAt} from '../../source/session/list-urls.js';
import {startSession} from '../../source/session/session.js';
import {startPlayerRun, writeFile} from '../helpers/replay-run.js';
import {startVirtual} from '../helpers/virtual-exchanges.js';

const market = 'BTC/USDT';

/** Simulated exchanges that are followed for a while, and what went over the wire. */
const follow = async (hasDay: boolean, forMs: number, followed: readonly Exchange[]) => {
	const {clock, simulator, venues, transport, random} = await startVirtual(3, followed);
	const tap = createTransportTap(transport, () => false, exchangeAt(venues));
	const began = clock.now();
	const events: (UntimedEvent & {readonly t: number})[] = [];
	tap.start(event => events.push({t: clock.now() - began, ...event}));
	const session = startSession({
		...{wanted: parseMarket(market), venues, clock, random, hasDay},
		transport: tap.transport,
	});
	const liveAt = new Map<string, number>();
	session.store.followStatus(({exchange, status}) => {
		if (status === 'live' && !liveAt.has(exchange)) liveAt.set(exchange, clock.now() - began);
	});
	await clock.run(forMs);
	session.stop();
	await simulator.stop();
	const {purposeOf} = createCaptureWire([]);
	const days = events.flatMap(event => {
		const purpose = event.kind === 'http' ? purposeOf(event.url) : null;
		return purpose?.kind === 'day' ? [{exchange: purpose.exchange, t: event.t}] : [];
	});
	const capture = [
		encodeHeader({market, startedAt: began, exchanges: followed.map(({id}) => id), app: 'test'}),
		...events.map(encodeEvent),
	].join('');
	return {books: session.store.getView().books, days, liveAt, began, capture};
};

test('what each exchange tells of its last 24 hours is asked for, recorded and replayed', async () => {
	const {books, days, liveAt, began, capture} = await follow(true, 6000, exchanges);
	assert.equal(books.length, exchanges.length);
	for (const {exchange, day} of books) {
		const asked = days.filter(one => one.exchange === exchange).map(({t}) => t);
		assert.equal(asked.length, 1, exchange);
		assert.ok((asked[0] ?? 0) >= (liveAt.get(exchange) ?? Infinity), 'first the book');
		assert.equal((day?.at ?? 0) - began, asked[0]);
		assert.ok(day?.ticker.last, exchange);
	}
	const run = await startPlayerRun(writeFile(capture));
	await run.seek(6000);
	const replayed = run.books();
	for (const {exchange, day} of books) {
		const {day: again} = replayed.find(book => book.exchange === exchange) ?? {};
		assert.deepEqual(again?.ticker, day?.ticker, exchange);
		assert.ok(Math.abs((again?.at ?? 0) - (day?.at ?? 0)) < 10, exchange);
	}
	run.stop();
});

test('nobody is asked about the last 24 hours where they are not wanted', async () => {
	const {books, days} = await follow(false, 5000, defaultExchanges);
	assert.deepEqual(days, []);
	assert.ok(books.every(({status, day}) => status === 'live' && day === null));
});
