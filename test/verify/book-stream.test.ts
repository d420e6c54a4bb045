import assert from 'node:assert/strict';
import {test} from 'node:test';
import {binance} from '../../source/exchanges/binance/index.js';
import type {SocketEvent} from '../../source/transport/transport.js';
import {createBookStream} from '../../source/verify/book-stream.js';

test('a message about another book is a sign of life alone', () => {
	let tell: (event: SocketEvent) => void = () => undefined;
	let now = 0;
	const told: boolean[] = [];
	const [channel] = binance.channels;
	const nothing = {
		...{send: () => undefined, ping: () => undefined, close: () => undefined},
		symbols: new Set<string>(),
	};
	const stream = createBookStream({
		exchange: binance,
		topic: {symbol: 'STEEMBTC', channel},
		connect(_, onEvent, onBound, onTold) {
			tell = onEvent;
			onBound();
			onTold();
			return {...nothing, hasAnother: () => false, isMoved: () => false, release: () => undefined};
		},
		now: () => now,
		memory: {judge: () => null, learn: () => undefined, forget: () => undefined},
		tell: () => undefined,
		read: data => ({data, isMeant: data !== 'another book', isReply: false}),
		onOpen: () => undefined,
		onEnd: () => undefined,
		onProof: isProven => told.push(isProven),
	});
	const hear = (data: string) => {
		tell({type: 'message', data});
	};
	const levels = (from: number, step: number) =>
		Array.from({length: 60}, (_, at) => [String(from + at * step), '1']);
	const hearOthers = () => {
		for (let at = 0; at < 100; at++) hear('another book');
	};

	tell({type: 'open'});
	hear(JSON.stringify({e: 'depthUpdate', E: 1, s: 'STEEMBTC', U: 5, u: 6, b: [], a: []}));
	hearOthers();
	assert.deepEqual(told, []);
	stream.onSnapshot(JSON.stringify({lastUpdateId: 5, bids: levels(199, -1), asks: levels(200, 1)}));
	hearOthers();
	assert.deepEqual(told, [true]);
	now += binance.staleAfterMs;
	stream.tick();
	assert.deepEqual(told, [true, false]);
	hearOthers();
	assert.deepEqual(told, [true, false, true]);
});
