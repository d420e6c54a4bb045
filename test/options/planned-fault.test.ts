import assert from 'node:assert/strict';
import {test} from 'node:test';
import {checkFaults, parseFault} from '../../source/options/planned-fault.js';
import {UsageError} from '../../source/options/options.js';

for (const [text, expected] of [
	['gap@5', {name: 'gap', exchange: null, afterMs: 5000}],
	['huobi:close@9', {name: 'close', exchange: 'huobi', afterMs: 9000}],
	['close-1006@0', {name: 'close-1006', exchange: null, afterMs: 0}],
	['binance:overlap@2.5', {name: 'overlap', exchange: 'binance', afterMs: 2500}],
	['upbit:gap@1', {name: 'gap', exchange: 'upbit', afterMs: 1000}],
] as const) {
	test(`reads ${text}`, () => {
		assert.deepEqual(parseFault(text), expected);
	});
}

for (const [text, says] of [
	['gap', /"gap" is not a fault: write NAME@SECONDS/],
	['gap@', /write NAME@SECONDS/],
	['gap@-1', /write NAME@SECONDS/],
	['gap@soon', /write NAME@SECONDS/],
	['mtgox:gap@1', /^"mtgox" is no exchange of the demo: choose from binance, huobi, /],
	['zap@1', /"zap" is not a fault \(did you mean gap\?\): choose from gap, duplicate, .*unlisted$/],
	['huobi:overlap@1', /huobi has no overlap/],
] as const) {
	test(`refuses ${text}`, () => {
		assert.throws(
			() => parseFault(text),
			(error: Error) => error instanceof UsageError && says.test(error.message),
		);
	});
}

test('a fault is planned only where somebody can be struck', () => {
	const both = ['binance', 'bitstamp'];
	for (const text of ['gap@1', 'bitstamp:gap@1', 'overlap@1', 'reconnect-notice@1'])
		checkFaults([parseFault(text)], both);
	for (const [text, says] of [
		['huobi:gap@1', '--fault gap can strike huobi, but --exchange names binance, bitstamp'],
		['bad-gzip@1', '--fault bad-gzip can strike huobi, but --exchange names binance, bitstamp'],
	] as const)
		assert.throws(
			() => {
				checkFaults([parseFault(text)], both);
			},
			(error: Error) => error instanceof UsageError && error.message === says,
		);
});
