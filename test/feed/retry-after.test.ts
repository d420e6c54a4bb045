import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readPause} from '../../source/feed/retry-after.js';
import type {HttpResponse} from '../../source/transport/transport.js';

/** Sun, 15 Nov 2026 12:00:00 GMT by the exchange's clock; ours is an hour behind. */
const there = Date.UTC(2026, 10, 15, 12);
const here = there - 3_600_000;
const date = 'Sun, 15 Nov 2026 12:00:00 GMT';

const cases: readonly {
	readonly name: string;
	readonly answer: Partial<HttpResponse>;
	/** Seconds; null for no pause. */
	readonly expected: number | null;
	readonly asked?: number;
}[] = [
	{name: 'seconds', answer: {headers: {'retry-after': '7'}}, expected: 7},
	{name: 'seconds with blanks', answer: {headers: {'retry-after': ' 7 '}}, expected: 7},
	{name: 'parts of seconds', answer: {headers: {'retry-after': '2.5'}}, expected: 2.5},
	{name: 'no time at all', answer: {headers: {'retry-after': '0'}}, expected: 1},
	{
		name: 'a date, by the date of the answer',
		answer: {headers: {date, 'retry-after': 'Sun, 15 Nov 2026 12:01:30 GMT'}},
		expected: 90,
	},
	{
		name: 'a date, by our clock where the answer has none',
		answer: {headers: {'retry-after': 'Sun, 15 Nov 2026 12:01:30 GMT'}},
		expected: 3690,
	},
	{
		name: 'a date of RFC 850',
		answer: {headers: {date, 'retry-after': 'Sunday, 15-Nov-26 12:00:30 GMT'}},
		expected: 30,
	},
	{
		name: 'a date of asctime',
		answer: {headers: {date, 'retry-after': 'Sun Nov 15 12:00:30 2026'}},
		expected: 30,
	},
	{
		name: 'a date gone by',
		answer: {headers: {date, 'retry-after': 'Sun, 15 Nov 2026 11:00:00 GMT'}},
		expected: 1,
	},
	{
		name: 'epoch seconds',
		answer: {headers: {date, 'retry-after': `${there / 1000 + 40}`}},
		expected: 40,
	},
	{
		name: 'epoch milliseconds',
		answer: {headers: {date, 'retry-after': `${there + 1500}`}},
		expected: 1.5,
	},
	{
		name: 'epoch milliseconds by our clock',
		answer: {headers: {'retry-after': `${here + 5000}`}},
		expected: 5,
	},
	{name: 'nothing', answer: {}, expected: 60},
	{name: 'a word', answer: {headers: {'retry-after': 'soon'}}, expected: 60},
	{
		name: 'a ban whose end stands in the body alone',
		answer: {
			status: 418,
			headers: {date},
			body: `{"code":-1003,"msg":"Way too much request weight used; IP banned until ${there + 120_000}. Please use WebSocket Streams."}`,
		},
		expected: 120,
	},
	{
		name: 'such a ban by another status',
		answer: {
			status: 400,
			headers: {date},
			body: `{"code":-1003,"msg":"IP banned until ${there + 120_000}."}`,
		},
		expected: 120,
	},
	{
		name: 'the later of header and body',
		answer: {
			headers: {date, 'retry-after': '5'},
			body: `IP banned until ${there / 1000 + 300}.`,
		},
		expected: 300,
	},
	{
		name: 'more than a day',
		answer: {headers: {'retry-after': '259200'}},
		expected: 86_400,
		asked: 259_200,
	},
	{name: '503 with seconds', answer: {status: 503, headers: {'retry-after': '30'}}, expected: 30},
	{name: '503 without', answer: {status: 503}, expected: null},
	{
		name: '503 with a date gone by',
		answer: {status: 503, headers: {date, 'retry-after': 'Sun, 15 Nov 2026 11:00:00 GMT'}},
		expected: null,
	},
	{name: '200 with seconds', answer: {status: 200, headers: {'retry-after': '3'}}, expected: 3},
	{
		name: '200 with such words in its body',
		answer: {status: 200, body: `{"note":"closed until ${there + 5000}"}`},
		expected: null,
	},
];
for (const {name, answer, expected, asked} of cases) {
	test(`reads a pause of ${name}`, () => {
		const pause = readPause({status: 429, headers: {}, body: '', ...answer}, here);
		assert.deepEqual(pause && pause.ms, expected === null ? null : expected * 1000);
		if (pause && asked !== undefined) assert.equal(pause.askedMs, asked * 1000);
	});
}
