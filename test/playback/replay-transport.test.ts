import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createCaptureWire} from '../../source/playback/capture-wire.js';
import type {UntimedEvent} from '../../source/capture/capture-format.js';
import type {ReplayWire} from '../../source/playback/replay-wire.js';
import type {HttpEvent} from '../../source/playback/replay-answers.js';
import {createReplayTransport} from '../../source/playback/replay-transport.js';
import type {SocketEvent} from '../../source/transport/transport.js';
import {countWork} from '../helpers/count-work.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {settle} from '../helpers/fake-transport.js';

const feedUrl = 'wss://api.huobi.pro/feed';
const wsUrl = 'wss://api.huobi.pro/ws';
const streamUrl =
	'wss://stream.binance.com:9443/stream?streams=steembtc@depth@100ms/steembtc@trade';
const depthUrl = 'https://api.binance.com/api/v3/depth?symbol=STEEMBTC&limit=1000';
const depthTopic = 'market.steembtc.depth.step0';
const tradesTopic = 'market.steembtc.trade.detail';

type Known = {
	readonly missing?: readonly string[];
	readonly lists?: Record<string, HttpEvent>;
	/** Whether the client has no book. */
	readonly isPending?: boolean;
	/** Whoever counts how often it is asked. */
	readonly wire?: ReplayWire;
};

const start = (known: Known = {}) => {
	const clock = createFakeClock();
	const unasked: string[] = [];
	const {isPending = true} = known;
	const {transport, deliver, turn, interrupt, wake, end} = createReplayTransport({
		clock,
		wire: known.wire ?? createCaptureWire(['binance', 'huobi']),
		missing: new Set(known.missing),
		lists: new Map(Object.entries(known.lists ?? {})),
		hasPings: true,
		onUnasked: ({symbol}) => unasked.push(symbol) > 0 && isPending,
	});
	/** It is given up at `fatal`. */
	const connect = (url: string, topic?: string, sent = `{"sub":"${topic}"}`, fatal?: string) => {
		const heard: string[] = [];
		const told: SocketEvent[] = [];
		const socket = transport.connect(url, (event: SocketEvent) => {
			told.push(event);
			// No more than how silent the connection is that it goes over to.
			if (event.type === 'ping' && event.heardAt !== undefined) return;
			heard.push(event.type === 'message' ? String(event.data) : event.type);
			if (event.type === 'open' && topic !== undefined) socket.send(sent);
			if (event.type === 'close') heard.push(event.reason);
			if (event.type === 'message' && event.data === fatal) socket.close();
		});
		clock.advance(0);
		return {heard, told, socket};
	};
	/** What a request became, once that is known. */
	const get = (url: string) => {
		const became: {value?: string} = {};
		transport.get(url).then(
			({status, body}) => (became.value = `${status} ${body}`),
			(error: Error) => (became.value = `${error.name}: ${error.message}`),
		);
		return became;
	};
	const play = (event: UntimedEvent, subscribed: readonly string[] = [], isOld = false) => {
		deliver({t: clock.now(), ...event}, {subscribed, isOld});
		clock.advance(0);
	};
	return {clock, connect, get, play, turn, interrupt, wake, end, unasked};
};

const open = (connection: number, url: string): UntimedEvent => ({kind: 'open', connection, url});
const message = (connection: number, data: string): UntimedEvent => ({
	kind: 'ws',
	connection,
	data,
});
const answer = (url: string, data: string, status = 200): UntimedEvent => ({
	kind: 'http',
	url,
	status,
	data,
});

/** An update of the book, as far as replay looks at it. */
const update = (sequence: number) => `{"e":"depthUpdate","s":"STEEMBTC","u":${sequence}}`;

test('a connect hears what the recorded one heard', () => {
	const {connect, play} = start();
	const {heard} = connect(streamUrl);
	assert.deepEqual(heard, []);
	play(open(7, streamUrl));
	play(message(7, 'a'));
	play({kind: 'ping', connection: 7});
	play({kind: 'close', connection: 7, reason: 'gone'});
	play(message(7, 'late'));
	assert.deepEqual(heard, ['open', 'a', 'ping', 'close', 'gone']);
});

test('an address of a mirror or an older program will do', () => {
	const {connect, play} = start();
	const {heard} = connect(streamUrl);
	play(open(1, 'ws://127.0.0.1:1/mirror/stream?streams=steembtc@aggTrade/steembtc@depth'));
	play(message(1, 'a'));
	assert.deepEqual(heard, ['open', 'a']);
});

