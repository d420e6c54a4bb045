import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent, UntimedEvent} from '../../source/capture/capture-format.js';
import {captureHeader, captureText} from '../helpers/capture-lines.js';
import {verifyFiles} from '../helpers/proven.js';
import {printCapture, writeFile} from '../helpers/replay-run.js';

const coinbaseUrl = 'wss://advanced-trade-ws.coinbase.com';

/** A frame of Coinbase; `at`: seconds, by which one is later than another. */
const frame = (channel: string, at: number, sequence: number, event: object): string => {
	const timestamp = `2026-08-09T21:05:${String(at).padStart(2, '0')}.000000001Z`;
	return JSON.stringify({channel, timestamp, sequence_num: sequence, events: [event]});
};

const book = (at: number, sequence: number, type: string, bid: string, product = 'ETH-USD') =>
	frame('l2_data', at, sequence, {
		type,
		product_id: product,
		updates: [
			{side: 'bid', event_time: '', price_level: '10', new_quantity: bid},
			{side: 'offer', event_time: '', price_level: '11', new_quantity: '1'},
		],
	});

const heartbeat = (at: number, sequence: number) =>
	frame('heartbeats', at, sequence, {current_time: '', heartbeat_counter: 1});

const subscribe = (product = 'ETH-USD') =>
	JSON.stringify({type: 'subscribe', product_ids: [product], channel: 'level2'});

const toText = (id: string, events: readonly UntimedEvent[], exchanges: readonly string[] = [id]) =>
	captureText(
		events.map((event, index): CaptureEvent => ({t: index * 100, ...event})),
		{...captureHeader, market: 'ETH/USD', exchanges},
	);

const received = (connection: number, ...texts: readonly string[]): readonly UntimedEvent[] =>
	texts.map(data => ({kind: 'ws', connection, data}));

const opened = (connection: number, url = coinbaseUrl, exchange?: string): UntimedEvent => ({
	...{kind: 'open', connection, url},
	...(exchange === undefined ? {} : {exchange}),
});

const verify = async (text: string) => {
	const {books, defects, notices} = await verifyFiles([writeFile(text)]);
	return {
		books: books.map(({exchange, symbol, isInSync, gaps}) => [exchange, symbol, isInSync, gaps]),
		codes: defects.map(({code}) => code),
		notices,
	};
};

test('follows a host without a path in a raw file', async () => {
	const texts = [heartbeat(1, 0), book(1, 1, 'snapshot', '5'), book(2, 2, 'update', '6')];
	const lines = texts.map((data, index) => ({t: index * 100, kind: 'ws', url: coinbaseUrl, data}));
	const {books, codes} = await verify(lines.map(line => `${JSON.stringify(line)}\n`).join(''));
	assert.deepEqual([books, codes], [[['coinbase', 'ETH-USD', true, 0]], []]);
});

test('begins anew where numbers do on another connection', async () => {
	const {books, codes} = await verify(
		toText('coinbase', [
			opened(1),
			...received(1, book(1, 70, 'snapshot', '5'), book(2, 71, 'update', '6')),
			{kind: 'close', connection: 1, reason: 'gone'},
			opened(2),
			...received(2, book(3, 0, 'snapshot', '7'), book(4, 1, 'update', '8')),
		]),
	);
	assert.deepEqual([books, codes], [[['coinbase', 'ETH-USD', true, 0]], []]);
});

test('counts the frames of all products of a connection', async () => {
	const both = (...texts: readonly string[]) => [
		opened(1),
		...[subscribe(), subscribe('BTC-USD')].map((data): UntimedEvent => ({
			kind: 'sent',
			connection: 1,
			data,
		})),
		...received(1, ...texts),
	];
	const texts = [
		book(1, 0, 'snapshot', '5'),
		book(1, 1, 'snapshot', '5', 'BTC-USD'),
		book(2, 2, 'update', '6'),
		book(2, 3, 'update', '6', 'BTC-USD'),
		heartbeat(3, 4),
		book(3, 5, 'update', '7'),
	];
	const whole = await verify(toText('coinbase', both(...texts)));
	assert.deepEqual(whole.books, [
		['coinbase', 'ETH-USD', true, 0],
		['coinbase', 'BTC-USD', true, 0],
	]);
	// One of the other product is missing: both have lost something.
	const lossy = await verify(toText('coinbase', both(...texts.toSpliced(3, 1))));
	assert.deepEqual(lossy.books, [
		['coinbase', 'ETH-USD', false, 1],
		['coinbase', 'BTC-USD', false, 1],
	]);
});

