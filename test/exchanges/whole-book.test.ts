import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {ClientOutput} from '../../source/exchanges/exchange.js';
import {createSubscription} from '../../source/exchanges/subscription.js';
import {createWholeBook} from '../../source/exchanges/whole-book.js';
import {columns} from '../helpers/columns.js';

const at = (to: number, size = String(to)) => ({
	...{to, time: to},
	...{bids: columns(['10', size]), asks: columns(['11', '1'])},
});

const brief = (output: ClientOutput): string => {
	if (output.type === 'book') return `book ${output.change.sequence}`;
	if (output.type === 'send') return output.data;
	if (output.type === 'audit') return `audit ${output.changes.map(one => one.sequence).join()}`;
	const fault = 'fault' in output ? output.fault : undefined;
	return fault ? `${output.type} ${fault.code}` : output.type;
};

/** A book by times, at 100. */
const startLive = () => {
	const proof = createSubscription().pushed();
	const book = createWholeBook({
		isByTime: true,
		ask: () => [{type: 'send', data: 'ask'}],
		resubscribe: () => [{type: 'send', data: 'subscribe'}],
	});
	const take = (...given: Parameters<typeof at>) => book.take(at(...given), proof).map(brief);
	const reply = (...given: Parameters<typeof at>) => book.onReply(at(...given), proof).map(brief);
	assert.deepEqual(take(100), ['book 100']);
	return {book, take, reply};
};

test('of two books of one time the later counts', () => {
	assert.deepEqual(startLive().take(100, '7'), ['book 100']);
});

test('an older book that came before is dropped, and speaks against the one held', () => {
	const {take} = startLive();
	take(101);
	assert.deepEqual(take(100), ['doubt']);
	assert.deepEqual(take(102), ['book 102']);
});

test('books of before that go on coming make a new connection', () => {
	const {take} = startLive();
	for (const time of [101, 102, 103, 104, 105]) take(time);
	for (const time of [100, 101, 102, 103]) assert.deepEqual(take(time), ['doubt']);
	assert.deepEqual(take(104), ['reconnect gap']);
});

test('an older book that never came is of a clock that was set back: none is in sync before the next', () => {
	const {book, take} = startLive();
	assert.deepEqual(take(90), ['syncing gap', 'subscribe']);
	assert.ok(!book.isInSync());
	assert.deepEqual(take(91), ['book 91']);
	assert.deepEqual(take(100), ['book 100'], 'which goes on');
});

test('a push that an answer was ahead of is no sign of a clock that was set back', () => {
	const {book, take, reply} = startLive();
	book.resync({code: 'crossed'});
	assert.deepEqual(reply(110), ['book 110']);
	assert.deepEqual(take(105), ['doubt']);
	assert.deepEqual(take(111), ['book 111']);
});

test('a book in trouble is subscribed to anew', () => {
	const {book, take} = startLive();
	assert.deepEqual(book.resync({code: 'crossed'}).map(brief), ['syncing crossed', 'subscribe']);
	assert.deepEqual(take(99), ['doubt'], 'the one before is newer');
	assert.ok(!book.isInSync());
	assert.deepEqual(take(100), ['book 100']);
});

test('an audit compares books of the same time', () => {
	const {book, reply} = startLive();
	assert.deepEqual(book.audit().map(brief), ['ask']);
	assert.deepEqual(reply(100), ['audit 100']);
});

test('an audit compares an older book with what was pushed then', () => {
	const {book, take, reply} = startLive();
	book.audit();
	for (const time of [101, 102, 103]) take(time);
	assert.deepEqual(reply(102), ['audit 103'], 'equal then');
	book.audit();
	for (const time of [104, 105]) take(time);
	assert.deepEqual(reply(104, '7'), ['syncing different', 'subscribe']);
	assert.ok(!book.isInSync());
});

test('an audit that never links is given up', () => {
	const {book, take, reply} = startLive();
	book.audit();
	for (let tries = 1; tries < 6; tries++) {
		take(100 + tries);
		assert.deepEqual(reply(50), ['ask']);
	}
	assert.deepEqual(reply(50), ['unaudited no-audit']);
	assert.deepEqual(reply(50), [], 'nothing was asked');
	assert.ok(book.isInSync());
});

test('an audit ahead of what is pushed tells that pushes stopped', () => {
	const {book, reply} = startLive();
	book.audit();
	assert.deepEqual(reply(120), []);
	const [late] = book.auditLate();
	assert.equal(late?.type === 'audit' && late.lag?.code, 'stopped');
});
