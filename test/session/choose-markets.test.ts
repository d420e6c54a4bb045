import assert from 'node:assert/strict';
import {test} from 'node:test';
import {binance} from '../../source/exchanges/binance/index.js';
import {formatWanted} from '../../source/market-name.js';
import {parseMarketChoice} from '../../source/options/market-choice.js';
import {chooseMarkets} from '../../source/session/choose-markets.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport, settle} from '../helpers/fake-transport.js';

const entry = (base: string, quote: string, status = 'TRADING') => ({
	...{symbol: base + quote, status, baseAsset: base, quoteAsset: quote, filters: []},
});

const list = JSON.stringify({
	symbols: [
		...[entry('STEEM', 'USDT'), entry('STEEM', 'BTC'), entry('BTC', 'USDT')],
		entry('STEEM', 'ETH', 'BREAK'),
	],
});

const choose = async (names: readonly string[], answer: 'list' | 'never') => {
	const clock = createFakeClock(1_700_000_000_000);
	const said: string[] = [];
	let requests = 0;
	const {transport} = createFakeTransport();
	const chosen = chooseMarkets({
		choices: names.map(parseMarketChoice),
		venues: [{exchange: binance, endpoints: binance.endpoints}],
		transport: {
			...transport,
			async get() {
				requests++;
				if (answer === 'never') throw Object.assign(new Error('no way'), {errorCode: 'ENETDOWN'});
				return {status: 200, headers: {}, body: list};
			},
		},
		...{clock, random: () => 0.5, restShare: 0.5, say: (text: string) => void said.push(text)},
	});
	let markets: readonly string[] | null = null;
	void chosen.then(found => (markets = found.map(formatWanted)));
	for (let turn = 0; turn < 400 && markets === null; turn++) {
		clock.advance(250);
		await settle();
	}
	return {markets, said, requests};
};

test('finds what a pattern means among the markets that are traded', async () => {
	const {markets, said} = await choose(['btc/usdt', 'STEEM/*'], 'list');
	assert.deepEqual(markets, ['BTC/USDT', 'STEEM/BTC', 'STEEM/USDT']);
	assert.deepEqual(said, [
		'reading the lists of Binance',
		'STEEM/*: 2 markets',
		'3 markets: BTC/USDT, STEEM/BTC, STEEM/USDT',
	]);
});

test('leaves out what is not listed, and says so', async () => {
	const {markets, said} = await choose(['STEEM/USDT', 'GONE/USDT', 'NONE/*'], 'list');
	assert.deepEqual(markets, ['STEEM/USDT']);
	assert.deepEqual(said.slice(1), [
		'GONE/USDT is not listed on Binance: it is left out [not-listed]',
		'no market on Binance is like NONE/*',
	]);
});

test('takes what is named by its name where the list cannot be read', async () => {
	const {markets, said, requests} = await choose(['STEEM/USDT', 'BTC/*'], 'never');
	assert.deepEqual(markets, ['STEEM/USDT']);
	assert.ok(requests >= 3, `${requests} requests`);
	assert.match(said[1] ?? '', /^the list of Binance cannot be read: .* \[\S+\]$/);
	assert.equal(said.length, 2, 'nobody knows which markets are like BTC/*');
});
