import '../helpers/strict-statuses.js';
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultExchanges} from '../../source/exchanges/index.js';
import {explainUnlisted} from '../../source/session/unlisted.js';
import {parseMarket} from '../../source/options/options.js';
import {startSession} from '../../source/session/session.js';
import {TransportError} from '../../source/transport/transport.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport, settle} from '../helpers/fake-transport.js';

const binanceList = (...entries: [base: string, quote: string, status?: string][]) =>
	JSON.stringify({
		symbols: entries.map(([baseAsset, quoteAsset, status = 'TRADING']) => ({
			symbol: baseAsset + quoteAsset,
			status,
			baseAsset,
			quoteAsset,
			filters: [{filterType: 'PRICE_FILTER', tickSize: '0.00010000'}],
		})),
	});

const huobiList = (...entries: [base: string, quote: string, state?: string][]) =>
	JSON.stringify({
		status: 'ok',
		data: entries.map(([base, quote, state = 'online']) => ({
			'base-currency': base.toLowerCase(),
			'quote-currency': quote.toLowerCase(),
			symbol: (base + quote).toLowerCase(),
			'price-precision': 4,
			'amount-precision': 2,
			state,
		})),
	});

type Answer = {status?: number; body: string} | TransportError;

/** A session whose requests are answered by what their path contains. */
const start = async (
	text: string,
	answers: Readonly<Record<string, Answer>>,
	own: Readonly<Record<string, string>> = {},
) => {
	const clock = createFakeClock(1_700_000_000_000);
	const fake = createFakeTransport();
	const wanted = parseMarket(text);
	const venues = defaultExchanges.map(exchange => ({
		exchange,
		endpoints: {ws: `ws://${exchange.id}`, rest: `http://${exchange.id}`},
		wanted: own[exchange.id] === undefined ? undefined : parseMarket(own[exchange.id] ?? ''),
	}));
	const random = () => 1;
	const session = startSession({wanted, venues, transport: fake.transport, clock, random});
	let answered = 0;
	const answerAll = async () => {
		for (; answered < fake.gets.length; answered++) {
			const get = fake.gets[answered];
			const [, answer] = Object.entries(answers).find(([part]) => get?.url.includes(part)) ?? [];
			if (answer instanceof TransportError) await get?.fail(answer);
			else await get?.answer(answer ?? {status: 404});
		}
	};
	await answerAll();
	await answerAll();
	const resolutions = await session.resolved;
	const books = () => {
		clock.advance(100);
		return session.store.getView().books;
	};
	return {...fake, clock, session, wanted, resolutions, books, answerAll, answers};
};

const binanceStream = 'ws://binance/stream?streams=steemusdt@depth@100ms/steemusdt@trade';

const urls = (list: readonly {url: string}[]) =>
	list.map(({url}) => url).filter(url => !/\/(time|timestamp)$/.test(url));

test('an exchange may be asked for a market of its own', async () => {
	const lists = {
		'symbol=STEEMUSDT': {body: binanceList(['STEEM', 'USDT'])},
		'/v1/common/symbols': {body: huobiList(['STEEM', 'BTC'], ['TRX', 'BTC'])},
	};
	const {wanted, resolutions, books, session} = await start('STEEM/USDT', lists, {
		huobi: 'steembtc',
	});
	await session.started;
	assert.deepEqual(
		books().map(({key, market, status}) => [key, market, status]),
		[
			['binance:STEEM/USDT', 'STEEM/USDT', 'connecting'],
			['huobi:STEEMBTC', 'STEEM/BTC', 'connecting'],
		],
	);
	assert.equal(explainUnlisted(wanted, resolutions), null, 'the two are not taken for one word');
});

