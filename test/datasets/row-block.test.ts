import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {toColumns, toLevels, type LevelColumns} from '../../source/book/level-columns.js';
import type {Trade} from '../../source/book/trade.js';
import {createBlockReader} from '../../source/datasets/block-reader.js';
import {createBlockWriter} from '../../source/datasets/row-block.js';
import {columns} from '../helpers/columns.js';

const ids = [
	...['1', '0', '9007199254740991', '9007199254740993', '102047472891000000000000001'],
	...['007', '-5', '1e3', '1.0', '', ' 1', 'NaN', 'd6a3b9f0-1', 'é'],
];
const decimals = ['0.17', '1', '0.000000001', '123456789012345678.5', '9007199254740993'].map(
	parseDecimal,
);
const sides = ['buy', 'sell', null] as const;

const trades: readonly Trade[] = ids.flatMap((id, at) =>
	decimals.map((price, step) => ({
		...{id, price, size: decimals[(at + step) % decimals.length] ?? price},
		...{side: sides[(at + step) % 3] ?? null, time: 1_700_000_000_000 + at},
	})),
);

test('trades are told as they were, whatever their ids and sizes', () => {
	const writer = createBlockWriter(0);
	const one = writer.sinkOf({exchange: 'huobi', symbol: 'steemusdt'});
	const other = writer.sinkOf({exchange: 'binance', symbol: 'STEEMUSDT'});
	const told: [symbol: string, trades: readonly Trade[], localTime: number][] = [];
	const read = createBlockReader(
		({symbol}) => ({
			book: () => assert.fail(),
			trades: (fills, localTime) => told.push([symbol, fills, localTime]),
			endDay: () => undefined,
		}),
		0,
	);
	one.trades(trades, 5);
	read(writer.take());
	other.trades(trades.slice(0, 3), 6);
	one.trades([], 7);
	one.trades(trades.slice(-2), 8);
	read(writer.take());
	assert.deepEqual(told, [
		['steemusdt', trades, 5],
		['STEEMUSDT', trades.slice(0, 3), 6],
		['steemusdt', [], 7],
		['steemusdt', trades.slice(-2), 8],
	]);
});

test('levels are told as they were, of one scale or each of its own', () => {
	const wide = decimals.flatMap(price => decimals.map(size => ({price, size})));
	const narrow = columns(['1.5', '2'], ['1.25', '0']);
	const lists = [toColumns(wide), narrow, toColumns([]), toColumns(wide.slice(-1))];
	assert.deepEqual(
		lists.map(({wide}) => wide !== null),
		[true, false, false, true],
	);
	const writer = createBlockWriter(2);
	const one = writer.sinkOf({exchange: 'huobi', symbol: 'steemusdt'});
	const told: unknown[] = [];
	const read = createBlockReader(
		() => ({
			book: ({sides, book}) => {
				const tops = [book.bids.top(2), book.asks.top(1)];
				told.push([sides.map(({side, levels}) => [side, toLevels(levels)]), tops.map(toLevels)]);
			},
			trades: () => assert.fail(),
			endDay: () => undefined,
		}),
		2,
	);
	const rows = {isSnapshot: false, exchangeTime: null, localTime: 5};
	for (const [at, levels] of lists.entries()) {
		const asks = lists[(at + 1) % lists.length] ?? levels;
		const sides = [
			{side: 'bid' as const, levels},
			{side: 'ask' as const, levels: asks},
		];
		const topOf = (side: LevelColumns) => ({
			top: (count: number) => toColumns(toLevels(side).slice(0, count)),
		});
		one.book({...rows, sides, book: {bids: topOf(levels), asks: topOf(asks)}});
	}
	read(writer.take());
	assert.deepEqual(
		told,
		lists.map((levels, at) => {
			const [bids, asks] = [toLevels(levels), toLevels(lists[(at + 1) % lists.length] ?? levels)];
			const sides = [
				['bid', bids],
				['ask', asks],
			];
			return [sides, [bids.slice(0, 2), asks.slice(0, 1)]];
		}),
	);
});
