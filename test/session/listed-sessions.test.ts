import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatWanted, type WantedMarket} from '../../source/market-name.js';
import {
	followOther,
	endRunning,
	sessionsOf,
	startRunning,
	storeOf,
} from '../../source/session/running.js';
import {startVirtual} from '../helpers/virtual-exchanges.js';

const pair = (base: string, quote: string): WantedMarket => ({type: 'pair', base, quote});
const [steem, btc, hive] = [pair('STEEM', 'USDT'), pair('STEEM', 'BTC'), pair('HIVE', 'USDT')];

const start = async (markets: readonly [WantedMarket, ...WantedMarket[]], isAll = false) => {
	const {clock, simulator, venues, transport} = await startVirtual(5);
	const source = {
		venues,
		transport,
		proxyFor: () => undefined,
		inject: null,
		close: simulator.stop,
	};
	return {clock, running: startRunning(source, markets, {clock, restShare: 0.5, isAll})};
};

const statusesOf = (running: ReturnType<typeof startRunning>) =>
	running
		.boardOf(running.session)
		.lines()
		.map(({market, quotes}) => {
			const statuses = quotes.map(({book}) => book?.status ?? 'told');
			return `${market} ${statuses.join()}`;
		});

/** Markets of whose trades of before some were fetched. */
const fetchedOf = (running: ReturnType<typeof startRunning>) => [
	...new Set(
		storeOf(running)
			.getView()
			.books.flatMap(({market, tapeFacts}) => (tapeFacts?.runs.length ? [market] : [])),
	),
];

/** Moves time on until all books that are followed are live. */
const untilLive = async (
	clock: Awaited<ReturnType<typeof start>>['clock'],
	running: ReturnType<typeof startRunning>,
) => {
	const isLive = () =>
		storeOf(running)
			.getView()
			.books.every(({status}) => status === 'live');
	for (let turn = 0; turn < 40 && !isLive(); turn++) await clock.run(500);
};

test('several markets are proven side by side, whichever is shown', async () => {
	const {clock, running} = await start([steem, btc]);
	await untilLive(clock, running);
	assert.deepEqual(statusesOf(running), ['STEEM/USDT live,live', 'STEEM/BTC live,live']);
	await clock.run(2000);
	assert.deepEqual(fetchedOf(running), ['STEEM/USDT'], 'of the one that is shown');
	const other = followOther(running, btc);
	assert.equal(other.session, running.listed?.sessions[1]?.session);
	assert.equal(other.boardOf(other.session), running.boardOf(running.session));
	assert.equal(storeOf(other).getView().books.length, 4);
	await clock.run(2000);
	assert.deepEqual(fetchedOf(other), ['STEEM/USDT', 'STEEM/BTC']);
	assert.deepEqual(statusesOf(other), ['STEEM/USDT live,live', 'STEEM/BTC live,live']);
	await endRunning(other);
});

test('a market beside the list is followed as long as it is shown', async () => {
	const {clock, running} = await start([steem, btc]);
	const beside = followOther(running, hive);
	await untilLive(clock, running);
	await untilLive(clock, beside);
	assert.equal(sessionsOf(beside).length, 3);
	const books = () =>
		beside.session.store.getView().books.map(({market, status}) => `${market} ${status}`);
	assert.deepEqual(books(), ['HIVE/USDT live', 'HIVE/USDT live']);
	// Alerts and the log hear of all of them.
	assert.equal(storeOf(beside).getView().books.length, 6);
	const back = followOther(beside, steem);
	const before = beside.session.store.getView();
	await clock.run(2000);
	assert.equal(beside.session.store.getView(), before, 'it has ended');
	assert.equal(sessionsOf(back).length, 2);
	assert.equal(storeOf(back).getView().books.length, 4);
	assert.deepEqual(statusesOf(back), ['STEEM/USDT live,live', 'STEEM/BTC live,live']);
	await endRunning(back);
});

test('one market has a list of one line', async () => {
	const {clock, running} = await start([steem]);
	await untilLive(clock, running);
	assert.equal(running.listed, null);
	assert.deepEqual(statusesOf(running), ['STEEM/USDT live,live']);
	await endRunning(running);
});

test('of all markets the one that is shown is proven, the others are told', async () => {
	const {clock, running} = await start([steem], true);
	const board = running.boardOf(running.session);
	const stop = board.watch(() => undefined);
	await untilLive(clock, running);
	const lines = statusesOf(running);
	assert.ok(lines.length > 40, `${lines.length}`);
	assert.deepEqual(
		lines.filter(line => !line.endsWith(' told,told')),
		['STEEM/USDT live,live'],
	);
	const [other] = board.lines().filter(({market}) => market === 'ETH/USDT');
	assert.ok(other?.quotes.every(({told}) => told?.ticker.bid && told.ticker.ask));
	stop();
	const next = followOther(running, hive);
	next.boardOf(next.session);
	await untilLive(clock, next);
	assert.deepEqual(
		statusesOf(next).filter(line => !line.endsWith(' told,told')),
		['HIVE/USDT live,live'],
	);
	assert.equal(formatWanted(hive), 'HIVE/USDT');
	await endRunning(next);
});
