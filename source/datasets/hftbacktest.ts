import {formatDecimal, powers, toNumber, type Decimal} from '../book/fixed-point.js';
import {noLevels, toLevels, type LevelColumns} from '../book/level-columns.js';
import type {Trade} from '../book/trade.js';
import {toDate, type BookRows} from './book-rows.js';
import type {Sheet, SheetOptions} from './data-file.js';
import type {EventRows} from './event-order.js';
import {toFileName} from './names.js';
import {createNpzFile} from './npz-file.js';
import {createNumberPool, type NumberPool} from './number-pool.js';

const kinds = {depth: 1, trade: 2, clear: 3, snapshot: 4};
const flags = {buy: 2 ** 29, sell: 2 ** 28};
const flagOf = {bid: flags.buy, ask: flags.sell, buy: flags.buy, sell: flags.sell};

type Side = 'bid' | 'ask';

/** Of ten. */
const powerOf = (exponent: number): number => powers[exponent] ?? 10 ** exponent;

/** Up to there a float holds powers of ten as they are. */
const mostDecimals = 22;

/** The nearest float: so is the quotient of two whole numbers that floats hold. */
const toFloat = (value: Decimal): number =>
	typeof value.units === 'number' && value.decimals <= mostDecimals
		? toNumber(value)
		: Number(formatDecimal(value));

/** Levels by themselves, where their numbers do not tell the nearest float; else null. */
const singly = (levels: LevelColumns) => {
	const isDeep = Math.max(levels.priceDecimals, levels.sizeDecimals) > mostDecimals;
	return levels.wide ?? (isDeep ? toLevels(levels) : null);
};

/** Rows that are put one after the other; the format holds floats: the nearest ones. */
const createRows = (pool: NumberPool) => {
	let numbers: Float64Array = new Float64Array();
	let length = 0;
	const add = (event: number, price: number, size: number) => {
		numbers[3 * length] = event;
		numbers[3 * length + 1] = price;
		numbers[3 * length + 2] = size;
		length++;
	};
	return {
		/** Others are begun, so many at the most. */
		begin(most: number) {
			numbers = pool.take(3 * most);
			length = 0;
		},
		add,
		addLevels(event: number, levels: LevelColumns) {
			const single = singly(levels);
			if (single) for (const {price, size} of single) add(event, toFloat(price), toFloat(size));
			else {
				const {length: count, pairs, priceDecimals, sizeDecimals} = levels;
				const [priceScale, sizeScale] = [powerOf(priceDecimals), powerOf(sizeDecimals)];
				for (let at = 0; at < 2 * count; at += 2)
					add(event, (pairs[at] ?? 0) / priceScale, (pairs[at + 1] ?? 0) / sizeScale);
			}
		},
		/** The worst price of those from a row on, and of one that is known; undefined where there is none. */
		worst(side: Side, from: number, known: number | undefined): number | undefined {
			let worst = known;
			for (let row = from; row < length; row++) {
				const price = numbers[3 * row + 1] ?? 0;
				if (worst === undefined || (side === 'bid' ? price < worst : price > worst)) worst = price;
			}
			return worst;
		},
		length: () => length,
		setPrice(row: number, price: number) {
			numbers[3 * row + 1] = price;
		},
		/** All but the last ones. */
		drop(count: number) {
			length -= count;
		},
		rows: (): EventRows => ({numbers, length}),
	};
};

/** Rows of books: a snapshot clears each side as far as it was ever written, then gives its levels. */
const createBookRows = (pool: NumberPool) => {
	/** The worst price of each side since the last snapshot. */
	const farthest: Record<Side, number | undefined> = {bid: undefined, ask: undefined};
	const rows = createRows(pool);

	return ({isSnapshot, sides}: BookRows): EventRows => {
		rows.begin(2 + sides.reduce((sum, {levels}) => sum + levels.length, 0));
		if (!isSnapshot) {
			for (const {side, levels} of sides) {
				const from = rows.length();
				rows.addLevels(kinds.depth + flagOf[side], levels);
				farthest[side] = rows.worst(side, from, farthest[side]);
			}
			return rows.rows();
		}
		for (const side of ['bid', 'ask'] as const) {
			const levels = sides.find(told => told.side === side)?.levels ?? noLevels;
			const from = rows.length();
			rows.add(kinds.clear + flagOf[side], 0, 0);
			rows.addLevels(kinds.snapshot + flagOf[side], levels);
			const worst = rows.worst(side, from + 1, farthest[side]);
			farthest[side] = rows.worst(side, from + 1, undefined);
			if (worst === undefined) rows.drop(1);
			else rows.setPrice(from, worst);
		}
		return rows.rows();
	};
};

const toTradeRow = ({side, price, size}: Trade): EventRows => ({
	numbers: Float64Array.of(
		kinds.trade + (side === null ? 0 : flagOf[side]),
		toFloat(price),
		toFloat(size),
	),
	length: 1,
});

/** A market's day as hftbacktest reads it: one array of events. */
export const createHftbacktestSheet = (
	{exchange, symbol, day, place}: SheetOptions,
	types: readonly ('book' | 'trades')[],
): Sheet => {
	const name = toFileName(symbol.toUpperCase());
	const pool = createNumberPool();
	const toBookRows = createBookRows(pool);
	const rows = `${exchange}_${name}_${toDate(day).replaceAll('-', '')}.npz`;
	let file: ReturnType<typeof createNpzFile> | null | undefined;

	const begin = () => {
		if (file === undefined) {
			const path = place(rows);
			file = path === null ? null : createNpzFile(path, pool);
		}
		return file;
	};

	return {
		book(told) {
			if (!types.includes('book')) return;
			const exchangeTime = told.exchangeTime === null ? null : Math.round(told.exchangeTime * 1000);
			begin()?.book(toBookRows(told), exchangeTime, told.localTime);
		},
		trades(trades, localTime) {
			if (!types.includes('trades')) return;
			for (const trade of trades)
				begin()?.trade(toTradeRow(trade), Math.round(trade.time * 1000), localTime);
		},
		files: () => (file ? [file] : []),
		gaps: {exchange, places: [{path: `${name}.gaps.csv`, rows: [rows]}], isShared: true},
	};
};