const push = (bid: string, at: number) =>
	JSON.stringify({
		data: {
			timestamp: '1641343721',
			microtimestamp: `${1_641_343_721_000_000 + at}`,
			bids: [['10', bid]],
			asks: [['11', '1']],
		},
		channel: 'order_book_ethusd',
		event: 'data',
	});

test('goes by whose the recorder says an address is', async () => {
	const [one, other] = ['ws://127.0.0.1:7001/', 'ws://127.0.0.1:7002/'];
	const events: readonly UntimedEvent[] = [
		opened(1, one, 'bitstamp'),
		opened(2, other, 'coinbase'),
		{
			...{kind: 'sent', connection: 1},
			data: '{"event":"bts:subscribe","data":{"channel":"order_book_ethusd"}}',
		},
		{kind: 'sent', connection: 2, data: subscribe()},
		...received(1, push('5', 1)),
		...received(2, book(1, 0, 'snapshot', '7')),
		...received(1, push('6', 2)),
		...received(2, book(2, 1, 'update', '8')),
	];
	for (const exchanges of [
		['bitstamp', 'coinbase'],
		['coinbase', 'bitstamp'],
	]) {
		const text = toText('', events, exchanges);
		const {books, codes} = await verify(text);
		assert.deepEqual(books.toSorted(), [
			['bitstamp', 'ethusd', true, 0],
			['coinbase', 'ETH-USD', true, 0],
		]);
		assert.deepEqual(codes, []);
		const printed = await printCapture([writeFile(text)]);
		assert.deepEqual(
			printed.books.map(({exchange, status, bids}) => [exchange, status, bids[0]?.[1]]).toSorted(),
			[
				['bitstamp', 'live', '6'],
				['coinbase', 'live', '8'],
			],
		);
	}
});

test('says which books it does not follow, and why', async () => {
	const url = 'wss://ws.bitstamp.net/';
	const diff = push('5', 1).replace('order_book', 'diff_order_book');
	const {books, notices} = await verify(
		toText('bitstamp', [opened(1, url), ...received(1, diff, diff)]),
	);
	assert.deepEqual(books, []);
	assert.deepEqual(notices, [
		'bitstamp ethusd: 2 messages of a book that is not followed (bitstamp diff_order_book_ethusd): nothing tells where one is missing',
	]);
});

const gateTopics = {
	obu: {channel: 'spot.obu', payload: ['ob.ETH_USD.400']},
	updates: {channel: 'spot.order_book_update', payload: ['ETH_USD', '100ms']},
};

test('follows a book on the channel that is taken in place of a refused one', async () => {
	const subscribed = (
		connection: number,
		topic: object,
		answer: object,
	): readonly UntimedEvent[] => {
		const request = {time: 1, id: 1, event: 'subscribe', ...topic};
		return [
			opened(connection, 'wss://api.gateio.ws/ws/v4/'),
			{kind: 'sent', connection, data: JSON.stringify(request)},
			...received(connection, JSON.stringify({...request, ...answer})),
		];
	};
	const levels = {asks: [['11', '1']], bids: [['10', '5']]};
	const {books, codes} = await verify(
		toText('gate', [
			...subscribed(1, gateTopics.obu, {error: {code: 2, message: 'too many subscriptions'}}),
			{kind: 'close', connection: 1, reason: 'closed by steem-tui'},
			...subscribed(2, gateTopics.updates, {result: {status: 'success'}}),
			{
				...{kind: 'http', status: 200},
				url: 'https://api.gateio.ws/api/v4/spot/order_book?currency_pair=ETH_USD&limit=100&with_id=true',
				data: JSON.stringify({id: 7, current: 1, update: 1, ...levels}),
			},
			...received(
				2,
				JSON.stringify({
					...{time: 1, channel: 'spot.order_book_update', event: 'update'},
					result: {
						t: 1,
						e: 'depthUpdate',
						E: 1,
						s: 'ETH_USD',
						U: 8,
						u: 9,
						b: [['10', '6']],
						a: null,
					},
				}),
			),
		]),
	);
	assert.deepEqual([books, codes], [[['gate', 'ETH_USD', true, 0]], []]);
});
