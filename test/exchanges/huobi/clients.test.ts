import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import type {ClientOutput} from '../../../source/exchanges/exchange.js';
import {createDepthClient} from '../../../source/exchanges/huobi/depth-client.js';
import {createTradesClient} from '../../../source/exchanges/huobi/trades-client.js';
import {createMbpClient} from '../../../source/exchanges/huobi/mbp-client.js';
import {marketOf, runClient, toRows} from '../../helpers/client-run.js';

const market = marketOf('steemusdt', 'STEEM', 'USDT');
const message = (text: string) => ({type: 'message' as const, data: gzipSync(text)});

const increment = (from: number, to: number, bids = '[]', asks = '[]') =>
	message(
		`{"ch":"market.steemusdt.mbp.150","ts":1593561601106,"tick":{"seqNum":${to},"prevSeqNum":${from},"asks":${asks},"bids":${bids}}}`,
	);

const reply = (sequence: number, bids = '[[1.0,5.0]]', asks = '[[2.0,5.0]]') =>
	message(
		`{"id":"2","status":"ok","ts":1593561601666,"rep":"market.steemusdt.mbp.150","data":{"seqNum":${sequence},"bids":${bids},"asks":${asks}}}`,
	);

const push = (version: number, bids = '[[1.0,5.0]]', asks = '[[2.0,5.0]]') =>
	message(
		`{"ch":"market.steemusdt.depth.step0","ts":1572362902027,"tick":{"bids":${bids},"asks":${asks},"version":${version},"ts":1572362902012}}`,
	);

const acknowledged = (topic: string) =>
	message(`{"id":"sub-1","status":"ok","subbed":"${topic}","ts":1618678070653}`);

const refused = (text: string, id = 'sub-1') =>
	message(
		`{"status":"error","ts":1684650798105,"id":"${id}","err-code":"bad-request","err-msg":"${text}"}`,
	);

const refusedWithoutId = (text: string) =>
	message(`{"status":"error","ts":1684650798105,"err-code":"bad-request","err-msg":"${text}"}`);

const sentBy = (outputs: readonly ClientOutput[]) =>
	outputs.flatMap(output =>
		output.type === 'send'
			? [output.data]
			: output.type === 'request' && output.request.type === 'socket'
				? [output.request.data]
				: [],
	);

const startMbp = () => {
	const run = runClient(createMbpClient(market));
	run.give({type: 'open'});
	return run;
};

/** A client whose book is at sequence 100. */
const startLiveMbp = () => {
	const run = startMbp();
	run.give(increment(90, 100));
	run.give(reply(100));
	assert.ok(run.isInSync());
	return run;
};

const startDepth = () => {
	const run = runClient(createDepthClient(market));
	run.give({type: 'open'});
	return run;
};

const topicOf = (name: string) =>
	name === 'mbp' ? 'market.steemusdt.mbp.150' : 'market.steemusdt.depth.step0';

/** The reply to a `req` on either topic. */
const replyOf = (name: string, sequence: number) =>
	name === 'mbp'
		? reply(sequence)
		: message(
				`{"id":"req-1","status":"ok","ts":1,"rep":"market.steemusdt.depth.step0","data":{"version":${sequence},"bids":[[1.0,5.0]],"asks":[[2.0,5.0]]}}`,
			);

const clients = {mbp: startMbp, depth: startDepth};

