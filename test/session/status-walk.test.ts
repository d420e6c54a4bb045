import '../helpers/strict-statuses.js';
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {binance} from '../../source/exchanges/binance/index.js';
import type {FeedStatus} from '../../source/faults.js';
import {startSession} from '../../source/session/session.js';
import {liveTable} from '../../source/store/status-table.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport} from '../helpers/fake-transport.js';
import {event, snapshot} from '../helpers/feed-run.js';

const listOf = (base: string, symbol: string) => ({
	body: JSON.stringify({
		symbols: [{symbol, status: 'TRADING', baseAsset: base, quoteAsset: 'USDT', filters: []}],
	}),
});

/** A session with Binance, whose list is so slow that the market is followed without. */
const start = async () => {
	const clock = createFakeClock(1_700_000_000_000);
	const fake = createFakeTransport();
	const session = startSession({
		wanted: {type: 'pair', base: 'STEEM', quote: 'USDT'},
		venues: [{exchange: binance, endpoints: {ws: 'ws://x', rest: 'http://x'}}],
		...{transport: fake.transport, clock, random: () => 1},
	});
	clock.advance(1500);
	await session.started;
	const pairs: string[] = [];
	let last: FeedStatus = 'connecting';
	session.store.followStatus(({status}) => {
		if (status !== last) pairs.push(`${last} ${status}`);
		last = status;
	});
	const [list] = fake.gets;
	assert.ok(list);
	assert.match(list.url, /exchangeInfo/);
	const depths = () => fake.gets.filter(({url}) => url.includes('/depth'));
	return {...fake, clock, list, depths, session, pairs, status: () => last};
};

type Run = Awaited<ReturnType<typeof start>>;
type Step = (run: Run) => void | Promise<void>;

const open: Step = ({socket}) => {
	socket().emit({type: 'open'});
};
const lose: Step = ({socket}) => {
	socket().emit({type: 'close', reason: 'x: connection lost'});
};
const refuse: Step = ({socket}) => {
	socket().emit({type: 'close', reason: 'x answered with 404', status: 404});
};
const wait =
	(ms: number): Step =>
	({clock}) => {
		clock.advance(ms);
	};
/** A second of sleep, as no timer can tell it from another second. */
const sleep: Step = ({clock}) => {
	clock.sleep(1000);
	clock.advance(100);
};
const missing: Step = ({socket}) => {
	socket().emit(event(120, 121));
};
const pong: Step = ({socket}) => {
	socket().emit({type: 'pong', payload: socket().pinged});
};
/** Answers the newest snapshot asked for; one asked for before a sleep is of no use, and it is asked for again. */
const answer =
	(id: number, bid?: string): Step =>
	async ({depths, clock}) => {
		clock.advance(1000);
		await depths().at(-1)?.answer(snapshot(id, bid));
	};
const all =
	(...steps: Step[]): Step =>
	async run => {
		for (const step of steps) await step(run);
	};

const push: Step = ({socket}) => {
	socket().emit(event(99, 100));
};
const crossed = answer(100, '3');
const sync = all(push, answer(100));
/** The market is listed by another name than the usual, so that its feed begins anew. */
const restart: Step = ({list}) => list.answer(listOf('STEEM', 'STEEMUSD'));
/** It is not listed, by its symbol nor in the whole list. */
const end: Step = async ({list, gets}) => {
	await list.answer({status: 400, body: '{"code":-1121,"msg":"Invalid symbol."}'});
	await gets.at(-1)?.answer(listOf('ETH', 'ETHUSDT'));
};
const nothing: Step = () => undefined;

/** How a book gets there from connecting, step by step. */
const reach: Record<FeedStatus, Step> = {
	connecting: nothing,
	syncing: open,
	live: all(open, sync),
	stale: all(open, sync, sleep),
	resyncing: all(open, sync, missing),
	reconnecting: lose,
	failed: refuse,
};

/** What makes it go on: for each pair that the table allows. */
const steps: Record<FeedStatus, Partial<Record<FeedStatus, Step>>> = {
	connecting: {syncing: open, reconnecting: lose, failed: refuse},
	syncing: {
		...{connecting: restart, reconnecting: lose, failed: end},
		live: sync,
		stale: all(push, sleep, answer(100), answer(100)),
		resyncing: all(push, crossed),
	},
	live: {
		...{connecting: restart, reconnecting: lose, failed: end},
		stale: wait(22_000),
		resyncing: missing,
	},
	stale: {
		...{connecting: restart, reconnecting: lose, failed: end},
		live: all(pong, answer(100)),
		resyncing: missing,
	},
	resyncing: {
		...{connecting: restart, reconnecting: lose, failed: end},
		live: answer(121),
		stale: all(sleep, answer(121), answer(121)),
	},
	reconnecting: {
		...{connecting: restart, failed: end},
		syncing: all(wait(500), open),
		resyncing: nothing,
	},
	failed: {connecting: restart, reconnecting: wait(30_000)},
};

const allStatuses = Object.keys(liveTable) as FeedStatus[];

for (const from of allStatuses)
	for (const to of Object.keys(liveTable[from]) as FeedStatus[])
		test(`a ${from} book may become ${to}`, async () => {
			const step = steps[from][to];
			assert.ok(step, 'a way that the table allows has to be shown');
			const run = await start();
			const hadBook = from === 'reconnecting' && to === 'resyncing';
			await (hadBook ? all(open, sync, lose) : reach[from])(run);
			assert.equal(run.status(), from);
			run.pairs.length = 0;
			await (hadBook ? all(wait(500), open) : step)(run);
			assert.equal(run.pairs[0], `${from} ${to}`);
			run.session.stop();
		});

test('shows no way that the table does not allow', () => {
	const shown = (from: FeedStatus) => Object.keys(steps[from]).sort();
	for (const from of allStatuses)
		assert.deepEqual(shown(from), Object.keys(liveTable[from]).sort());
});