test('another market is not heard', () => {
	const {connect, play} = start();
	const {heard} = connect(streamUrl);
	play(open(1, 'wss://stream.binance.com:9443/stream?streams=btcusdt@depth@100ms'));
	play(message(1, 'a'));
	assert.ok(!heard.includes('a'));
});

test('who connects late hears it from the start', () => {
	const {connect, play} = start();
	play(open(1, streamUrl));
	play(message(1, 'a'));
	const first = connect(streamUrl);
	play(message(1, 'b'));
	assert.deepEqual(first.heard, ['open', 'a', 'b']);
	first.socket.close();
	play(message(1, 'c'));
	assert.deepEqual(first.heard, ['open', 'a', 'b']);
	assert.deepEqual(connect(streamUrl).heard, ['open', 'a', 'b', 'c']);
});

test('what is told later than it came is told to be', () => {
	const {connect, play} = start();
	const how = ({told}: ReturnType<typeof connect>) =>
		told.flatMap(({type, heardAt, isAgain}) =>
			type === 'message' ? [[heardAt !== undefined, isAgain === true]] : [],
		);
	play(open(1, streamUrl));
	play(message(1, update(1)));
	const first = connect(streamUrl);
	play(message(1, update(2)));
	const [toldLater, now] = [
		[true, false],
		[false, false],
	];
	assert.deepEqual(how(first), [toldLater, now]);
	first.socket.close();
	const second = connect(streamUrl);
	assert.deepEqual(how(second), [], 'until it is heard on again');
	play(message(1, update(3)));
	assert.deepEqual(how(second), [[true, true], [true, true], now]);
});

test('what made clients give up is not told for ever, nor what came before it', () => {
	const {connect, play} = start();
	const begin = () => connect(streamUrl, undefined, undefined, 'bad').heard;
	play(open(1, streamUrl));
	const first = begin();
	for (const text of ['a', 'bad', 'b']) play(message(1, text));
	const second = begin();
	play(message(1, 'c'));
	const third = begin();
	play(message(1, 'd'));
	assert.deepEqual(
		[first, second, third],
		[
			['open', 'a', 'bad'],
			['open', 'a', 'bad'],
			['open', 'b', 'c', 'd'],
		],
	);
});

test('what was heard is kept within a bound over all connections', () => {
	const {connect, play} = start();
	const urls = [1, 2, 3, 4, 5, 6].map(
		number => `wss://stream.binance.com:9443/stream?streams=a${number}usdt@depth@100ms`,
	);
	for (const [index, url] of urls.entries()) play(open(index, url));
	for (let count = 0; count < 20; count++)
		for (const index of urls.keys()) play(message(index, String(count).repeat(500_000)));
	const lengths = urls.map(url => connect(url).heard.join('').length);
	assert.ok(lengths.every(length => length <= 8_000_000 + 'open'.length));
	const inAll = lengths.reduce((sum, length) => sum + length, 0);
	assert.ok(inAll > 20_000_000 && inAll <= 32_000_000);
});

test('no snapshot is given from before what had to go', async () => {
	const {clock, connect, get, play} = start();
	play(open(1, streamUrl));
	play(answer(depthUrl, 'kept'));
	clock.advance(10);
	play(message(1, update(5)));
	for (const number of [2, 3, 4, 5, 6]) {
		const others = `wss://stream.binance.com:9443/stream?streams=a${number}usdt@depth@100ms`;
		play(open(number, others));
		for (let count = 0; count < 14; count++) play(message(number, 'x'.repeat(500_000)));
	}
	assert.deepEqual(connect(streamUrl).heard, ['open']);
	const asked = get(depthUrl);
	await settle();
	assert.equal(asked.value, undefined);
	play(answer(depthUrl, 'newer'));
	await settle();
	assert.equal(asked.value, '200 newer');
});

for (const {name, letter, most} of [
	{name: 'snapshots', letter: 'x', most: 32},
	{name: 'snapshots of wide letters', letter: '\u20bf', most: 16},
])
	test(`${name} are kept within a bound over all books`, async () => {
		const {get, play} = start();
		const body = letter.repeat(1_000_000);
		const urls = Array.from(
			{length: 80},
			(_, index) => `https://api.binance.com/api/v3/depth?symbol=A${index}USDT&limit=1000`,
		);
		for (const url of urls) play(answer(url, body));
		const asked = urls.map(get);
		await settle();
		const given = asked.map(({value}) => value !== undefined);
		assert.ok(given.lastIndexOf(false) < given.indexOf(true), 'what came last is kept');
		const count = given.filter(Boolean).length;
		assert.ok(count >= most - 2 && count < most);
	});