test('looks the market up before it subscribes', async () => {
	const {sockets, gets, books} = await start('STEEM/USDT', {
		'symbol=STEEMUSDT': {body: binanceList(['STEEM', 'USDT'])},
		'/v1/common/symbols': {body: huobiList(['STEEM', 'USDT'])},
	});
	assert.deepEqual(urls(gets), [
		'http://binance/api/v3/exchangeInfo?symbol=STEEMUSDT',
		'http://huobi/v1/common/symbols',
	]);
	assert.deepEqual(urls(sockets), [binanceStream, 'ws://huobi/feed', 'ws://huobi/ws']);
	assert.deepEqual(
		books().map(({key, title, market, tickSize, sizeStep}) => ({
			key,
			title,
			market,
			tickSize,
			sizeStep,
		})),
		[
			{
				key: 'binance:STEEM/USDT',
				title: 'Binance',
				market: 'STEEM/USDT',
				tickSize: {units: 1, decimals: 4},
				sizeStep: null,
			},
			{
				key: 'huobi:STEEM/USDT',
				title: 'Huobi',
				market: 'STEEM/USDT',
				tickSize: {units: 1, decimals: 4},
				sizeStep: {units: 1, decimals: 2},
			},
		],
	);
});

test('one exchange without the market does not stop the other', async () => {
	const {sockets, books} = await start('STEEM/USDT', {
		'symbol=STEEMUSDT': {body: binanceList(['STEEM', 'USDT'])},
		'/v1/common/symbols': {body: huobiList(['STEEM', 'BTC'], ['BTC', 'USDT'])},
	});
	assert.deepEqual(urls(sockets), [binanceStream]);
	const [, huobi] = books();
	assert.deepEqual(
		[huobi?.status, huobi?.reason, huobi?.retryAt],
		['failed', 'the market is not listed: near matches STEEM/BTC', null],
	);
});

test('offers the same money by another name', async () => {
	const {books} = await start('STEEM/USDT', {
		'symbol=STEEMUSDT': {body: binanceList(['STEEM', 'USDT'])},
		'/v1/common/symbols': {body: huobiList(['STEEM', 'BTC'], ['STEEM', 'USDC'])},
	});
	assert.equal(
		books()[1]?.reason,
		'the market is not listed: STEEM/USDC is: to follow it, name it by huobi:STEEM/USDC',
	);
	const none = await start('STEEM/USD', {
		'symbol=STEEMUSD': {status: 400, body: '{"code":-1121,"msg":"Invalid symbol."}'},
		'/api/v3/exchangeInfo': {body: binanceList(['STEEM', 'BTC'], ['STEEM', 'USDT'])},
		'/v1/common/symbols': {body: huobiList(['STEEM', 'BTC'])},
	});
	assert.equal(
		explainUnlisted(none.wanted, none.resolutions),
		'STEEM/USD is not listed on Binance or Huobi; STEEM/USDT is on Binance [not-listed]',
	);
});

test('explains a market that no exchange lists, with near matches', async () => {
	const {sockets, wanted, resolutions} = await start('STEM/USDT', {
		'symbol=STEMUSDT': {status: 400, body: '{"code":-1121,"msg":"Invalid symbol."}'},
		'/api/v3/exchangeInfo': {body: binanceList(['STEEM', 'USDT'], ['BTC', 'TRY'])},
		'/v1/common/symbols': {body: huobiList(['STEEM', 'USDT'], ['HT', 'BTC'])},
	});
	assert.deepEqual(sockets, []);
	assert.equal(
		explainUnlisted(wanted, resolutions),
		'STEM/USDT is not listed on Binance or Huobi; near matches on Binance: STEEM/USDT; on Huobi: STEEM/USDT [not-listed]',
	);
});

test('a halted market without data has failed, and is looked up again', async () => {
	const {sockets, books, clock, answers, answerAll} = await start('STEEM/BNB', {
		'symbol=STEEMBNB': {body: binanceList(['STEEM', 'BNB', 'BREAK'])},
		'/v1/common/symbols': {body: huobiList(['STEEM', 'BNB', 'suspend'])},
	});
	assert.deepEqual(sockets, []);
	const reasons = books().map(({status, reason}) => `${status}: ${reason ?? ''}`);
	assert.deepEqual(reasons, [
		'failed: listed, but trading is halted: BREAK',
		'failed: listed, but trading is halted: suspend',
	]);
	Object.assign(answers, {'symbol=STEEMBNB': {body: binanceList(['STEEM', 'BNB'])}});
	clock.advance(60_000);
	await answerAll();
	assert.deepEqual(urls(sockets), [
		'ws://binance/stream?streams=steembnb@depth@100ms/steembnb@trade',
	]);
});

