import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDecimal, subtractDecimals, zero} from '../../source/book/fixed-point.js';
import {groupDigits} from '../../source/screen/digits.js';
import {
	formatBps,
	formatDuration,
	formatLatency,
	formatElapsed,
	formatNumber,
	formatPercent,
	formatRate,
	formatSigned,
} from '../../source/screen/format.js';
import {describeRetry} from '../../source/screen/status.js';

const number = (text: string, decimals: number) => formatNumber(parseDecimal(text), decimals);

const signed = (text: string, decimals: number) => {
	const value = parseDecimal(text.replace('-', ''));
	return formatSigned(text.startsWith('-') ? subtractDecimals(zero, value) : value, decimals);
};

const cases: readonly (readonly [name: string, given: string, expected: string])[] = [
	['groups thousands before the point only', groupDigits('1234567.1234567'), '1 234 567.1234567'],
	['leaves three digits alone', groupDigits('123.5'), '123.5'],
	['pads decimals', number('41220', 1), '41 220.0'],
	['says where decimals are cut', number('0.16999', 2), '0.16…'],
	['never shows something as nothing', number('0.00012', 2), '<0.01'],
	['never shows something as nothing without decimals', number('0.4', 0), '<1'],
	['shows nothing as nothing', number('0', 2), '0.00'],
	['cuts a size of seventeen digits', number('12345.123456789012', 3), '12 345.123…'],
	['tells a gain', signed('0.18', 4), '+0.1800'],
	['says that a loss goes on', signed('-1234.99512', 4), '−1 234.9951…'],
	['never shows a loss as nothing', signed('-0.0000049', 5), '>−0.00001'],
	['never shows a gain as nothing', signed('0.0000049', 5), '<0.00001'],
	['shows no gain as nothing', signed('0', 2), '0'],
	['tells nothing elapsed', formatElapsed(0), '00:00'],
	['tells whole seconds elapsed', formatElapsed(62_999), '01:02'],
	['tells an hour elapsed', formatElapsed(3_600_000), '1:00:00'],
	['tells a day elapsed', formatElapsed(86_399_000), '23:59:59'],
	['tells hours before there are any', formatElapsed(62_999, 3_600_000), '0:01:02'],
	['tells a moment', formatDuration(12), '<0.1 s'],
	['tells tenths of seconds', formatDuration(240), '0.2 s'],
	['tells seconds', formatDuration(14_200), '14 s'],
	['tells minutes', formatDuration(180_000), '3 min'],
	['tells hours', formatDuration(7_200_000), '2 h'],
	['takes a time to come for now', formatDuration(-50), '<0.1 s'],
	['tells milliseconds of what is quick', formatLatency(999.4), '999 ms'],
	['tells seconds of what is late', formatLatency(8005), '8.0 s'],
	['rounds a fast rate', formatRate(12.4), '12'],
	['keeps a slow rate', formatRate(2.5), '2.5'],
	['drops a needless decimal', formatRate(6), '6'],
	['does not call a trickle nothing', formatRate(0.02), '<0.1'],
	['shows basis points', formatBps(6.088), '6.1'],
	['shows small basis points', formatBps(0.0215), '0.02'],
	['shows large basis points', formatBps(1234.5), '1 235'],
	['shows negative basis points', formatBps(-27.4), '−27.4'],
	['shows percent', formatPercent(0.613), '61 %'],
	['keeps 100 for all', formatPercent(0.999), '99 %'],
	['keeps 0 for nothing', formatPercent(0.001), '1 %'],
	['counts down', describeRetry(5000, 1200), 'next try in 4 s'],
	['counts down hours', describeRetry(86_400_000, 0), 'next try in 24 h'],
	['counts down days', describeRetry(259_200_000, 0), 'next try in 3 days'],
	['counts down the last minute', describeRetry(60_000, 0), 'next try in 60 s'],
	['counts down minutes', describeRetry(600_000, 0), 'next try in 10 min'],
	['tries when the time has come', describeRetry(1000, 1000), 'trying now'],
	['says nothing of a try not planned', describeRetry(null, 0), ''],
];

for (const [name, given, expected] of cases) {
	test(name, () => {
		assert.equal(given, expected);
	});
}
