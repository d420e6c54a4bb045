import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {printMarkets} from '../../source/commands/markets.js';
import {listRelayed, startRelayedRunning} from '../../source/commands/relayed.js';
import {watch} from '../../source/commands/watch.js';
import {defaultExchanges} from '../../source/exchanges/index.js';
import {parseWantedMarket, type WantedMarket} from '../../source/market-name.js';
import type {BookName} from '../../source/relay/subjects.js';
import {startRelayedSessions} from '../../source/relayed/relayed-sessions.js';
import type {MarketView} from '../../source/store/market-view.js';
import {connectMemoryBus} from '../helpers/memory-bus.js';
import {runUntil} from '../helpers/read-past.js';
import {createStage} from '../helpers/relay-stage.js';

const exchanges = defaultExchanges.filter(({id}) => id === 'binance' || id === 'huobi');

const bookOf = (exchange: string, quote: string): BookName => ({exchange, base: 'STEEM', quote});

const wanted = (text: string): WantedMarket => {
	const market = parseWantedMarket(text);
	assert.ok(market);
	return market;
};

const usdt = wanted('STEEM/USDT');
const btc = wanted('STEEM/BTC');

/** A relay with two markets, of one of which only one exchange has a book. */
const startStage = async () => {
	const stage = createStage();
	const books = [bookOf('binance', 'USDT'), bookOf('huobi', 'USDT'), bookOf('binance', 'BTC')];
	const desk = stage.desk('desk-1', {books});
	await stage.run(3000);
	const bus = connectMemoryBus({server: stage.server});
	return {stage, desk, options: {bus, exchanges, clock: stage.clock, random: () => 0.5}};
};

const statusesOf = ({books}: MarketView): readonly string[] =>
	books.map(({exchange, market, status}) => `${market} on ${exchange} ${status}`);

test('several markets are watched side by side, each as its relay tells it', async () => {
	const {stage, desk, options} = await startStage();
	const sessions = startRelayedSessions(options, [usdt, btc]);
	let lines: string[] = [];
	const console = {write: (text: string) => lines.push(text) > 0, onDrain: () => undefined};
	const stop = watch(sessions, console, {
		...{isJson: false, levels: 1, show: ['books'], size: null, feeOf: () => parseDecimal('0')},
		now: stage.clock.wall,
	});
	await stage.run(2000);
	assert.deepEqual(statusesOf(sessions.store.getView()), [
		...['STEEM/USDT on binance live', 'STEEM/USDT on huobi live'],
		...['STEEM/BTC on binance live', 'STEEM/BTC on huobi failed'],
	]);
	assert.match(
		lines.join(''),
		/Huobi +STEEM\/BTC +failed .*no relay has it: near matches STEEM\/USDT/,
	);
	lines = [];
	desk.kill();
	await stage.run(4000);
	const stale = lines.filter(line => line.includes('stale'));
	for (const name of [/Binance +STEEM\/USDT/, /Huobi +STEEM\/USDT/, /Binance +STEEM\/BTC/])
		assert.ok(
			stale.some(line => name.test(line)),
			`${name}`,
		);
	stop();
	sessions.stop();
});

test('a list of markets has a line for each, whichever is shown', async () => {
	const {stage, options} = await startStage();
	const running = startRelayedRunning(options, [usdt, btc]);
	await stage.run(2000);
	const {listed} = running;
	assert.deepEqual(
		listed?.sessions.map(({session}) => statusesOf(session.store.getView())[0]),
		['STEEM/USDT on binance live', 'STEEM/BTC on binance live'],
	);
	assert.deepEqual(
		running
			.boardOf(running.session)
			.lines()
			.map(({market}) => market),
		['STEEM/USDT', 'STEEM/BTC'],
	);
	const other = running.follow(btc);
	await stage.run(2000);
	assert.equal(statusesOf(other.store.getView())[0], 'STEEM/BTC on binance live');
	assert.equal(statusesOf(listed?.store.getView() ?? {lastUpdate: 0, books: []}).length, 4);
	other.stop();
	listed?.stop();
	await running.source.close();
});

test('where no relay ever was there is no market, and that is said', async () => {
	const stage = createStage();
	const bus = connectMemoryBus({server: stage.server});
	const told: string[] = [];
	const console = {
		write: () => true,
		onDrain: () => undefined,
		complain: (text: string) => void told.push(text),
		tell: () => undefined,
	};
	const none = 'no relay at nats://desk offers a market';
	const print = (query?: string) =>
		runUntil(
			stage,
			printMarkets(listRelayed(bus, exchanges), console, {query, isJson: false, none}),
		);
	assert.equal(await print(), 1);
	assert.equal(await print('steem'), 1);
	assert.deepEqual(told, [none, none]);
});
