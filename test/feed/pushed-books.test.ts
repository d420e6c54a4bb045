import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal} from '../../source/book/fixed-point.js';
import {noLevels} from '../../source/book/level-columns.js';
import {binance} from '../../source/exchanges/binance/index.js';
import {createClientOf} from '../../source/exchanges/client-of.js';
import type {ClientOutput, Exchange, ExchangeClient} from '../../source/exchanges/exchange.js';
import {followsExactly} from '../../source/exchanges/increment.js';
import type {Ids} from '../../source/book/proving.js';
import {createPushedBook} from '../../source/exchanges/pushed-book.js';
import {createSubscription} from '../../source/exchanges/subscription.js';
import {columns} from '../helpers/columns.js';
import {startFeedRun} from '../helpers/feed-run.js';

type Message = {
	readonly type: 'snapshot' | 'update' | 'unsubscribed' | 'refused';
	readonly id: number;
	/** What the exchange says of the best bid. */
	readonly best?: string;
};

/** A client as an exchange's folder has one, of messages that hold no more than is needed here. */
const createClient = (): ExchangeClient => {
	const subscription = createSubscription();
	const send = (data: string): ClientOutput => ({type: 'send', data});
	const book = createPushedBook({
		follows: followsExactly,
		subscription,
		resubscribe: () => [send('unsubscribe'), send('subscribe')],
	});
	return createClientOf({
		...{subscription, book},
		open: now => [send(`subscribe at ${now}`)],
		message({data}) {
			const {type, id, best} = JSON.parse(data.toString()) as Message;
			const change = {
				...{to: id, time: null, bids: columns([`${id}`, '1']), asks: noLevels},
				check({bids}: {bids: {top(count: number): {pairs: Float64Array}}}) {
					const shown = String(bids.top(1).pairs[0]);
					return best === undefined || best === shown ? null : `${shown} in place of ${best}`;
				},
			};
			switch (type) {
				case 'snapshot':
					return book.onSnapshot(change);
				case 'update':
					return book.onIncrement({...change, from: id - 1});
				case 'unsubscribed':
					return book.unsubscribed();
				case 'refused':
					return book.refused({code: 'refused-request', detail: 'no'});
			}
		},
	});
};

const start = (ids: Ids = 'connection') => {
	const exchange: Exchange = {
		...binance,
		channels: [
			{
				...{path: () => '/', topics: () => ['book'], createClient},
				...{ids, loss: {type: 'checksum', levels: 1}, audit: 'checksum'},
			},
		],
	};
	const run = startFeedRun(exchange, 'STEEMUSDT');
	const give = (message: Message) => {
		run.socket().emit({type: 'message', data: JSON.stringify(message)});
		const {status, reason, bids} = run.view();
		return [status, reason, bids.length > 0 ? formatDecimal(bids.price(0)) : null];
	};
	run.socket().emit({type: 'open'});
	return {...run, give};
};

test('a snapshot that came unasked makes a live book', () => {
	const {give, socket} = start();
	assert.deepEqual(socket().sent, ['subscribe at 1700000000000']);
	assert.deepEqual(give({type: 'snapshot', id: 500, best: '500'}), ['live', null, '500']);
	assert.deepEqual(give({type: 'update', id: 501, best: '501'}), ['live', null, '501']);
});

test('a book whose checksum fails is subscribed to anew', () => {
	const {give, socket} = start();
	give({type: 'snapshot', id: 500});
	assert.deepEqual(give({type: 'update', id: 501, best: '7'}).slice(0, 2), [
		'resyncing',
		'a checksum did not match: 501 in place of 7',
	]);
	assert.deepEqual(socket().sent.slice(1), ['unsubscribe', 'subscribe']);
	assert.equal(give({type: 'update', id: 502})[0], 'resyncing');
	assert.equal(give({type: 'unsubscribed', id: 0})[0], 'resyncing');
	assert.deepEqual(give({type: 'snapshot', id: 9, best: '9'}), ['live', null, '9']);
});

test('a first snapshot whose checksum fails is never live', () => {
	const {give} = start();
	assert.equal(give({type: 'snapshot', id: 500, best: '7'})[0], 'resyncing');
});

test('ids of a connection say nothing of the next one', () => {
	for (const [ids, status] of [
		['connection', 'live'],
		['none', 'live'],
		['exchange', 'resyncing'],
	] as const) {
		const {give, socket, clock} = start(ids);
		give({type: 'snapshot', id: 500});
		socket().emit({type: 'close', reason: 'gone'});
		clock.advance(60_000);
		socket().emit({type: 'open'});
		assert.equal(give({type: 'snapshot', id: 3})[0], status, ids);
	}
});

test('a subscription that is refused later ends a live book', () => {
	const {give, sockets} = start();
	give({type: 'snapshot', id: 500});
	const [status, reason] = give({type: 'refused', id: 0});
	assert.deepEqual([status, reason], ['reconnecting', 'the exchange refused a request: no']);
	assert.ok(sockets[0]?.isClosed);
});
