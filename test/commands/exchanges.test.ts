import assert from 'node:assert/strict';
import {test} from 'node:test';
import {printExchanges} from '../../source/commands/exchanges.js';
import {exchanges} from '../../source/exchanges/index.js';
import {describeAudit, describeLoss} from '../../source/book/proving.js';
import {createConsole} from '../../source/output/console.js';

const print = (isJson: boolean): readonly string[] => {
	let text = '';
	const console = {
		...createConsole(process),
		write(more: string) {
			text += more;
			return true;
		},
	};
	const venues = exchanges.map(exchange => ({exchange, endpoints: exchange.endpoints}));
	assert.equal(printExchanges(venues, console, {isJson}), 0);
	return text.trimEnd().split('\n');
};

test('exchanges lists what proves the books of each', () => {
	const lines = print(false);
	const channels = exchanges.flatMap(exchange => exchange.channels);
	assert.equal(lines.indexOf(''), channels.length + 1);
	for (const [index, {loss, audit}] of channels.entries()) {
		assert.ok(lines[index + 1]?.includes(describeLoss(loss)));
		assert.ok(lines[index + 1]?.includes(describeAudit(audit)));
	}
	assert.match(lines[1] ?? '', /^binance +steemusdt@depth@100ms +ids of each message +.*0\.1 %/);
});

test('a fee that the exchange itself did not tell is marked', () => {
	const lines = print(false);
	for (const {id, feeDoubt} of exchanges) {
		const row = lines.find(line => line.startsWith(`${id} `)) ?? '';
		assert.equal(row.includes('*'), feeDoubt !== undefined, row);
		assert.equal(lines.includes(`${id}: ${feeDoubt}`), feeDoubt !== undefined);
	}
	assert.deepEqual(
		print(true).flatMap(line => {
			const {id, takerFeeNote} = JSON.parse(line) as Record<string, unknown>;
			return takerFeeNote === undefined ? [] : [id];
		}),
		['upbit', 'bitstamp', 'coinbase'],
	);
});

test('a fee of some quote currencies is told beside that of the others', () => {
	const row = print(false).find(line => line.startsWith('upbit ')) ?? '';
	assert.match(row, / 0\.05 %, 0\.25 % in BTC and USDT\* /);
	const told = print(true).flatMap(line => {
		const {id, takerFeePercent, takerFeePercentByQuote} = JSON.parse(line) as Record<
			string,
			unknown
		>;
		return id === 'upbit' || id === 'binance' ? [[takerFeePercent, takerFeePercentByQuote]] : [];
	});
	assert.deepEqual(told, [
		['0.1', {}],
		['0.05', {BTC: '0.25', USDT: '0.25'}],
	]);
});

test('exchanges tells scripts the same', () => {
	const told = print(true).map(line => JSON.parse(line) as Record<string, unknown>);
	assert.deepEqual(
		told.map(({id}) => id),
		exchanges.map(({id}) => id),
	);
	const [{channels, takerFeePercent} = {}] = told;
	assert.deepEqual(
		[takerFeePercent, channels],
		['0.1', [{name: 'steemusdt@depth@100ms', ids: 'exchange', loss: {type: 'ids'}, audit: 'rest'}]],
	);
});

test('a checksum is said with the levels that it covers', () => {
	assert.equal(describeLoss({type: 'checksum', levels: 10}), 'a checksum of 10 levels a side');
	assert.equal(describeLoss({type: 'unseen'}), 'nothing');
});