for (const [name, start] of Object.entries(clients)) {
	test(`${name}: subscribes when the socket opens`, () => {
		const subscription = JSON.stringify({sub: topicOf(name), id: 'sub-1'});
		assert.deepEqual(sentBy(start().outputs), [subscription]);
	});

	for (const ping of ['1618678073643', '0', '9007199254740993']) {
		test(`${name}: echoes the ping ${ping} as the same integer`, () => {
			assert.deepEqual(sentBy(start().give(message(`{"ping":${ping}}`))), [`{"pong":${ping}}`]);
		});
	}

	test(`${name}: takes another channel where the topic is refused`, () => {
		for (const text of [
			'invalid topic x',
			'invalid symbol lmrusdt',
			'invalid mbp.150.symbol linkusdt',
		])
			assert.deepEqual(start().give(refused(text)), [
				{type: 'unserved', fault: {code: 'no-channel', detail: text}},
			]);
	});

	for (const text of [
		'symbol trade not open now',
		'symbol:nftusdt trade not open now ',
		'symbol:tonjpy trade not open now ',
	]) {
		test(`${name}: knows a halted market by "${text}"`, () => {
			assert.deepEqual(start().give(refused(text)), [
				{type: 'syncing', fault: {code: 'halted', detail: text.trim()}},
			]);
		});
	}

	test(`${name}: takes another channel where the pair is not offered on it`, () => {
		const text = 'The coin pair does not currently offer subscription services.';
		assert.deepEqual(start().give(refused(text)), [
			{type: 'unserved', fault: {code: 'no-channel', detail: text}},
		]);
	});

	for (const [text, code] of [
		['429 too many request', 'rate-limited'],
		['429 too many request topics', 'rate-limited'],
		['request timeout', 'refused-request'],
		['not json string', 'refused-request'],
		['unsub with not subbed topic', 'refused-request'],
	] as const) {
		test(`${name}: makes a new connection where its subscription is answered "${text}"`, () => {
			for (const answer of [refused(text), refusedWithoutId(text)])
				assert.deepEqual(start().give(answer), [{type: 'reconnect', fault: {code, detail: text}}]);
		});

		test(`${name}: asks again where a book is answered "${text}"`, () => {
			const run = start();
			run.give(acknowledged(topicOf(name)));
			assert.deepEqual(run.give(refused(text, 'req-1')), [
				{type: 'syncing', fault: {code, detail: text}},
			]);
			assert.equal(run.give({type: 'waited'})[0]?.type, 'request');
		});
	}

	test(`${name}: a reply is no book while the subscription is not known to be on`, () => {
		const run = start();
		run.give({type: 'waited'});
		run.give(replyOf(name, 100));
		assert.ok(!run.isInSync());
		run.give(acknowledged(topicOf(name)));
		assert.ok(!run.isInSync());
		assert.equal(run.give({type: 'waited'}).at(-1)?.type, 'request');
		run.give(replyOf(name, 100));
		assert.ok(run.isInSync());
	});

	test(`${name}: past waits do not count once there is a book`, () => {
		const run = start();
		run.give(acknowledged(topicOf(name)));
		for (const sequence of [100, 101]) {
			for (let wait = 0; wait < 2; wait++)
				assert.equal(run.give({type: 'waited'}).at(-1)?.type, 'request');
			run.give(replyOf(name, sequence));
			assert.ok(run.isInSync());
			run.give({type: 'resync', fault: {code: 'crossed'}});
		}
	});

	test(`${name}: gives up a subscription that the exchange ends`, () => {
		const run = start();
		run.give(acknowledged(topicOf(name)));
		run.give({type: 'waited'});
		run.give(replyOf(name, 100));
		assert.ok(run.isInSync());
		const ended = message(`{"id":"x","status":"ok","unsubbed":"${topicOf(name)}","ts":1}`);
		assert.equal(run.give(ended)[0]?.type, 'reconnect');
	});

	test(`${name}: asks again where a reply holds no book`, () => {
		const run = start();
		run.give(acknowledged(topicOf(name)));
		run.give({type: 'waited'});
		const nothing = message(
			`{"id":"req-1","status":"ok","ts":1,"rep":"${topicOf(name)}","data":null}`,
		);
		assert.deepEqual(
			run.give(nothing).map(({type}) => type),
			['request'],
		);
		run.give(replyOf(name, 100));
		assert.ok(run.isInSync());
		run.give({type: 'audit'});
		assert.deepEqual(
			run.give(nothing).map(({type}) => type),
			['request'],
		);
	});

	for (const [how, bids] of Object.entries({
		blank: ',"bids":""',
		empty: ',"bids":[]',
		null: ',"bids":null',
		missing: '',
	})) {
		test(`${name}: takes a side that is ${how} for one without levels`, () => {
			const run = start();
			run.give(acknowledged(topicOf(name)));
			run.give({type: 'waited'});
			run.give(
				message(
					`{"id":"req-1","status":"ok","ts":1,"rep":"${topicOf(name)}","data":{"seqNum":7${bids},"asks":[[2.0,5.0]]}}`,
				),
			);
			assert.deepEqual([run.isInSync(), run.book.bids.length, run.book.asks.length], [true, 0, 1]);
		});
	}

	test(`${name}: refuses a book without any side`, () => {
		const run = start();
		run.give(acknowledged(topicOf(name)));
		const none = message(`{"status":"ok","ts":1,"rep":"${topicOf(name)}","data":{"seqNum":7}}`);
		assert.throws(() => run.give(none), /no sides/);
	});

	test(`${name}: takes another channel where nothing answers`, () => {
		const run = start();
		const types = Array.from({length: 3}, () => run.give({type: 'waited'}).at(-1)?.type);
		assert.deepEqual(types, ['request', 'request', 'unserved']);
	});

	test(`${name}: goes on saying what the exchange refused`, () => {
		const run = start();
		const fault = {code: 'halted', detail: 'symbol trade not open now'};
		run.give(refused(fault.detail));
		run.give({type: 'waited'});
		assert.deepEqual(run.give({type: 'waited'})[0], {type: 'syncing', fault});
		assert.deepEqual(run.give({type: 'waited'})[0], {type: 'unserved', fault});
	});

	// Quadratic time here would be minutes.
	test(`${name}: refuses a long string without an end at once`, () => {
		const data = gzipSync(`{"ch":"${'\\\\"'.repeat(200_000)}`);
		assert.throws(() => start().give({type: 'message', data}), /^MessageError: Huobi: /);
	});

	for (const text of [
		'{"ch":"market.steemusdt.trade.detail","ts":1616243199157,"tick":{"id":1,"ts":1,"data":[{"id":123140716701236887569077664,"ts":1616243199156,"tradeId":102357140867,"amount":1.98E-4,"price":58911.07,"direction":"sell"}]}}',
		'{"ch":"market.steemusdt.bbo","ts":1630994555540,"tick":{"seqId":137005210233,"ask":52665.02,"askSize":1.502181,"bid":52665.01,"bidSize":0.178567,"quoteTime":1630994555539,"symbol":"steemusdt"}}',
		'{"ch":"market.steemusdt.mbp.refresh.20","ts":1,"tick":{"seqNum":5,"bids":[],"asks":[]}}',
		'{"ch":"market.btcusdt.mbp.150","ts":1,"tick":{"seqNum":5,"prevSeqNum":4,"bids":[],"asks":[]}}',
		'{"ch":"market.btcusdt.depth.step0","ts":1,"tick":{"version":5,"bids":[],"asks":[]}}',
		'{"id":"id4","status":"ok","unsubbed":"market.btcusdt.trade.detail","ts":1494326028889}',
		'{"op":"something new"}',
	]) {
		test(`${name}: is left as it is by ${text.slice(0, 50)}`, () => {
			assert.deepEqual(start().give(message(text)), []);
		});
	}

	for (const [what, data] of Object.entries({
		'half a message': gzipSync('{"ping":1').subarray(0, 15),
		'no gzip': Buffer.from('{"ping":1}'),
		'no JSON': gzipSync('<html>'),
		'no object': gzipSync('[1]'),
		'a ping that is no integer': gzipSync('{"ping":"now"}'),
		'a negative ping': gzipSync('{"ping":-5}'),
	})) {
		test(`${name}: refuses ${what}`, () => {
			assert.throws(() => start().give({type: 'message', data}));
		});
	}
}