test('a market that the list left out is looked for again, and told of only once it is there', async () => {
	const {books, gets, clock, answers, answerAll} = await start('STEEM/USDT', {
		'symbol=STEEMUSDT': {body: binanceList(['STEEM', 'USDT'])},
		'/v1/common/symbols': {body: huobiList(['BTC', 'USDT'])},
	});
	const lists = () => gets.filter(({url}) => url.includes('/v1/common/symbols')).length;
	const first = lists();
	clock.advance(60_000);
	await answerAll();
	assert.equal(lists(), first + 1);
	clock.advance(60_000);
	await answerAll();
	assert.equal(lists(), first + 1);
	assert.equal(books()[1]?.reason, 'the market is not listed');
	Object.assign(answers, {'/v1/common/symbols': {body: huobiList(['STEEM', 'USDT'])}});
	clock.advance(60_000);
	await answerAll();
	assert.equal(books()[1]?.status, 'connecting');
});

test('a halted market with data is followed and marked', async () => {
	const {sockets, books} = await start('STEEM/BNB', {
		'symbol=STEEMBNB': {body: binanceList(['STEEM', 'BNB', 'HALT'])},
		'/v1/common/symbols': {body: huobiList(['STEEM', 'BTC'])},
	});
	sockets[0]?.emit({type: 'open'});
	const [book] = books();
	assert.deepEqual(
		[book?.status, book?.reason],
		['syncing', 'listed, but trading is halted: HALT'],
	);
});

test('goes on by the usual symbol where a list cannot be read', async () => {
	const {sockets, resolutions} = await start('STEEM/USDT', {
		'symbol=STEEMUSDT': new TransportError('binance: host not found', 'ENOTFOUND'),
		'/v1/common/symbols': {body: '<html>'},
	});
	assert.deepEqual(
		resolutions.map(({lookup}) => lookup.type),
		['unknown', 'unknown'],
	);
	assert.deepEqual(urls(sockets), [binanceStream, 'ws://huobi/feed', 'ws://huobi/ws']);
});

for (const text of ['steemusdt', 'STEEMUSDT', 'steem-usdt', 'STEEM_USDT']) {
	test(`understands ${text}`, async () => {
		const {sockets, books} = await start(text, {
			'symbol=STEEMUSDT': {body: binanceList(['STEEM', 'USDT'])},
			'/v1/common/symbols': {body: huobiList(['STEEM', 'USDT'])},
		});
		assert.equal(sockets.length, 3);
		assert.deepEqual(
			books().map(({market}) => market),
			['STEEM/USDT', 'STEEM/USDT'],
		);
	});
}

test('tells the parts of a word to an exchange that cannot be asked', async () => {
	const {books, sockets} = await start('steemusdt', {
		'symbol=STEEMUSDT': {body: binanceList(['STEEM', 'USDT'])},
		'/v1/common/symbols': {status: 500, body: ''},
	});
	assert.equal(sockets.length, 3);
	assert.deepEqual(
		books().map(({market}) => market),
		['STEEM/USDT', 'STEEM/USDT'],
	);
});

test('refuses a word that two exchanges take apart differently', async () => {
	const {sockets, wanted, resolutions} = await start('abcd', {
		'symbol=ABCD': {body: binanceList(['AB', 'CD'])},
		'/v1/common/symbols': {body: huobiList(['ABC', 'D'])},
	});
	assert.deepEqual(sockets, []);
	assert.equal(
		explainUnlisted(wanted, resolutions),
		'ABCD may be AB/CD or ABC/D: write it with a slash',
	);
});

