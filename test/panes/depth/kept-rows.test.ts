import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDecimal} from '../../../source/book/fixed-point.js';
import {toColumns, type Columns} from '../../../source/panes/depth/depth-columns.js';
import {noExtras} from '../../../source/panes/depth/depth-extras.js';
import {createRowPainter} from '../../../source/panes/depth/kept-rows.js';
import type {LevelRow} from '../../../source/panes/depth/level-cells.js';
import {between, createRandom, type Random} from '../../../source/random.js';
import {paintedText} from '../../../source/screen/cell-row.js';
import {createTheme, type Role} from '../../../source/screen/theme.js';

const pick = <T>(random: Random, from: readonly T[]): T =>
	from[between(random, 0, from.length - 1)] as T;

const numbers = ['0', '1', '7', '12.5', '999', '1000', '99999.5', '12345678', '1e-9', '1e-30'];
const longNumbers = ['1e20', '9007199254740993', '12345678901234567890.123'];

const randomNumber = (random: Random) => parseDecimal(pick(random, [...numbers, ...longNumbers]));

const shapeOf = (random: Random, fewest: number) => {
	const decimals = between(random, 0, 12);
	const useful = between(random, 0, Math.min(decimals, 6));
	const padded = between(random, 0, decimals);
	return {whole: between(random, fewest, 12), decimals, useful, padded};
};

/** Of any market, and now and then one with less room than its numbers may take. */
const columnsOf = (random: Random, width: number): Columns => {
	const [price, exactPrice] = [shapeOf(random, 1), shapeOf(random, 1)];
	const [size, total, value] = [shapeOf(random, 2), shapeOf(random, 2), shapeOf(random, 2)];
	const columns = toColumns(
		{price, exactPrice, size, total, value},
		{width, narrowest: width},
		{
			units: ['STEEM', 'USDT'],
			padded: between(random, 0, 6),
			extras: random() < 0.4 ? ['net'] : [],
		},
	);
	const tight = {width: 4, behind: 0, spare: 0, padded: 0};
	return random() < 0.2 ? {...columns, size: tight} : columns;
};

const changeRow = (random: Random, {row, look, extras, ...rest}: LevelRow): LevelRow => {
	const isNew = () => random() < 0.25;
	const level = {...row.level};
	for (const name of ['price', 'size', 'total'] as const)
		if (isNew()) level[name] = randomNumber(random);
	const flash = isNew()
		? pick<Role | null>(random, [null, 'askGrown0', 'bidGrown2', 'shrunk1'])
		: look.flash;
	return {
		...rest,
		row: {...row, side: random() < 0.05 ? 'bids' : row.side, level},
		look: {
			...{flash, isLarge: isNew() !== look.isLarge, isLoose: random() < 0.1 !== look.isLoose},
			isCursor: random() < 0.1 !== look.isCursor,
			isTrusted: random() < 0.05 !== look.isTrusted,
		},
		extras: isNew()
			? {
					value: pick(random, [null, randomNumber(random)]),
					bps: pick(random, [null, 0, 0.001, -5.5, 1e9]),
					traded: pick(random, [null, randomNumber(random)]),
					last: pick(random, [null, 'buy', 'sell', 'unknown']),
					net: pick(random, [null, {units: -525, decimals: 2}, randomNumber(random)]),
				}
			: extras,
	};
};

test('a row reads the same whatever parts of it were painted before', () => {
	for (let run = 0; run < 60; run++) {
		const random = createRandom(`rows ${run}`);
		const theme = createTheme(pick(random, [1, 4, 8, 24]));
		const paint = createRowPainter(theme);
		let width = between(random, 12, 140);
		const level = {...{price: parseDecimal('1'), size: parseDecimal('1')}, levels: 1};
		let next: LevelRow = {
			row: {type: 'level', side: 'asks', position: 1, level: {...level, total: level.size}},
			columns: columnsOf(random, width),
			bars: {shown: 'size', size: 1000, total: 5000},
			look: {isCursor: false, isTrusted: true, isLoose: false, flash: null, isLarge: false},
			extras: noExtras,
		};
		for (let step = 0; step < 100; step++) {
			if (random() < 0.05) width = between(random, 12, 140);
			if (random() < 0.1) next = {...next, columns: columnsOf(random, width)};
			if (random() < 0.1)
				next = {
					...next,
					bars: {
						shown: pick(random, ['size', 'total']),
						size: pick(random, [1, 1e9]),
						total: 5000,
					},
				};
			next = changeRow(random, next);
			const anew = createRowPainter(theme)(0, next, width);
			assert.equal(
				paintedText(paint(0, next, width)),
				paintedText(anew),
				`run ${run}, step ${step}, ${width} cells`,
			);
		}
	}
});