test('mbp: buffers from the first increment, then asks for the book', () => {
	const run = startMbp();
	run.give(acknowledged('market.steemusdt.mbp.150'));
	assert.equal(run.requests(), 0);
	assert.deepEqual(sentBy(run.give(increment(90, 100))), [
		'{"req":"market.steemusdt.mbp.150","id":"req-2"}',
	]);
	assert.deepEqual(run.give(increment(100, 110)), []);
});

test('mbp: applies what follows the reply, drops what it covers', () => {
	const run = startMbp();
	run.give(increment(90, 100, '[[1.0,1.0]]'));
	run.give(increment(100, 110, '[[0.9,2.0]]'));
	run.give(increment(110, 120, '[]', '[[2.0,0.0]]'));
	run.give(reply(100));
	assert.deepEqual([run.isInSync(), run.book.sequence], [true, 120]);
	assert.deepEqual(toRows(run.book.bids), [
		['1', '5'],
		['0.9', '2'],
	]);
	assert.deepEqual(toRows(run.book.asks), []);
});

for (const [name, sequence] of Object.entries({
	'is older than the first increment': 80,
	'falls between two sequences': 105,
})) {
	test(`mbp: asks again where the reply ${name}`, () => {
		const run = startMbp();
		run.give(increment(90, 100));
		run.give(increment(100, 110));
		const outputs = run.give(reply(sequence));
		assert.deepEqual(
			outputs.map(({type}) => type),
			['syncing', 'request'],
		);
		run.give(reply(110));
		assert.deepEqual([run.isInSync(), run.book.sequence], [true, 110]);
	});
}