test('publishes the first live book at once, then at the cadence what was written', async () => {
	const {session, sockets, clock, gets} = await start('STEEM/USDT', {
		'symbol=STEEMUSDT': {body: binanceList(['STEEM', 'USDT'])},
		'/v1/common/symbols': {body: huobiList(['STEEM', 'USDT'])},
	});
	clock.advance(100);
	let published = 0;
	session.store.subscribe(() => published++);
	clock.advance(800);
	assert.equal(published, 0);
	const [binance] = sockets;
	binance?.emit({type: 'open'});
	const event = {e: 'depthUpdate', E: 1, s: 'STEEMUSDT', U: 1, u: 1, b: [['1', '1']], a: []};
	binance?.emit({type: 'message', data: JSON.stringify(event)});
	const asked = gets.find(({url}) => url.includes('/depth?'));
	await asked?.answer({body: '{"lastUpdateId":1,"bids":[["1","1"]],"asks":[["2","1"]]}'});
	for (let id = 2; id < 1000; id++)
		binance?.emit({type: 'message', data: JSON.stringify({...event, U: id, u: id})});
	assert.equal(published, 0);
	clock.advance(0);
	assert.equal(published, 1);
	const [, huobiBefore] = session.store.getView().books;
	for (let id = 1000; id < 2000; id++)
		binance?.emit({type: 'message', data: JSON.stringify({...event, U: id, u: id})});
	clock.advance(99);
	assert.equal(published, 1);
	clock.advance(1);
	assert.equal(published, 2);
	const [book, huobiAfter] = session.store.getView().books;
	assert.equal(book?.sequence, 1999);
	assert.equal(huobiAfter, huobiBefore);
});

test('stops its feeds, its cadence and its lookups', async () => {
	const {session, sockets, clock} = await start('STEEM/USDT', {
		'symbol=STEEMUSDT': {body: binanceList(['STEEM', 'USDT'])},
		'/v1/common/symbols': {body: huobiList(['STEEM', 'USDT', 'suspend'])},
	});
	session.stop();
	clock.advance(120_000);
	await settle();
	assert.deepEqual(
		sockets.map(({isClosed}) => isClosed),
		[true],
	);
});

/** A session whose lists do not answer, past the time that they are waited for. */
const startSlow = async (text: string) => {
	const clock = createFakeClock(1_700_000_000_000);
	const fake = createFakeTransport();
	const venues = defaultExchanges.map(exchange => ({
		exchange,
		endpoints: {ws: `ws://${exchange.id}`, rest: `http://${exchange.id}`},
	}));
	const wanted = parseMarket(text);
	const random = () => 1;
	const session = startSession({wanted, venues, transport: fake.transport, clock, random});
	clock.advance(1400);
	await settle();
	assert.deepEqual(fake.sockets, []);
	clock.advance(100);
	await session.started;
	const list = (host: string) => fake.gets.find(({url}) => url.includes(host));
	const books = () => {
		clock.advance(100);
		return session.store.getView().books;
	};
	return {...fake, session, list, books};
};

test('does not wait for a list that hangs', async () => {
	const {sockets, list, books} = await startSlow('STEEM/USDT');
	assert.deepEqual(urls(sockets), [binanceStream, 'ws://huobi/feed', 'ws://huobi/ws']);
	await list('binance')?.answer({body: binanceList(['STEEM', 'USDT'])});
	assert.deepEqual(books()[0]?.tickSize, {units: 1, decimals: 4});
	assert.equal(sockets.length, 3);
});

test('a list that comes late and lacks the market ends its book', async () => {
	const {sockets, list, books} = await startSlow('STEEM/USDT');
	await list('huobi')?.answer({body: huobiList(['STEEM', 'BTC'])});
	const [, huobi] = books();
	assert.deepEqual([huobi?.status, huobi?.retryAt], ['failed', null]);
	assert.deepEqual(
		sockets.map(({isClosed}) => isClosed),
		[false, true, true],
	);
});

test('a list that comes late and calls the market otherwise has it followed by that name', async () => {
	const {sockets, list, books} = await startSlow('STEEM/USDT');
	const body = huobiList(['STEEM', 'USDT']).replace('"steemusdt"', '"steemusd"');
	await list('huobi')?.answer({body});
	assert.equal(books()[1]?.status, 'connecting');
	assert.deepEqual(
		sockets.map(({isClosed}) => isClosed),
		[false, true, true, false, false],
	);
	sockets[3]?.emit({type: 'open'});
	assert.match(sockets[3]?.sent.join() ?? '', /steemusd\b/);
});

test('a word whose lists hang waits for them', async () => {
	const {sockets, list} = await startSlow('steemusdt');
	assert.deepEqual(sockets, []);
	await list('binance')?.answer({body: binanceList(['STEEM', 'USDT'])});
	assert.deepEqual(urls(sockets), [binanceStream]);
});