test('lists are kept within a bound over all markets', async () => {
	const data = 'x'.repeat(1_000_000);
	const markets = Array.from({length: 200}, (_, index) => `A${index}USDT`);
	const lists = Object.fromEntries(
		markets.map(market => [
			`binance list ${market}`,
			{t: 0, kind: 'http' as const, url: '', status: 200, data},
		]),
	);
	const {get} = start({lists});
	const asked = markets.map(market =>
		get(`https://api.binance.com/api/v3/exchangeInfo?symbol=${market}`),
	);
	await settle();
	const count = asked.filter(({value}) => value?.startsWith('200 ')).length;
	assert.ok(count >= 98 && count < 100);
});

test('the second connect waits for the second connection', () => {
	const {connect, play} = start();
	const first = connect(streamUrl);
	play(open(1, streamUrl));
	const second = connect(streamUrl);
	play(open(2, streamUrl));
	play(message(1, 'one'));
	play(message(2, 'two'));
	assert.deepEqual(first.heard, ['open', 'one']);
	assert.deepEqual(second.heard, ['open', 'two']);
});

test('book and trades at one address are told apart by topic', () => {
	const {connect, play} = start();
	const trades = connect(wsUrl, tradesTopic);
	const book = connect(wsUrl, depthTopic);
	play(open(1, wsUrl), [depthTopic]);
	play(open(2, wsUrl), [tradesTopic]);
	play(message(1, 'book'));
	play(message(2, 'trade'));
	assert.deepEqual(book.heard, ['open', 'book']);
	assert.deepEqual(trades.heard, ['open', 'trade']);
});

test('all hear a connection that does not say what it is for', () => {
	const {connect, play} = start();
	const clients = [connect(wsUrl, tradesTopic), connect(wsUrl, depthTopic)];
	play(open(1, wsUrl));
	play(message(1, 'all'));
	assert.deepEqual(
		clients.map(({heard}) => heard),
		[
			['open', 'all'],
			['open', 'all'],
		],
	);
});

test('of a message that names another market only a sign of life is heard', () => {
	const {connect, play} = start();
	const both = 'wss://stream.binance.com:9443/stream?streams=ltcbtc@depth/steembtc@depth';
	const steem = connect(streamUrl);
	const litecoin = connect(streamUrl.replaceAll('steembtc', 'ltcbtc'));
	play(open(1, both));
	const trade = '{"stream":"ltcbtc@trade","data":{}}';
	const told = '{"result":["ltcbtc@depth","steembtc@depth"],"id":1}';
	for (const data of [trade, told]) play(message(1, data));
	assert.deepEqual(steem.heard, ['open', 'ping', told]);
	assert.deepEqual(litecoin.heard, ['open', trade, told]);
});

for (const {name, most, events} of [
	{
		name: 'where many others are open',
		most: 40,
		events: (at: number) => [
			open(at, streamUrl.replaceAll('steembtc', `s${at}btc`)),
			answer(depthUrl, `{"lastUpdateId":${at}}`),
		],
	},
	{
		name: 'where the same was opened often',
		most: 300,
		events: (at: number) => [open(at, streamUrl), answer(depthUrl, `{"lastUpdateId":${at}}`)],
	},
	{
		name: 'after many fills',
		most: 40,
		events: (at: number) => [
			...(at === 0 ? [open(1, streamUrl)] : []),
			message(1, '{"stream":"steembtc@trade","data":{}}'),
			answer(depthUrl, `{"lastUpdateId":${at}}`),
		],
	},
])
	test(`a snapshot costs no more ${name}`, () => {
		let asked = 0;
		const wire = createCaptureWire(['binance']);
		const counting = new Proxy(wire, {
			get(target, name: keyof ReplayWire) {
				asked++;
				return target[name];
			},
		});
		const {play} = start({wire: counting});
		for (let at = 0; at < 200; at++) for (const event of events(at)) play(event);
		assert.ok(asked <= 200 * most, `${asked / 200} questions each`);
	});

