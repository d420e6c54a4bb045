import assert from 'node:assert/strict';
import {test} from 'node:test';
import {binance} from '../../source/exchanges/binance/index.js';
import {huobi} from '../../source/exchanges/huobi/index.js';
import {formatWanted} from '../../source/market-name.js';
import {parseMarket} from '../../source/options/options.js';
import type {CaptureFacts} from '../../source/replay/inspect-capture.js';
import {planReplay, type ReplayPlan} from '../../source/replay/plan-replay.js';

const markets = ['STEEM/USDT', 'STEEM/BTC', 'HIVE/USDT'];
const symbolsOf = (names: readonly string[]) => new Set(names.map(name => name.replace('/', '')));

/** A capture of three markets, of which one exchange has but two. */
const facts = (changes: readonly string[] = []): CaptureFacts =>
	({
		header: {market: 'STEEM/USDT', markets, exchanges: ['binance', 'huobi']},
		symbols: new Map([
			['binance', symbolsOf(markets)],
			['huobi', symbolsOf(markets.slice(0, 2))],
		]),
		changes: changes.map(parseMarket),
	}) as unknown as CaptureFacts;

const plan = (options: Partial<ReplayPlan>, of = facts()) =>
	planReplay(of, 'feed.jsonl', {asked: null, chosen: [binance, huobi], ...options}).map(
		({wanted, exchanges}) => `${formatWanted(wanted)} ${exchanges.map(({id}) => id).join()}`,
	);

test('of a capture of several markets the first is followed, or all', () => {
	assert.deepEqual(plan({}), ['STEEM/USDT binance,huobi']);
	assert.deepEqual(plan({isAll: true}), [
		'STEEM/USDT binance,huobi',
		'STEEM/BTC binance,huobi',
		'HIVE/USDT binance',
	]);
});

test('the market that is asked for is followed alone', () => {
	for (const name of ['steembtc', 'STEEM/BTC']) {
		const asked = parseMarket(name);
		assert.deepEqual(plan({asked, isAll: true}), ['STEEM/BTC binance,huobi']);
	}
});

test('a capture that went from one market to another is followed as it went', () => {
	assert.deepEqual(plan({isAll: true}, facts(['HIVE/USDT'])), ['STEEM/USDT binance,huobi']);
});
