import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent} from '../../source/capture/capture-format.js';
import {createCaptureWire} from '../../source/playback/capture-wire.js';
import {createLists} from '../../source/serve/lists.js';

const list = (data: string, query = ''): CaptureEvent & {readonly kind: 'http'} => ({
	...{t: 0, kind: 'http', status: 200, data},
	url: `https://api.binance.com/api/v3/exchangeInfo${query}`,
});

const wanted = {kind: 'list', exchange: 'binance', symbol: ''} as const;

test('of a list, the first stands until one is played, and again where it begins anew', () => {
	const lists = createLists(createCaptureWire([]));
	assert.equal(lists.find(wanted), null);
	lists.foresee(list('first'));
	lists.foresee(list('second'));
	assert.equal(lists.find(wanted)?.data, 'first');
	lists.add(list('first'));
	lists.add(list('second'));
	assert.equal(lists.find(wanted)?.data, 'second');
	lists.begin();
	assert.equal(lists.find(wanted)?.data, 'first');
});

test('a list that was asked for otherwise is better than none: the newest that is played', () => {
	const lists = createLists(createCaptureWire([]));
	for (const symbol of ['A', 'B']) lists.foresee(list(symbol, `?symbol=${symbol}`));
	assert.equal(lists.find(wanted)?.data, 'A');
	assert.equal(lists.find({...wanted, symbol: 'B'})?.data, 'B');
	for (const symbol of ['A', 'B']) lists.add(list(symbol, `?symbol=${symbol}`));
	assert.equal(lists.find(wanted)?.data, 'B');
	assert.equal(lists.find({...wanted, symbol: 'C'})?.data, 'B');
});