test('goes on where the recording client renewed its connection', () => {
	const {connect, play} = start();
	const {heard} = connect(streamUrl);
	play(open(1, streamUrl));
	play(message(1, update(5)));
	play(open(2, streamUrl));
	play(message(2, update(5)));
	play({kind: 'close', connection: 1, reason: 'closed by steem-tui'});
	play(message(2, update(6)));
	assert.deepEqual(heard, ['open', update(5), update(6)]);
});

test('tells a connect that failed as it failed', () => {
	const {connect, play} = start();
	const {heard} = connect(streamUrl);
	play({kind: 'close', connection: 1, url: streamUrl, reason: 'refused'});
	assert.deepEqual(heard, ['close', 'refused']);
});

test('what the recording client gave up before it opened, todays gives up by itself', () => {
	const {connect, play} = start();
	const {heard} = connect(streamUrl);
	play({kind: 'close', connection: 1, url: streamUrl, reason: 'closed by steem-tui'});
	assert.deepEqual(heard, []);
});

test('after a change of the market only what opens is heard, and what is heard on still', () => {
	const {connect, play, turn} = start();
	play(open(1, wsUrl), [depthTopic]);
	turn();
	const {heard} = connect(wsUrl, depthTopic);
	assert.deepEqual(heard, []);
	play({kind: 'close', connection: 1, reason: 'closed by steem-tui'});
	play(open(2, wsUrl), [depthTopic]);
	play(message(2, 'new'));
	assert.deepEqual(heard, ['open', 'new']);
	turn();
	const other = connect(wsUrl, depthTopic);
	play(message(2, 'still'));
	assert.deepEqual(other.heard, []);
	assert.deepEqual(heard, ['open', 'new', 'still']);
});

test('a change of the market that ended nothing leaves what is open', () => {
	const {connect, play, turn} = start();
	play(open(1, wsUrl), [depthTopic]);
	turn();
	const {heard} = connect(wsUrl, depthTopic);
	play(message(1, 'still'));
	assert.deepEqual(heard, ['open', 'still']);
});

test('an endpoint that is not in the capture closes with a reason', () => {
	const {connect, play, turn} = start({missing: ['huobi /feed']});
	assert.deepEqual(connect(feedUrl).heard, [
		'close',
		'the capture has no connection to huobi /feed',
	]);
	turn();
	const waiting = connect(feedUrl);
	assert.deepEqual(waiting.heard, []);
	play(open(1, feedUrl));
	assert.deepEqual(waiting.heard, ['open']);
});

test('a request is answered by the next answer of its purpose', async () => {
	const {get, play} = start();
	const asked = get(depthUrl);
	play(answer('https://www.binance.com/api/v1/depth?symbol=LTCBTC&limit=5', 'other'));
	play(answer('https://www.binance.com/api/v1/depth?symbol=STEEMBTC&limit=5', 'book'));
	await settle();
	assert.equal(asked.value, '200 book');
});

test('an answer nobody waited for is told and kept', async () => {
	const {get, play, unasked} = start();
	play(answer(depthUrl, 'book'));
	assert.deepEqual(unasked, ['STEEMBTC']);
	const [first, second] = [get(depthUrl), get(depthUrl)];
	await settle();
	assert.deepEqual([first.value, second.value], ['200 book', undefined]);
});

test('an answer to a client that is gone is kept for the next', async () => {
	const {connect, get, play, unasked} = start();
	const {socket} = connect(streamUrl);
	play(open(1, streamUrl));
	const first = get(depthUrl);
	const other = get(depthUrl.replace('STEEMBTC', 'SBDBTC'));
	socket.close();
	play(answer(depthUrl.replace('STEEMBTC', 'SBDBTC'), 'of another book'));
	play(answer(depthUrl, 'book'));
	assert.deepEqual(unasked, ['STEEMBTC']);
	const second = get(depthUrl);
	await settle();
	assert.deepEqual(
		[first.value, second.value, other.value],
		['200 book', '200 book', '200 of another book'],
	);
});

test('a kept answer goes with the connection', async () => {
	const {get, play, connect} = start();
	connect(streamUrl);
	play(open(1, streamUrl));
	play(answer(depthUrl, 'book'));
	play({kind: 'close', connection: 1, reason: 'gone'});
	const asked = get(depthUrl);
	await settle();
	assert.equal(asked.value, undefined);
});

