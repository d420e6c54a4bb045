import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal} from '../../source/book/fixed-point.js';
import type {Trade} from '../../source/book/trade.js';
import {exchanges} from '../../source/exchanges/index.js';
import {restWireOf} from '../../source/playback/wire.js';
import {between, createRandom} from '../../source/random.js';
import {createCaptureWire} from '../../source/playback/capture-wire.js';

/** An answer with two fills of one market, as its documentation shows it; the older sold, the newer bought. */
type Sample = {
	readonly symbol: string;
	readonly body: unknown;
	readonly told: readonly string[];
	/** The same with the taker's side of the first fill in it left out. */
	readonly sideless: (text: string) => string;
	/** What it answers with where it refuses, with status 200. */
	readonly refusal?: unknown;
};

const samples: Readonly<Record<string, Sample>> = {
	binance: {
		symbol: 'STEEMUSDT',
		body: [
			{id: 28457, price: '0.16430000', qty: '12.00000000', time: 1700000000001, isBuyerMaker: true},
			{id: 28458, price: '0.16440000', qty: '7.10000000', time: 1700000000002, isBuyerMaker: false},
		],
		told: ['28457 sell 12 at 0.1643, 1', '28458 buy 7.1 at 0.1644, 2'],
		sideless: text => text.replace('"isBuyerMaker":true', '"isBuyerMaker":null'),
	},
	huobi: {
		symbol: 'steemusdt',
		body: {
			status: 'ok',
			ch: 'market.steemusdt.trade.detail',
			ts: 1700000000009,
			data: [
				{
					id: 3,
					ts: 1700000000002,
					data: [
						{
							id: 1.7e40,
							ts: 1700000000002,
							'trade-id': 102523573487,
							amount: 7.1,
							price: 0.1644,
							direction: 'buy',
						},
					],
				},
				{
					id: 2,
					ts: 1700000000001,
					data: [
						{
							id: 1.6e40,
							ts: 1700000000001,
							'trade-id': 102523573486,
							amount: 12,
							price: 0.1643,
							direction: 'sell',
						},
					],
				},
			],
		},
		told: ['102523573486 sell 12 at 0.1643, 1', '102523573487 buy 7.1 at 0.1644, 2'],
		sideless: text => text.replace('"direction":"sell"', '"direction":"up"'),
		refusal: {status: 'error', 'err-code': 'invalid-parameter', 'err-msg': 'invalid symbol'},
	},
	kraken: {
		symbol: 'STEEM/BTC',
		body: {
			error: [],
			result: {
				STEEMXBT: [
					['0.1643', '12.00000000', 1700000000.001, 's', 'l', '', 61044952],
					['0.1644', '7.10000000', 1700000000.0023, 'b', 'm', '', 61044956],
				],
				last: '1700000000002300000',
			},
		},
		told: ['61044952 sell 12 at 0.1643, 1', '61044956 buy 7.1 at 0.1644, 2'],
		sideless: text => text.replace('"s"', '"x"'),
		refusal: {error: ['EQuery:Unknown asset pair']},
	},
	coinbase: {
		symbol: 'STEEM-USD',
		body: {
			trades: [
				{
					trade_id: '1068572092',
					product_id: 'STEEM-USD',
					price: '0.1644',
					size: '7.1',
					time: '2023-11-14T22:13:20.002999Z',
					side: 'SELL',
					...{bid: '', ask: '', exchange: 'CBE'},
				},
				{
					trade_id: '1068572091',
					product_id: 'STEEM-USD',
					price: '0.1643',
					size: '12',
					time: '2023-11-14T22:13:20.001Z',
					side: 'BUY',
					...{bid: '', ask: '', exchange: 'CBE'},
				},
			],
			best_bid: '0.1643',
			best_ask: '0.1644',
		},
		told: ['1068572091 sell 12 at 0.1643, 1', '1068572092 buy 7.1 at 0.1644, 2'],
		sideless: text => text.replace('"SELL"', '"UNKNOWN_ORDER_SIDE"'),
	},
	okx: {
		symbol: 'STEEM-USDT',
		body: {
			code: '0',
			msg: '',
			data: [
				{
					...{instId: 'STEEM-USDT', tradeId: '242720721', px: '0.1644', sz: '7.1', side: 'buy'},
					ts: '1700000000002',
				},
				{
					...{instId: 'STEEM-USDT', tradeId: '242720720', px: '0.1643', sz: '12', side: 'sell'},
					ts: '1700000000001',
				},
			],
		},
		told: ['242720720 sell 12 at 0.1643, 1', '242720721 buy 7.1 at 0.1644, 2'],
		sideless: text => text.replace('"sell"', '""'),
		refusal: {code: '51001', msg: 'Instrument ID does not exist', data: []},
	},
	bybit: {
		symbol: 'STEEMUSDT',
		body: {
			retCode: 0,
			retMsg: 'OK',
			result: {
				category: 'spot',
				list: [
					{
						...{execId: '2280000001739247418', symbol: 'STEEMUSDT', price: '0.1644', size: '7.1'},
						...{side: 'Buy', time: '1700000000002', isBlockTrade: false},
					},
					{
						...{execId: '2280000001739247417', symbol: 'STEEMUSDT', price: '0.1643', size: '12'},
						...{side: 'Sell', time: '1700000000001', isBlockTrade: false},
					},
				],
			},
			retExtInfo: {},
			time: 1700000000009,
		},
		told: ['2280000001739247417 sell 12 at 0.1643, 1', '2280000001739247418 buy 7.1 at 0.1644, 2'],
		sideless: text => text.replace('"Sell"', '"None"'),
		refusal: {retCode: 10001, retMsg: 'Not supported symbols', result: {}, retExtInfo: {}},
	},
	gate: {
		symbol: 'STEEM_USDT',
		body: [
			{
				...{id: '1232893233', create_time: '1700000000', create_time_ms: '1700000000002.9876'},
				...{currency_pair: 'STEEM_USDT', side: 'buy', amount: '7.1', price: '0.1644'},
			},
			{
				...{id: '1232893232', create_time: '1700000000', create_time_ms: '1700000000001.1234'},
				...{currency_pair: 'STEEM_USDT', side: 'sell', amount: '12', price: '0.1643'},
			},
		],
		told: ['1232893232 sell 12 at 0.1643, 1', '1232893233 buy 7.1 at 0.1644, 2'],
		sideless: text => text.replace('"sell"', '"both"'),
	},
	bitstamp: {
		symbol: 'steemusd',
		body: [
			{date: '1700000001', tid: '216000478', amount: '7.10000000', price: '0.1644', type: '0'},
			{date: '1700000000', tid: '216000477', amount: '12.00000000', price: '0.1643', type: '1'},
		],
		told: ['216000477 sell 12 at 0.1643, 0', '216000478 buy 7.1 at 0.1644, 1000'],
		sideless: text => text.replace('"type":"1"', '"type":"2"'),
	},
	upbit: {
		symbol: 'USDT-STEEM',
		body: [
			{
				...{market: 'USDT-STEEM', trade_date_utc: '2023-11-14', trade_time_utc: '22:13:20'},
				...{timestamp: 1700000000002, trade_price: 0.1644, trade_volume: 7.1},
				...{prev_closing_price: 0.16, ask_bid: 'BID', sequential_id: 1700000000002001},
			},
			{
				...{market: 'USDT-STEEM', trade_date_utc: '2023-11-14', trade_time_utc: '22:13:20'},
				...{timestamp: 1700000000001, trade_price: 0.1643, trade_volume: 12},
				...{prev_closing_price: 0.16, ask_bid: 'ASK', sequential_id: 1700000000001000},
			},
		],
		told: ['1700000000001000 sell 12 at 0.1643, 1', '1700000000002001 buy 7.1 at 0.1644, 2'],
		sideless: text => text.replace('"ASK"', '"MID"'),
	},
};

