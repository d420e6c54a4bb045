import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {startRelayedSession} from '../../source/relayed/relayed-session.js';
import {defaultExchanges} from '../../source/exchanges/index.js';
import {parseMarket} from '../../source/options/options.js';
import {packToldHealth, readToldHealth} from '../../source/relay/health.js';
import {packPlaced, packWord, readPlaced, readWord} from '../../source/relay/messages.js';
import {PayloadError} from '../../source/relay/reading.js';
import {subjectsOf} from '../../source/relay/subjects.js';
import {packTrade, packWrite, readFacts, readTrade, readWrite} from '../../source/relay/writes.js';
import {explainUnlisted} from '../../source/session/unlisted.js';
import {initialHealth} from '../../source/store/market-view.js';
import {columns} from '../helpers/columns.js';
import {connectMemoryBus, createMemoryServer} from '../helpers/memory-bus.js';
import {createStage, createStageViewer, stageBook, stageKey} from '../helpers/relay-stage.js';

const {state: stateSubject} = subjectsOf(stageBook);

/** A stored book, as a relay wrote it. */
const stored = async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	await stage.run(100);
	const [message] = stage.server.stored(stateSubject);
	assert.ok(message);
	return {stage, owner, placed: readPlaced(message.bytes)};
};

test('a time that no calendar has is no payload', async () => {
	const {placed} = await stored();
	const word = {run: 'desk-1~1', epoch: 1, position: 1, live: true, up: 1, asOf: 1, at: 1, sum: 1};
	const told = {run: 'desk-1~1', epoch: 1, rate: 1, health: initialHealth};
	for (const time of [1e300, -1e300, 9e15]) {
		const {state} = placed;
		for (const payload of [
			{...placed, at: time},
			{...placed, asOf: time},
			{...placed, state: {...state, receivedAt: time}},
			{...placed, state: {...state, status: {...state.status, retryAt: time}}},
			{...placed, state: {...state, image: {...state.image, exchangeTime: time}}},
		])
			assert.throws(() => readPlaced(packPlaced(payload)), PayloadError);
		for (const name of ['up', 'asOf', 'at'])
			assert.throws(() => readWord(Buffer.from(packWord({...word, [name]: time}))), PayloadError);
		for (const health of [
			{connectedSince: time},
			{heardAt: time},
			{clockOffsetMs: time},
			{lastAudit: {at: time, differences: 0}},
			{events: [{at: time, text: 'gap'}]},
		]) {
			const payload = {...told, health: {...initialHealth, ...health}};
			assert.throws(() => readToldHealth(packToldHealth(payload)), PayloadError);
		}
	}
});

test('a stored book of an absurd time is shown to nobody', async () => {
	const {stage, owner, placed} = await stored();
	const storing = owner.bus.store(stateSubject, packPlaced({...placed, at: 1e300}));
	await stage.run(50);
	await storing;
	owner.kill();
	const viewer = stage.viewer();
	await stage.run(3000);
	assert.match(viewer.status(), /^failed: no relay has it/);
});

test('where no relay ever was, no relay has a market', async () => {
	const {clock, run} = createStage();
	const server = createMemoryServer({clock, streams: []});
	const viewer = createStageViewer(clock, server);
	await run(3000);
	assert.equal(viewer.status(), 'failed: no relay has it: near matches STEEM/USDC');
	const bus = connectMemoryBus({server, clock});
	const wanted = parseMarket('STEEM/USDT');
	const way = {bus, wanted, clock, random: () => 0.5};
	const session = startRelayedSession({...way, exchanges: defaultExchanges});
	await run(100);
	assert.equal(
		explainUnlisted(wanted, await session.resolved),
		'no relay has STEEM/USDT on Binance or Huobi [no-relay]',
	);
	session.stop();
});

test('steps, prices and sizes of trades that are zero are no payload', () => {
	const trade = {id: '1', price: parseDecimal('2'), size: parseDecimal('3'), side: null, time: 1};
	assert.deepEqual(readTrade(packTrade(trade)), trade);
	for (const name of ['price', 'size'])
		assert.throws(() => readTrade({...packTrade(trade), [name]: '0'}), PayloadError);
	for (const name of ['tickSize', 'sizeStep'])
		assert.throws(() => readFacts({[name]: '0.00'}), PayloadError);
});

test('a change without a bound travels as it is', () => {
	const sides = {bids: columns(['0.1', '1']), asks: columns(['0.2', '1'])};
	const change = {
		...({type: 'snapshot', ...sides, sequence: 1, exchangeTime: null} as const),
		...{maxLevels: Infinity, limit: Infinity, seenLevels: Infinity},
	};
	const packed = JSON.stringify(packWrite({name: 'audit', args: [stageKey, [change]]}));
	const {args} = readWrite(stageKey)(JSON.parse(packed));
	assert.deepEqual(args, [stageKey, [change]]);
});

test('an audit that passed at the relay, and does not here, is a doubt', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const bids = Array.from({length: 60}, (_, at) => [`0.0${999 - at}`, '1'] as const);
	owner.snapshot(20, bids);
	const viewer = stage.viewer();
	await stage.run(500);
	const book = {sequence: 20, exchangeTime: null} as const;
	// So deep that no sum tells of it.
	const deep = {bids: columns(['0.0945', '7']), asks: columns()};
	viewer.store.apply(stageKey, {type: 'update', ...deep, ...book}, stage.clock.now());
	await stage.run(1500);
	assert.deepEqual(viewer.rejoins, []);
	const sides = {bids: columns(...bids), asks: columns(['0.2', '1'])};
	assert.equal(owner.store.audit(stageKey, [{type: 'snapshot', ...sides, ...book}]), 0);
	await stage.run(1500);
	assert.deepEqual(viewer.rejoins, ["the book differs from the relay's"]);
	assert.equal(viewer.status(), 'live');
});

test('what an exchange tells of a day is not passed on: viewers before this would not know it', () => {
	const told = {bid: null, ask: null, last: null, open: null, high: null, low: null, volume: null};
	const day = {ticker: {name: 'A', ...told, changePercent: 1}, at: 1000};
	assert.equal(packWrite({name: 'setDay', args: [stageKey, day]}), null);
});