for (const {what, topic, isGiven} of [
	{what: 'the book was pushed', topic: 'order_book_steemusdt', isGiven: false},
	{what: 'another book was pushed', topic: 'order_book_sbdusdt', isGiven: true},
	{what: 'there were trades', topic: 'live_trades_steemusdt', isGiven: true},
])
	test(`of an exchange whose answers may lag, one is ${isGiven ? '' : 'not '}given where ${what} since`, async () => {
		const {clock, get, play} = start({wire: createCaptureWire(['bitstamp'])});
		const url = 'https://www.bitstamp.net/api/v2/order_book/steemusdt/';
		play(open(1, 'wss://ws.bitstamp.net/'), ['bitstamp order_book_steemusdt']);
		clock.advance(6000);
		play(answer(url, '{"timestamp":"1","microtimestamp":"1000005"}'));
		clock.advance(10);
		const data = `{"data":{"microtimestamp":"1000006"},"channel":"${topic}","event":"data"}`;
		play(message(1, data));
		const asked = get(url);
		await settle();
		assert.equal(asked.value !== undefined, isGiven);
	});

test('failures are told as they were', async () => {
	const {get, play} = start();
	const [first, second] = [get(depthUrl), get(depthUrl)];
	play({...answer(depthUrl, 'not found', 0), errorCode: 'ENOTFOUND'} as UntimedEvent);
	play(answer(depthUrl, 'slow down', 429));
	await settle();
	assert.deepEqual([first.value, second.value], ['TransportError: not found', '429 slow down']);
});

test('a request without an answer is refused at the end', async () => {
	const {get, end} = start();
	const waiting = get(depthUrl);
	const list = get('https://api.binance.com/api/v3/exchangeInfo');
	const stranger = get('https://example.com/');
	await settle();
	assert.match(list.value ?? '', /the capture has no answer to https:\/\/api.binance.com/);
	assert.match(stranger.value ?? '', /the capture has no answer/);
	assert.equal(waiting.value, undefined);
	end();
	await settle();
	assert.match(waiting.value ?? '', /the capture has no answer/);
});

test('lists found ahead are answered at once, a whole one for any market', async () => {
	const whole = {t: 900, kind: 'http', url: '', status: 200, data: 'list'} as const;
	const {get} = start({lists: {'binance list ': whole}});
	const asked = get('https://api.binance.com/api/v3/exchangeInfo?symbol=STEEMBTC');
	await settle();
	assert.equal(asked.value, '200 list');
});

test('after a change of the market a list is waited for, and what was asked before is refused', async () => {
	const listUrl = 'https://api.binance.com/api/v3/exchangeInfo?symbol=STEEMBTC';
	const failed = {t: 0, kind: 'http', url: listUrl, status: 0, data: 'gone'} as const;
	const {get, play, turn} = start({lists: {'binance list STEEMBTC': failed}});
	play(answer(depthUrl, 'old'));
	const before = get(depthUrl);
	const pending = get(depthUrl);
	await settle();
	assert.equal(before.value, '200 old');
	turn();
	const [list, again] = [get(listUrl), get(depthUrl)];
	await settle();
	assert.match(pending.value ?? '', /the capture has no answer/);
	assert.equal(list.value, undefined);
	play(answer(listUrl, 'invalid', 400));
	play(answer(depthUrl, 'new'));
	await settle();
	assert.deepEqual([list.value, again.value], ['400 invalid', '200 new']);
});

test('a reply on the socket that the client has not asked for is told of', () => {
	const {connect, play, unasked} = start();
	const book = connect(wsUrl, depthTopic);
	play(open(1, wsUrl), [depthTopic]);
	const ask = `{"req":"${depthTopic}"}`;
	const reply = `{"rep":"${depthTopic}"}`;
	play({kind: 'sent', connection: 1, data: ask});
	play(message(1, 'a push'));
	assert.deepEqual(unasked, []);
	play(message(1, reply));
	assert.deepEqual(unasked, ['steembtc']);
	book.socket.send(ask);
	play({kind: 'sent', connection: 1, data: ask});
	play(message(1, reply));
	assert.deepEqual(unasked, ['steembtc']);
	assert.deepEqual(book.heard, ['open', 'a push', reply, reply]);
});

