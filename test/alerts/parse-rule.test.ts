import assert from 'node:assert/strict';
import {test} from 'node:test';
import {checkAlerts, parseAlertRule} from '../../source/alerts/parse-rule.js';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {exchanges} from '../../source/exchanges/index.js';
import {UsageError} from '../../source/options/options.js';

const parse = parseAlertRule(exchanges);
const decimal = parseDecimal;

const rules: readonly (readonly [string, object, readonly string[]])[] = [
	['price > 0.2', {type: 'price', order: '>', than: decimal('0.2')}, []],
	['price<=0.16 htx', {type: 'price', order: '<=', than: decimal('0.16')}, ['huobi']],
	[
		'spread > 50bps',
		{type: 'spread', order: '>', than: {type: 'share', value: decimal('0.005')}},
		[],
	],
	[
		'Spread < 0.0002 binance huobi',
		{type: 'spread', order: '<', than: {type: 'money', value: decimal('0.0002')}},
		['binance', 'huobi'],
	],
	[
		'edge > -0.2% 500 binance huobi',
		{
			type: 'edge',
			order: '>',
			than: {type: 'share', value: {units: -2, decimals: 3}},
			size: decimal('500'),
		},
		['binance', 'huobi'],
	],
	[
		'size > 100000 within 20bps',
		{
			type: 'size',
			order: '>',
			than: decimal('100000'),
			place: {type: 'within', share: decimal('0.002')},
			side: null,
		},
		[],
	],
	[
		'size >= 5 at 0.16 bids kraken',
		{
			type: 'size',
			order: '>=',
			than: decimal('5'),
			place: {type: 'at', price: decimal('0.16')},
			side: 'bids',
		},
		['kraken'],
	],
	['down > 30s', {type: 'down', forMs: 30_000}, []],
	['gap', {type: 'gap'}, []],
	['lost okx', {type: 'lost'}, ['okx']],
];

for (const [text, condition, ids] of rules)
	test(`reads the rule ${text}`, () => {
		const rule = parse(`  ${text.replaceAll(' ', '   ')} `);
		assert.deepEqual(rule, {text, condition, exchanges: ids});
	});

/** The rule with a mark under the place that is complained of. */
const wrong: readonly (readonly [rule: string, place: string, words: RegExp])[] = [
	['', '^', /a rule begins with one of price, spread/],
	['prise > 1', '^', /did you mean price\?/],
	['constructor > 1', '^', /a rule begins with/],
	['price 0.2', '      ^', /one of < > <= >=/],
	['price > ', '       ^', /a price/],
	['price > -1', '        ^', /a price/],
	['price > 1 kraken kraken', '                 ^', /named already/],
	['price > 1 mtgox', '          ^', /nothing belongs here but an exchange/],
	['spread > 5x', '         ^', /an amount/],
	['edge > 0.2%', '           ^', /the size that is traded/],
	['edge > 0.2% 0.0', '            ^', /the size that is traded/],
	['edge > 0.2% 500 okx gate kraken', '                         ^', /between two exchanges/],
	['size > 5 near 1', '         ^', /"within 20bps" or "at 0\.16"/],
	['size > 5 within 3', '                ^', /a distance from mid/],
	['down < 30s', '     ^', /belongs >/],
	['down > soon', '       ^', /a duration/],
	['gap 5', '    ^', /nothing belongs here but an exchange/],
];

for (const [text, place, words] of wrong)
	test(`marks the fault of ${JSON.stringify(text)}`, () => {
		assert.throws(
			() => parse(text),
			(error: unknown) => {
				assert.ok(error instanceof UsageError);
				const [problem = '', shown, mark] = error.message.split('\n');
				assert.match(problem, words);
				assert.deepEqual([shown, mark], [`  ${text.trim()}`, `  ${place}`]);
				return true;
			},
		);
	});

test('refuses a rule without an end', () => {
	assert.throws(() => parse('price > 1 '.repeat(1000)), /at most 200 characters/);
});

test('refuses a rule of an exchange that is not followed', () => {
	const rules = ['gap', 'down > 3s kraken', 'edge > 1% 5 kraken okx'].map(parse);
	checkAlerts(rules, ['okx', 'kraken']);
	assert.throws(() => checkAlerts(rules, ['kraken']), /"edge > 1% 5 kraken okx" is of okx, but/);
	assert.throws(() => checkAlerts(rules, ['okx']), /"down > 3s kraken" is of kraken, but/);
});