test('mbp: an increment that does not link means a new reply', () => {
	const run = startLiveMbp();
	const outputs = run.give(increment(105, 110, '[[1.0,9.0]]'));
	assert.deepEqual(outputs[0], {
		type: 'syncing',
		fault: {code: 'gap', detail: '101–105 are missing'},
	});
	assert.deepEqual(toRows(run.book.bids), [['1', '5']]);
	run.give(reply(110, '[[1.0,9.0]]'));
	assert.deepEqual([run.isInSync(), run.book.sequence], [true, 110]);
});

test('mbp: does not take an increment that begins before the book', () => {
	const run = startLiveMbp();
	assert.equal(run.give(increment(95, 110))[0]?.type, 'syncing');
});

test('mbp: an increment without levels moves the sequence', () => {
	const run = startLiveMbp();
	run.give(increment(100, 105));
	run.give(
		message(
			'{"ch":"market.steemusdt.mbp.150","ts":5,"tick":{"seqNum":106,"prevSeqNum":105,"asks":[[2.0,7.0]]}}',
		),
	);
	assert.deepEqual([run.book.sequence, toRows(run.book.asks)], [106, [['2', '7']]]);
});

test('mbp: keeps 150 levels a side', () => {
	const run = startLiveMbp();
	const bids = Array.from({length: 200}, (_, index) => [(index + 1) / 1000, 1]);
	run.give(increment(100, 101, JSON.stringify(bids)));
	assert.deepEqual([run.book.bids.length, toRows(run.book.bids, 1)], [150, [['1', '5']]]);
});

test('mbp: asks unprompted where nothing moves, and again while there is no answer', () => {
	const run = startMbp();
	run.give(acknowledged('market.steemusdt.mbp.150'));
	assert.deepEqual(
		run.give({type: 'waited'}).map(({type}) => type),
		['request'],
	);
	const [syncing, request] = run.give({type: 'waited'});
	assert.deepEqual(syncing, {type: 'syncing', fault: {code: 'no-data'}});
	assert.equal(request?.type, 'request');
	const [book] = run.give(reply(100));
	assert.deepEqual(book?.type === 'book' && book.note, {code: 'quiet'});
});

test('mbp: takes another channel where the book is never told', () => {
	const run = startMbp();
	run.give(acknowledged('market.steemusdt.mbp.150'));
	const types = Array.from({length: 3}, () => run.give({type: 'waited'}).at(-1)?.type);
	assert.deepEqual(types, ['request', 'request', 'unserved']);
});

test('depth: each push replaces the book', () => {
	const run = startDepth();
	run.give(push(10, '[[1.0,5.0],[0.9,1.0]]'));
	run.give(push(11, '[[0.8,5.0]]'));
	assert.deepEqual(toRows(run.book.bids), [['0.8', '5']]);
	assert.equal(run.book.exchangeTime, 1_572_362_902_012);
});