test('a reply that a client with a book has not asked for waits for its question', () => {
	const {clock, connect, play} = start({isPending: false});
	const book = connect(wsUrl, depthTopic);
	play(open(1, wsUrl), [depthTopic]);
	const ask = `{"req":"${depthTopic}"}`;
	const reply = `{"rep":"${depthTopic}"}`;
	const update = `{"ch":"${depthTopic}"}`;
	const recorded = () => {
		play({kind: 'sent', connection: 1, data: ask});
		play(message(1, reply));
	};
	recorded();
	book.socket.send(ask);
	clock.advance(0);
	play({kind: 'ping', connection: 1});
	assert.deepEqual(book.heard, ['open', reply, reply, 'ping']);
	recorded();
	play(message(1, update));
	book.socket.send(ask);
	play(message(1, update));
	assert.deepEqual(book.heard.slice(4), [reply, update, update]);
});

test('a snapshot that was old when it came is for those alone who asked for it', async () => {
	const {connect, get, play, unasked} = start();
	const book = connect(wsUrl, depthTopic);
	play(open(1, wsUrl), [depthTopic]);
	const ask = `{"req":"${depthTopic}"}`;
	const reply = `{"rep":"${depthTopic}"}`;
	play({kind: 'sent', connection: 1, data: ask});
	play(message(1, reply), [], true);
	play(answer(depthUrl, 'old'), [], true);
	const asked = get(depthUrl);
	await settle();
	assert.deepEqual([book.heard, unasked, asked.value], [['open'], [], undefined]);
	play(answer(depthUrl, 'old too'), [], true);
	book.socket.send(ask);
	play({kind: 'sent', connection: 1, data: ask});
	play(message(1, reply), [], true);
	await settle();
	assert.deepEqual([book.heard, asked.value], [['open', reply], '200 old too']);
});

test('what was heard is not heard again on a connection given up until it has news', () => {
	const {connect, play} = start();
	const {socket} = connect(streamUrl);
	play(open(7, streamUrl));
	play(message(7, 'a'));
	socket.close();
	const {heard} = connect(streamUrl);
	assert.deepEqual(heard, []);
	play(message(7, 'b'));
	assert.deepEqual(heard, ['open', 'a', 'b']);
});

test('after an interruption nothing of before is heard, and all have a sign of life', async () => {
	const {connect, play, get, interrupt, wake} = start();
	const first = connect(streamUrl);
	const waits = connect(wsUrl, tradesTopic);
	play(open(7, streamUrl));
	play(message(7, 'a'));
	play(answer(depthUrl, 'old'));
	const asked = get(depthUrl);
	await settle();
	assert.deepEqual(asked, {value: '200 old'});
	play(answer(depthUrl, 'older'));
	interrupt(false);
	wake();
	assert.deepEqual([first.heard, waits.heard], [['open', 'a', 'ping'], ['ping']]);
	const again = get(depthUrl);
	await settle();
	assert.deepEqual(again, {});
	first.socket.close();
	const {heard} = connect(streamUrl);
	play(message(7, 'b'));
	assert.deepEqual(heard, ['open', 'b']);
});

test('a link that is outrun gives no sign of life', () => {
	const {clock, connect, play} = start();
	const {heard} = connect(streamUrl);
	play(open(1, streamUrl));
	play(message(1, update(5)));
	play(open(2, streamUrl));
	play({kind: 'ping', connection: 2});
	play(message(2, update(9)));
	clock.advance(3000);
	play({kind: 'ping', connection: 1});
	assert.deepEqual(heard, ['open', update(5), update(9)]);
	play({kind: 'ping', connection: 2});
	play(message(1, update(10)));
	assert.deepEqual(heard.slice(3), ['ping', update(10)]);
});

test('what one link brought is no news on another', () => {
	const {connect, play} = start();
	const {heard} = connect(streamUrl);
	play(open(1, streamUrl));
	play(open(2, streamUrl));
	for (const connection of [1, 2]) play(message(connection, update(5)));
	for (const connection of [2, 1]) play(message(connection, update(6)));
	// Its own ids fall: the client is to judge that.
	play(message(2, update(4)));
	play(message(1, update(4)));
	assert.deepEqual(heard, ['open', update(5), update(6), update(4)]);
});

test('a link that never brought the newest takes nothing over', () => {
	const {connect, play} = start();
	const {heard} = connect(streamUrl);
	play(open(1, streamUrl));
	play(message(1, update(5)));
	play(open(2, streamUrl));
	play({kind: 'close', connection: 1, reason: 'closed by steem-tui'});
	assert.deepEqual(heard.slice(2), ['close', 'closed by steem-tui']);
});

