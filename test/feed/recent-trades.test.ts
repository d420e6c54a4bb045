import assert from 'node:assert/strict';
import {test} from 'node:test';
import {joinTape, noTapeFacts} from '../../source/book/joined-tape.js';
import {acknowledgement, event, snapshot, startLive, type FeedRun} from '../helpers/feed-run.js';

const start = 1_700_000_000_000;

/** A fill as Binance's stream tells it, so many milliseconds after the start. */
const heard = (id: number, ms = id) => ({
	type: 'message' as const,
	data: JSON.stringify({
		...{e: 'trade', s: 'STEEMUSDT', t: id, p: '1', q: '2'},
		...{T: start + ms, m: true},
	}),
});

/** What Binance answers with where it is asked for the newest fills. */
const answer = (...ids: number[]) => ({
	body: JSON.stringify(
		ids.map(id => ({id, price: '1', qty: '2', time: start + id, isBuyerMaker: true})),
	),
});

const asked = ({gets}: FeedRun) =>
	gets.filter(({url}) => url === 'http://exchange/api/v3/trades?symbol=STEEMUSDT&limit=500');

const tapeOf = ({view}: FeedRun) => {
	const {trades, tapeFacts = noTapeFacts} = view();
	return joinTape(trades, tapeFacts, 500)
		.map(({id, isFetched, isAfterGap}) => `${isAfterGap ? '| ' : ''}${id}${isFetched ? '*' : ''}`)
		.join(' ');
};

const startWanted = async () => {
	const run = await startLive();
	run.feed.fetchTrades();
	return run;
};

/** Signs of life, so that nothing is given up meanwhile. */
const wait = (run: FeedRun, ms: number) => {
	for (let left = ms; left > 0; left -= 1000) {
		run.clock.advance(Math.min(1000, left));
		run.socket().emit({type: 'ping'});
	}
};

test('recent trades are asked for once the book is live', async () => {
	const run = await startWanted();
	wait(run, 2000);
	assert.equal(asked(run).length, 1);
	run.socket().emit(heard(12));
	await run.request().answer(answer(10, 11, 12));
	assert.equal(tapeOf(run), '10* 11* 12');
	wait(run, 120_000);
	assert.equal(asked(run).length, 1, 'nothing is missing');
});

test('nobody asks for trades that nobody wants', async () => {
	const run = await startLive();
	wait(run, 5000);
	assert.equal(asked(run).length, 0);
});

test('no trades are asked for before the book is live', async () => {
	const run = await startWanted();
	run.socket().emit(event(200, 201));
	assert.equal(run.view().status, 'resyncing');
	wait(run, 3000);
	assert.equal(asked(run).length, 0);
});

test('a quiet market is asked about once more after its first trade', async () => {
	const run = await startWanted();
	wait(run, 2000);
	await run.request().answer(answer(10, 11));
	wait(run, 60_000);
	assert.equal(asked(run).length, 1);
	run.socket().emit(heard(70_000));
	assert.equal(tapeOf(run), '10* 11* | 70000');
	wait(run, 4000);
	assert.equal(asked(run).length, 2);
	await run.request().answer(answer(11, 500, 70_000));
	assert.equal(tapeOf(run), '10* 11* 500* 70000');
});

test('after a lost connection the gap is asked for, and filled', async () => {
	const run = await startWanted();
	wait(run, 2000);
	run.socket().emit(heard(12));
	await run.request().answer(answer(11, 12));
	run.socket().emit({type: 'close', reason: 'x: connection lost'});
	run.clock.advance(30_000);
	run.socket().emit({type: 'open'});
	run.socket().emit(acknowledgement);
	run.socket().emit(event(101, 102));
	await run.request().answer(snapshot(102));
	assert.equal(run.view().status, 'live');
	run.socket().emit(heard(40_000));
	assert.equal(tapeOf(run), '11* 12 | 40000');
	wait(run, 4000);
	assert.equal(asked(run).length, 2);
	await run.request().answer(answer(12, 13, 14, 40_000));
	assert.equal(tapeOf(run), '11* 12 13* 14* 40000');
});

test('bad answers cost the book nothing, and are not asked for without end', async () => {
	const run = await startWanted();
	wait(run, 2000);
	await run.request().answer({body: '{"rows":[]}'});
	wait(run, 29_000);
	assert.equal(asked(run).length, 1);
	wait(run, 2000);
	await run.request().answer({status: 404, body: '{"code":-1121,"msg":"Invalid symbol."}'});
	wait(run, 60_000);
	assert.equal(asked(run).length, 3);
	await run.request().fail(new Error('connection reset'));
	wait(run, 1_000_000);
	assert.equal(asked(run).length, 3);
	assert.equal(run.view().status, 'live');
	assert.equal(run.view().trades.length, 0);
	const events = run.view().health.events.map(({text}) => text);
	assert.equal(events.filter(text => text.startsWith('recent trades: ')).length, 2);
});

test('a pause that the exchange asks for is kept', async () => {
	const run = await startWanted();
	wait(run, 2000);
	await run.request().answer({status: 429, headers: {'retry-after': '90'}});
	wait(run, 88_000);
	assert.equal(asked(run).length, 1);
	wait(run, 5000);
	assert.equal(asked(run).length, 2);
});

test('trades are not asked for where snapshots would be short of weight', async () => {
	const run = await startLive();
	// Of 6000 a minute; a snapshot weighs 50.
	const used = {'x-mbx-used-weight-1m': '5900'};
	void run.link.rest.get('/x', 1);
	await run.request().answer({headers: used});
	run.feed.fetchTrades();
	wait(run, 3000);
	assert.equal(asked(run).length, 0);
	wait(run, 60_000);
	assert.equal(asked(run).length, 1);
});

test('an answer that comes after the end is nobody’s', async () => {
	const run = await startWanted();
	wait(run, 2000);
	run.feed.stop();
	await run.request().answer(answer(10));
	assert.equal(tapeOf(run), '');
});

test('fetched trades are told to nobody who follows trades', async () => {
	const run = await startWanted();
	const before = run.view();
	wait(run, 2000);
	await run.request().answer(answer(10, 11));
	const {trades, sequence, bids} = run.view();
	assert.deepEqual([trades, sequence, bids], [[], before.sequence, before.bids]);
});