test('depth: drops a push whose version is not larger', () => {
	const run = startDepth();
	run.give(push(10));
	assert.deepEqual([run.give(push(10)), run.give(push(9))], [[], []]);
});

test('depth: asks for the book where none is pushed', () => {
	const run = startDepth();
	run.give(acknowledged('market.steemusdt.depth.step0'));
	const asked = run.give({type: 'waited'});
	assert.deepEqual(sentBy(asked), ['{"req":"market.steemusdt.depth.step0","id":"req-2"}']);
	const [syncing] = run.give({type: 'waited'});
	assert.deepEqual(syncing, {type: 'syncing', fault: {code: 'no-data'}});
	run.give(
		message(
			'{"rep":"market.steemusdt.depth.step0","status":"ok","id":"req-3","ts":9,"data":{"version":3,"ts":8,"bids":[],"asks":[[2.0,1.0]]}}',
		),
	);
	assert.deepEqual([run.isInSync(), run.book.sequence], [true, 3]);
});

test('depth: follows no changes that are recorded alone', () => {
	const run = startDepth();
	run.give(push(10, '[[1.0,5.0],[0.9,1.0]]'));
	const changes = (version: number, bids: string) =>
		message(
			`{"ch":"market.steemusdt.depth.step0","ts":1572362902027,"update":true,"tick":{"bids":${bids},"asks":[],"version":${version},"ts":1572362902012}}`,
		);
	for (const bids of ['[[0.8,5.0]]', '[[1.0,0.0]]']) {
		const outputs = run.give(changes(11, bids));
		assert.deepEqual(outputs, [{type: 'syncing', fault: {code: 'changes-alone'}}]);
	}
	assert.deepEqual([run.isInSync(), run.book.sequence], [false, 10]);
	run.give(push(12, '[[0.8,5.0]]'));
	assert.deepEqual([run.isInSync(), toRows(run.book.bids)], [true, [['0.8', '5']]]);
});

test('depth: refuses a whole book that holds a size of zero', () => {
	const run = startDepth();
	run.give(push(10));
	assert.throws(() => run.give(push(11, '[[1.0,0.0]]')), /a size of zero in a whole book/);
});

test('depth: takes the same version again after a resync', () => {
	const run = startDepth();
	run.give(push(10));
	run.give({type: 'resync', fault: {code: 'asked'}});
	assert.ok(!run.isInSync());
	run.give(push(10));
	assert.ok(run.isInSync());
});

test('keeps every number exact, however it is written', () => {
	const run = startDepth();
	run.give(
		push(
			1,
			'[[9.493E-11,3.358149508E7],[9.12E-12,4049.005510062893]]',
			'[[1.58E-4,0.12345678901234567],[0.0001590,710.0],[1.0E13,12345678901234567]]',
		),
	);
	assert.deepEqual(toRows(run.book.bids), [
		['0.00000000009493', '33581495.08'],
		['0.00000000000912', '4049.005510062893'],
	]);
	assert.deepEqual(toRows(run.book.asks), [
		['0.000158', '0.12345678901234567'],
		['0.000159', '710'],
		['10000000000000', '12345678901234567'],
	]);
});

for (const bad of ['-1.0', '1e400', '""', '"NaN"', 'null', '[]', '"1,5"']) {
	test(`refuses a message with the number ${bad}`, () => {
		assert.throws(() => startDepth().give(push(1, `[[${bad},1.0]]`)), /^MessageError: Huobi: /);
		assert.throws(
			() => startMbp().give(increment(1, 2, `[[1.0,${bad}]]`)),
			/^MessageError: Huobi: /,
		);
	});
}

test('mbp: audits by a reply and the increments since', () => {
	const run = startLiveMbp();
	assert.deepEqual(sentBy(run.give({type: 'audit'})), [
		'{"req":"market.steemusdt.mbp.150","id":"req-3"}',
	]);
	run.give(increment(100, 110, '[[1.0,6.0]]'));
	const [audit] = run.give(reply(100));
	assert.deepEqual(
		audit?.type === 'audit' && audit.changes.map(({type, sequence}) => [type, sequence]),
		[
			['snapshot', 100],
			['update', 110],
		],
	);
});