const tell = ({id, side, size, price, time}: Trade) =>
	`${id} ${side ?? 'unknown'} ${formatDecimal(size)} at ${formatDecimal(price)}, ${time - 1_700_000_000_000}`;

/** A number of JSON that JavaScript cannot hold is written as the exchange writes it. */
const bodyOf = ({body}: Sample): string =>
	JSON.stringify(body).replace('1.7e+40', '1'.repeat(41)).replace('1.6e+40', '2'.repeat(41));

for (const {id, recentTrades} of exchanges) {
	const sample = samples[id];

	test(`${id}: recent trades are read exactly, oldest first`, () => {
		assert.ok(sample);
		assert.deepEqual(recentTrades.parse(bodyOf(sample), sample.symbol).map(tell), sample.told);
	});

	test(`${id}: an answer with a hole in it is refused`, () => {
		assert.ok(sample);
		const text = bodyOf(sample);
		const wrong = [
			...['', 'null', '{}', '"x"', '<html>', text.slice(0, -5), '[[]]', '[null]'],
			...(sample.refusal ? [JSON.stringify(sample.refusal)] : []),
			text.replaceAll(/"?0\.1643"?/g, '"-1"'),
			text.replaceAll(/"?0\.1643"?/g, '0'),
			text.replaceAll(/"?12(\.0+)?"?(?=[,}])/g, '"abc"'),
			sample.sideless(text),
		];
		for (const body of wrong) {
			assert.notEqual(body, text);
			assert.throws(() => recentTrades.parse(body, sample.symbol), {name: 'MessageError'}, body);
		}
	});

	test(`${id}: a spoiled answer is read as no more than it was, or refused`, () => {
		assert.ok(sample);
		const text = bodyOf(sample);
		const random = createRandom(`${id} spoiled`);
		for (let count = 0; count < 150; count++) {
			const at = between(random, 0, text.length - 1);
			const put = ['', '"', '}', ',', '0', '9e999', 'null', '\u001B'][between(random, 0, 7)];
			const body = text.slice(0, at) + put + text.slice(at + between(random, 0, 3));
			let trades: readonly Trade[];
			try {
				trades = recentTrades.parse(body, sample.symbol);
			} catch (error) {
				assert.equal((error as Error).name, 'MessageError');
				continue;
			}
			assert.ok(trades.length <= 2);
			for (const {id: name, price, size, time} of trades) {
				assert.match(name, /^[\w-]{1,64}$/);
				assert.ok(price.units > 0 && size.units > 0 && Number.isSafeInteger(time) && time > 0);
			}
		}
	});

	test(`${id}: its address is known among those of all others`, () => {
		assert.ok(sample);
		const url = new URL(`https://host${recentTrades.path(sample.symbol)}`);
		assert.equal(restWireOf(url)?.exchange.id, id);
		const purpose = createCaptureWire([id]).purposeOf(url.href);
		assert.deepEqual([purpose?.exchange, purpose?.kind], [id, 'trades']);
		const others = exchanges.filter(other => other.recentTrades.symbolOf(url) !== null);
		assert.deepEqual(
			others.map(other => other.id),
			[id],
		);
	});
}

