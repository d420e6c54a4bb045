import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal, parseDecimal} from '../../source/book/fixed-point.js';
import {toLevels, type LevelColumns} from '../../source/book/level-columns.js';
import {toName, toNames} from '../../source/exchanges/json-names.js';
import {JsonScan} from '../../source/exchanges/json-scan.js';
import {ObjectScan} from '../../source/exchanges/object-scan.js';

const wrapping = toNames('levels');

const start = () => {
	const scan = new JsonScan();
	const levels = new ObjectScan(scan, {
		names: toNames('side', 'event_time', 'price_level', 'new_quantity'),
		...{price: 2, size: 3, isQuoted: true},
		side: {place: 0, bid: toName('bid'), ask: toName('offer')},
	});
	return (text: string) => {
		levels.clear();
		const isRead = scan.begin(text) && scan.message(wrapping, () => levels.take()) === 1;
		return isRead ? {bids: textOf(levels.bids()), asks: textOf(levels.asks())} : null;
	};
};

const textOf = (columns: LevelColumns) =>
	toLevels(columns).map(({price, size}) => `${formatDecimal(price)} ${formatDecimal(size)}`);

const level = (side: string, price: string, size: string) =>
	`{"side":"${side}","event_time":"2026-08-09T21:05:48.35161Z","price_level":"${price}","new_quantity":"${size}"}`;

const plain = (text: string) => formatDecimal(parseDecimal(text));

test('levels that tell their side are read into the two', () => {
	const read = start();
	const rows = [
		['bid', '1919.44', '0.02858092'],
		['offer', '138991023.41', '0'],
		['bid', '0.01', '12'],
		['offer', '1919.5', '3.10'],
	] as const;
	const list = rows.map(([side, price, size]) => level(side, price, size)).join(',');
	const ofSide = (wanted: string) =>
		rows
			.filter(([side]) => side === wanted)
			.map(([, price, size]) => `${plain(price)} ${plain(size)}`);
	assert.deepEqual(read(`{"levels":[${list}]}`), {bids: ofSide('bid'), asks: ofSide('offer')});
	assert.deepEqual(
		read('{"levels":[]}'),
		{bids: [], asks: []},
		'nothing is left of the one before',
	);
});

test('more levels than there was room for are read whole', () => {
	const many = Array.from({length: 400}, (_, index) => level('bid', `${index + 1}.5`, '1'));
	const bids = start()(`{"levels":[${many.join(',')}]}`)?.bids;
	assert.deepEqual([bids?.length, bids?.[0], bids?.at(-1)], [400, '1.5 1', '400.5 1']);
});

test('a fine value makes nothing coarse of those after it', () => {
	const read = start();
	read(`{"levels":[${level('bid', '0.00000000000001', '1')}]}`);
	const one = `{"levels":[${level('bid', '900000000', '1')}]}`;
	assert.deepEqual(read(one)?.bids, ['900000000 1']);
	read(`{"levels":[${level('offer', '1', '0.00000000000001')}]}`);
	const other = `{"levels":[${level('offer', '1', '900000000')}]}`;
	assert.deepEqual(read(other)?.asks, ['1 900000000']);
});

for (const text of [
	`{"levels":[${level('buyer', '1', '1')}]}`,
	`{"levels":[${level('bid', '0', '1')}]}`,
	`{"levels":[${level('bid', '-1', '1')}]}`,
	`{"levels":[${level('bid', '1', '01')}]}`,
	'{"levels":[{"price_level":"1","new_quantity":"1","side":"bid","event_time":""}]}',
	'{"levels":[{"side":"bid","event_time":"","price_level":"1"}]}',
	`{"levels":[${level('bid', '1', '1')},]}`,
	`{"levels":[${level('bid', '123456789012345678', '0.5')}]}`,
])
	test(`leaves to JSON.parse ${text.slice(10, 120)}`, () => {
		assert.equal(start()(text), null);
	});

test('levels of a list are read that has one side', () => {
	const scan = new JsonScan();
	const levels = new ObjectScan(scan, {
		...{names: toNames('price', 'qty'), price: 0, size: 1, isQuoted: false},
	});
	levels.clear();
	assert.ok(scan.begin('{"levels":[{"price":0.0286,"qty":74198.19125726},{"price":3,"qty":0.0}]}'));
	assert.equal(
		scan.message(wrapping, () => levels.take('asks')),
		1,
	);
	assert.deepEqual(textOf(levels.asks()), ['0.0286 74198.19125726', '3 0']);
	assert.deepEqual(textOf(levels.bids()), []);
});