test('a quiet link takes over by a snapshot that agrees', () => {
	const {connect, play} = start();
	const {heard} = connect(streamUrl);
	play(open(1, streamUrl));
	play(message(1, update(5)));
	play(open(2, streamUrl));
	play(answer(depthUrl, '{"lastUpdateId":5}'));
	play({kind: 'close', connection: 1, reason: 'closed by steem-tui'});
	play(message(2, update(6)));
	assert.deepEqual(heard.slice(2), [update(6)]);
});

test('a link that was fed just now has a moment to catch up', () => {
	const {clock, connect, play} = start();
	const hears = (isFed: boolean) => {
		const {heard} = connect(streamUrl);
		play(open(1, streamUrl));
		play(open(2, streamUrl));
		play(message(2, update(5)));
		play(message(1, update(5)));
		play(message(1, update(6)));
		play({kind: 'close', connection: 1, reason: 'gone'});
		if (isFed) play(message(2, update(6)));
		clock.advance(2000);
		play({kind: 'close', connection: 2, reason: 'gone too'});
		return heard.slice(3);
	};
	assert.deepEqual(hears(true), ['close', 'gone too']);
	assert.deepEqual(hears(false), ['close', 'gone']);
});

test('a snapshot that a link never comes up to ends it', () => {
	const {clock, connect, play} = start();
	const {heard} = connect(streamUrl);
	play(open(1, streamUrl));
	play(message(1, update(5)));
	play(answer(depthUrl, '{"lastUpdateId":8}'));
	clock.advance(5000);
	play(message(1, update(8)));
	play(answer(depthUrl, '{"lastUpdateId":9}'));
	clock.advance(5000);
	play({kind: 'ping', connection: 1});
	clock.advance(5000);
	assert.deepEqual(heard, [
		...['open', update(5), update(8), 'close'],
		'a snapshot in the capture is newer than what the connection brings',
	]);
	const later = connect(streamUrl);
	play({kind: 'ping', connection: 1});
	assert.ok(!later.heard.includes(update(8)));
	play(message(1, update(9)));
	assert.deepEqual(later.heard.at(-1), update(9));
});

test('a message on a connection that was never opened goes by what it tells', () => {
	const {connect, play} = start();
	const {heard} = connect(streamUrl);
	play(open(1, streamUrl));
	play(message(1, update(5)));
	play(message(9, update(7)));
	assert.deepEqual(heard, ['open', update(5), update(7)]);
});

test('a closed connection that goes on is heard again, but not what was on its way', () => {
	const {clock, connect, play} = start();
	play(open(1, streamUrl));
	play({kind: 'close', connection: 1, reason: 'gone'});
	const {heard} = connect(streamUrl);
	play(message(1, update(5)));
	assert.deepEqual(heard, []);
	clock.advance(3000);
	play(message(1, update(6)));
	assert.deepEqual(heard, ['open', update(6)]);
});

test('a subscription told late lets go of who wants something else', () => {
	const {connect, play} = start();
	const trades = connect(wsUrl, tradesTopic);
	const book = connect(wsUrl, depthTopic);
	for (const connection of [1, 2]) play(open(connection, wsUrl));
	for (const [connection, topic] of [
		[1, depthTopic],
		[2, tradesTopic],
	] as const)
		play({kind: 'sent', connection, data: `{"sub":"${topic}"}`});
	play(message(1, 'book'));
	play(message(2, 'trade'));
	assert.deepEqual(trades.heard, ['open', 'trade']);
	assert.deepEqual(book.heard, ['open', 'book']);
});

test('a new client is given the snapshot since its connection opened', async () => {
	const {connect, get, play} = start();
	const first = connect(streamUrl);
	play(open(1, streamUrl));
	const asked = get(depthUrl);
	play(answer(depthUrl, '{"lastUpdateId":5}'));
	await settle();
	assert.match(asked.value ?? '', /5/);
	first.socket.close();
	play(message(1, update(6)));
	connect(streamUrl);
	const again = get(depthUrl);
	await settle();
	assert.match(again.value ?? '', /5/);
});