test('mbp: an audit asks again for a reply that does not link', () => {
	const run = startLiveMbp();
	run.give({type: 'audit'});
	run.give(increment(100, 110));
	assert.equal(run.give(reply(105))[0]?.type, 'request');
	assert.equal(run.give(reply(110))[0]?.type, 'audit');
});

test('depth: audits by the same version once more', () => {
	const run = startDepth();
	run.give(push(10));
	assert.equal(run.give({type: 'audit'})[0]?.type, 'request');
	const [audit] = run.give(push(10));
	assert.deepEqual(audit?.type === 'audit' && audit.changes.map(({sequence}) => sequence), [10]);
	assert.deepEqual(run.give(push(10)), []);
});

const startTrades = () => {
	const run = runClient(createTradesClient(market));
	run.give({type: 'open'});
	return run;
};

test('trades: subscribes, and tells the fills of a message oldest first', () => {
	const run = startTrades();
	assert.deepEqual(sentBy(run.outputs), ['{"sub":"market.steemusdt.trade.detail","id":"sub-1"}']);
	const fill = (tradeId: number, direction: string) =>
		`{"id":123140716701236887569077664,"ts":1616243199156,"tradeId":${tradeId},"amount":1.98E-4,"price":58911.07,"direction":"${direction}"}`;
	const [output] = run.give(
		message(
			`{"ch":"market.steemusdt.trade.detail","ts":1,"tick":{"id":1,"ts":1,"data":[${fill(12, 'sell')},${fill(11, 'buy')}]}}`,
		),
	);
	const [price, size] = [
		{units: 5_891_107, decimals: 2},
		{units: 198, decimals: 6},
	];
	const time = 1_616_243_199_156;
	assert.deepEqual(output, {
		type: 'trades',
		trades: [
			{id: '11', price, size, side: 'buy', time},
			{id: '12', price, size, side: 'sell', time},
		],
	});
});

test('trades: answers pings, and gives up a topic that is refused', () => {
	const run = startTrades();
	assert.deepEqual(sentBy(run.give(message('{"ping":5}'))), ['{"pong":5}']);
	assert.equal(run.give(refused('invalid symbol x'))[0]?.type, 'unserved');
});

test('mbp: a refused audit is asked for again the next time', () => {
	const run = startLiveMbp();
	run.give({type: 'audit'});
	assert.equal(run.give(refused('429 too many request', 'req-1'))[0]?.type, 'unaudited');
	assert.equal(run.give({type: 'audit'})[0]?.type, 'request');
	assert.equal(run.give(reply(100))[0]?.type, 'audit');
});

test('depth: makes a new connection where the versions begin anew', () => {
	const run = startDepth();
	run.give(push(1000));
	const types = [1, 2, 3, 4, 5].map(version => run.give(push(version)).at(-1)?.type);
	assert.deepEqual(types, [undefined, undefined, undefined, undefined, 'reconnect']);
});

test('mbp: blank messages of the same sequence tell that the subscription is on', () => {
	const run = startLiveMbp();
	const outputs = Array.from({length: 200}, () => run.give(increment(100, 100))).flat();
	assert.deepEqual([outputs, run.isInSync(), run.book.sequence], [[], true, 100]);
	run.give(increment(100, 101));
	assert.equal(run.book.sequence, 101);
});

test('mbp: a blank message further on tells of changes that were missed', () => {
	const run = startLiveMbp();
	assert.equal(run.give(increment(105, 105))[0]?.type, 'syncing');
	assert.ok(!run.isInSync());
});

test('mbp: blank messages alone prove a reply', () => {
	const run = startMbp();
	run.give(increment(100, 100));
	run.give({type: 'waited'});
	run.give(reply(100));
	assert.ok(run.isInSync());
});