test('fills of another market are refused', () => {
	for (const id of ['okx', 'bybit', 'gate', 'upbit', 'coinbase']) {
		const sample = samples[id];
		const exchange = exchanges.find(other => other.id === id);
		assert.ok(sample && exchange);
		assert.throws(() => exchange.recentTrades.parse(bodyOf(sample), 'OTHER'), {
			name: 'MessageError',
		});
	}
});

test("okx: one order's fills at a price are one, as in its stream", () => {
	const fill = (tradeId: string, sz: string, px: string) => ({
		...{instId: 'A-B', tradeId, px, sz, side: 'buy', ts: '1700000000001'},
	});
	const data = [fill('4', '1', '0.3'), fill('3', '0.25', '0.2'), fill('2', '0.5', '0.2')];
	const okx = exchanges.find(({id}) => id === 'okx');
	const trades = okx?.recentTrades.parse(JSON.stringify({code: '0', msg: '', data}), 'A-B');
	assert.deepEqual(trades?.map(tell), ['3 buy 0.75 at 0.2, 1', '4 buy 1 at 0.3, 1']);
});

test('of more fills than a tape shows the newest are kept', () => {
	const fills = Array.from({length: 700}, (_, id) => ({
		...{id, price: '1', qty: '1', time: 1_700_000_000_000 + id, isBuyerMaker: true},
	}));
	const binance = exchanges.find(({id}) => id === 'binance');
	const trades = binance?.recentTrades.parse(JSON.stringify(fills), 'A');
	assert.deepEqual([trades?.length, trades?.[0]?.id, trades?.at(-1)?.id], [500, '200', '699']);
});