for (const {id, url, topic, subscribe, whole, news, beat} of [
	{
		id: 'kraken',
		url: 'wss://ws.kraken.com/v2',
		topic: 'kraken book MINA/GBP',
		subscribe:
			'{"method":"subscribe","params":{"channel":"book","symbol":["MINA/GBP"],"depth":25}}',
		whole: '{"channel":"book","type":"snapshot","data":[{"symbol":"MINA/GBP"}]}',
		news: (count: number) =>
			`{"channel":"book","type":"update","data":[{"symbol":"MINA/GBP","count":${count}}]}`,
		beat: '{"channel":"heartbeat"}',
	},
	{
		id: 'coinbase',
		url: 'wss://advanced-trade-ws.coinbase.com',
		topic: 'coinbase level2 ETH-USD',
		subscribe: '{"type":"subscribe","product_ids":["ETH-USD"],"channel":"level2"}',
		whole: '{"channel":"l2_data","events":[{"type":"snapshot","product_id":"ETH-USD"}]}',
		news: (count: number) =>
			`{"channel":"l2_data","events":[{"type":"update","product_id":"ETH-USD","count":${count}}]}`,
		beat: '{"channel":"heartbeats","events":[]}',
	},
]) {
	const startTwo = () => {
		const run = start({wire: createCaptureWire([id])});
		const subscribeOn = () => run.connect(url, topic, subscribe).heard;
		run.play(open(1, url), [topic]);
		run.play(message(1, whole));
		run.play(message(1, news(1)));
		return {...run, subscribeOn};
	};

	test(`${id}: a link that brings no news while another does is closed`, () => {
		const {clock, play, subscribeOn} = startTwo();
		const heard = subscribeOn();
		clock.advance(60_000);
		play(open(2, url), [topic]);
		play(message(2, whole));
		clock.advance(10_000);
		play(message(1, beat));
		assert.equal(heard.at(-1), beat, 'a whole book tells of no news');
		play(message(2, news(2)));
		clock.advance(1000);
		play(message(1, news(2)));
		clock.advance(10_000);
		assert.equal(heard.at(-1), news(2), 'it brought the same soon');
		play(message(2, news(3)));
		play(message(1, beat));
		clock.advance(1999);
		assert.equal(heard.at(-1), beat);
		clock.advance(1);
		assert.match(heard.at(-1) ?? '', /another connection of the capture has news of the book/);
		play(message(1, beat));
		const next = subscribeOn();
		assert.deepEqual(
			next.filter(text => text.startsWith('{')),
			[whole, news(2), news(3)],
		);
		play(message(2, news(4)));
		assert.equal(next.at(-1), news(4));
	});

	test(`${id}: what one link brings is not told to who hears another`, () => {
		const {clock, play, subscribeOn} = startTwo();
		const heard = subscribeOn();
		play(open(2, url), [topic]);
		for (const text of [whole, beat, news(2)]) play(message(2, text));
		play(message(1, news(2)));
		clock.advance(5000);
		play(message(2, beat));
		assert.deepEqual(
			heard.filter(text => text.startsWith('{')),
			[whole, news(1), news(2)],
		);
	});
}

test('the last 24 hours are what was told of them last, each answer once', async () => {
	const {get, play, interrupt, end} = start();
	const url = 'https://api.binance.com/api/v3/ticker/24hr?symbols=%5B%22STEEMBTC%22%5D';
	const other = url.replace('STEEMBTC', 'STEEMETH');
	play(answer(url, 'first'));
	play(answer(url, 'second'));
	const kept = get(url);
	const next = get(url);
	const others = get(other);
	await settle();
	assert.deepEqual([kept.value, next.value], ['200 second', undefined]);
	play(answer(url, 'third'));
	await settle();
	assert.equal(next.value, '200 third');
	play(answer(url, 'fourth'));
	interrupt(false);
	const after = get(url);
	await settle();
	assert.match(others.value ?? '', /the capture has no answer/);
	assert.equal(after.value, undefined, 'what came before a hole is old');
	end();
	await settle();
	assert.match(after.value ?? '', /the capture has no answer/);
});

test('a lost connection costs the same, however many snapshots are kept', async () => {
	const workOf = (count: number) => {
		const {play} = start();
		for (let market = 0; market < count; market++)
			play(answer(depthUrl.replace('STEEM', `A${market}`), 'snapshot'));
		play(open(7, streamUrl));
		return countWork(async () => play({kind: 'close', connection: 7, reason: 'gone'}));
	};
	// Once for what is done but once.
	await workOf(1);
	assert.equal(await workOf(1000), await workOf(1));
});