test('depth: an audit newer than what was pushed waits for its push', () => {
	const run = startDepth();
	run.give(push(10));
	run.give({type: 'audit'});
	assert.deepEqual(run.give(replyOf('depth', 12)), []);
	assert.equal(run.book.sequence, 10);
	assert.deepEqual(
		run.give(push(12)).map(({type}) => type),
		['book', 'audit'],
	);
});

test('depth: an audit newer than pushes that have stopped compares what there is', () => {
	const run = startDepth();
	run.give(push(10));
	run.give({type: 'audit'});
	run.give(replyOf('depth', 12));
	const [audit] = run.give({type: 'audit-late'});
	assert.deepEqual(audit?.type === 'audit' && audit.lag, {
		code: 'stopped',
		detail: 'updates ended at 10, a snapshot is at 12',
	});
});

test('trades: a fill without a direction is a fill all the same', () => {
	const fill = (direction: string) =>
		message(
			`{"ch":"market.steemusdt.trade.detail","ts":1,"tick":{"id":1,"ts":1,"data":[{"ts":1616243199156,"tradeId":11,"amount":1.0,"price":2.0,"direction":${direction}}]}}`,
		);
	const sideOf = (direction: string) => {
		const [output] = startTrades().give(fill(direction));
		return output?.type === 'trades' ? output.trades.map(({side}) => side) : null;
	};
	assert.deepEqual([sideOf('""'), sideOf('null'), sideOf('"buy"')], [[null], [null], ['buy']]);
	assert.deepEqual(sideOf('"sideways"'), []);
});

for (const [name, start] of Object.entries(clients)) {
	test(`${name}: an error that does not say of what is of a subscription that pushed nothing`, () => {
		const run = start();
		run.give(acknowledged(topicOf(name)));
		assert.equal(run.give(refusedWithoutId('429 too many request topics'))[0]?.type, 'reconnect');
	});

	test(`${name}: a subscription that is answered "fail" is not on`, () => {
		const run = start();
		run.give(message(`{"id":"sub-1","status":"fail","subbed":"${topicOf(name)}","ts":1}`));
		run.give({type: 'waited'});
		run.give(replyOf(name, 100));
		assert.ok(!run.isInSync());
	});
}

test('an error that does not say of what is a reason to look at a book', () => {
	const mbp = startLiveMbp();
	const depth = startDepth();
	depth.give(push(10));
	// As little does the id of another program.
	for (const run of [mbp, depth])
		for (const answer of [
			refusedWithoutId('429 too many request topics'),
			refused('invalid symbol lmrusdt', 'id488'),
		])
			assert.deepEqual(run.give(answer), [{type: 'doubt'}]);
});

test('mbp: the reply to a request from before a sleep is too old', () => {
	const run = startMbp();
	run.give(acknowledged(topicOf('mbp')));
	run.give({type: 'waited'});
	const [asked] = run.give({type: 'forget'});
	assert.equal(asked?.type, 'request');
	const replyTo = (id: string) =>
		message(
			`{"id":"${id}","status":"ok","ts":1,"rep":"${topicOf('mbp')}","data":{"seqNum":7,"bids":[[1.0,1.0]],"asks":[]}}`,
		);
	run.give(replyTo('req-2'));
	assert.ok(!run.isInSync());
	run.give(replyTo('req-3'));
	assert.ok(run.isInSync());
});

test('mbp: gives a connection up whose replies have been too old for a minute', () => {
	const run = startMbp();
	run.give(increment(90, 100));
	for (let count = 1; count <= 13; count++)
		assert.deepEqual(
			run.give(reply(80)).map(({type}) => type),
			['syncing', 'request'],
		);
	assert.deepEqual(
		run.give(reply(80)).map(({type}) => type),
		['reconnect'],
	);
});

test('mbp: replies that were too old before one that linked do not count any more', () => {
	const run = startMbp();
	run.give(increment(90, 100));
	for (let count = 1; count <= 13; count++) run.give(reply(80));
	run.give(reply(100));
	assert.ok(run.isInSync());
	run.give(increment(105, 110));
	for (let count = 1; count <= 13; count++)
		assert.deepEqual(
			run.give(reply(80)).map(({type}) => type),
			['syncing', 'request'],
		);
});
