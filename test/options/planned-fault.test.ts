import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseFault} from '../../source/options/planned-fault.js';
import {UsageError} from '../../source/options/options.js';

for (const [text, expected] of [
	['gap@5', {name: 'gap', exchange: null, afterMs: 5000}],
	['huobi:close@9', {name: 'close', exchange: 'huobi', afterMs: 9000}],
	['close-1006@0', {name: 'close-1006', exchange: null, afterMs: 0}],
	['binance:overlap@2.5', {name: 'overlap', exchange: 'binance', afterMs: 2500}],
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
	['mtgox:gap@1', /write NAME@SECONDS/],
	['zap@1', /"zap" is not a fault: choose from gap, duplicate, .*upgrade-hang$/],
	['huobi:overlap@1', /huobi has no overlap/],
] as const) {
	test(`refuses ${text}`, () => {
		assert.throws(
			() => parseFault(text),
			(error: Error) => error instanceof UsageError && says.test(error.message),
		);
	});
}
