import {toNumber} from '../book/fixed-point.js';
import type {LevelColumns} from '../book/level-columns.js';
import type {Trade} from '../book/trade.js';
import {toDate, type BookRows} from './book-rows.js';
import type {Sheet, SheetOptions} from './data-file.js';
import type {EventRow} from './event-order.js';
import {toFileName} from './names.js';
import {createNpzFile} from './npz-file.js';

const kinds = {depth: 1n, trade: 2n, clear: 3n, snapshot: 4n};
const flags = {buy: 1n << 29n, sell: 1n << 28n};
const flagOf = {bid: flags.buy, ask: flags.sell, buy: flags.buy, sell: flags.sell};

/** The format holds floats: the nearest ones. */
const toRows = (
	{length, pairs, priceDecimals, sizeDecimals, wide}: LevelColumns,
	event: bigint,
) => {
	if (wide)
		return wide.map(({price, size}) => ({event, price: toNumber(price), size: toNumber(size)}));
	const [priceScale, sizeScale] = [10 ** priceDecimals, 10 ** sizeDecimals];
	return Array.from({length}, (_, index) => ({
		event,
		price: (pairs[2 * index] ?? 0) / priceScale,
		size: (pairs[2 * index + 1] ?? 0) / sizeScale,
	}));
};

/** Rows of books: a snapshot clears each side as far as it was ever written, then gives its levels. */
const createBookRows = () => {
	/** The worst price of each side since the last snapshot. */
	const farthest = new Map<'bid' | 'ask', number>();
	const worse = (side: 'bid' | 'ask', prices: readonly number[]) =>
		prices.reduce((a, b) => (side === 'bid' ? Math.min(a, b) : Math.max(a, b)));

	const note = (side: 'bid' | 'ask', rows: readonly EventRow[], known?: number) => {
		const prices = rows.map(({price}) => price);
		if (known !== undefined) prices.push(known);
		if (prices.length > 0) farthest.set(side, worse(side, prices));
	};

	return ({isSnapshot, sides}: BookRows): readonly EventRow[] => {
		if (!isSnapshot)
			return sides.flatMap(({side, levels}) => {
				const rows = toRows(levels, kinds.depth | flagOf[side]);
				note(side, rows, farthest.get(side));
				return rows;
			});
		return (['bid', 'ask'] as const).flatMap(side => {
			const levels = sides.find(rows => rows.side === side)?.levels;
			const rows = levels ? toRows(levels, kinds.snapshot | flagOf[side]) : [];
			const known = farthest.get(side);
			const prices = [...rows.map(({price}) => price), ...(known === undefined ? [] : [known])];
			farthest.delete(side);
			note(side, rows);
			if (prices.length === 0) return [];
			const clear = {event: kinds.clear | flagOf[side], price: worse(side, prices), size: 0};
			return [clear, ...rows];
		});
	};
};

const toTradeRow = ({side, price, size}: Trade): EventRow => ({
	event: kinds.trade | (side === null ? 0n : flagOf[side]),
	price: toNumber(price),
	size: toNumber(size),
});

/** A market's day as hftbacktest reads it: one array of events. */
export const createHftbacktestSheet = (
	{exchange, symbol, day, place}: SheetOptions,
	types: readonly ('book' | 'trades')[],
): Sheet => {
	const name = toFileName(symbol.toUpperCase());
	const toBookRows = createBookRows();
	let file: ReturnType<typeof createNpzFile> | null | undefined;

	const begin = () => {
		if (file === undefined) {
			const path = place(`${exchange}_${name}_${toDate(day).replaceAll('-', '')}.npz`);
			file = path === null ? null : createNpzFile(path);
		}
		return file;
	};

	return {
		book(rows) {
			if (!types.includes('book')) return;
			const exchangeTime = rows.exchangeTime === null ? null : Math.round(rows.exchangeTime * 1000);
			begin()?.book(toBookRows(rows), exchangeTime, rows.localTime);
		},
		trades(trades, localTime) {
			if (!types.includes('trades')) return;
			for (const trade of trades)
				begin()?.trade(toTradeRow(trade), Math.round(trade.time * 1000), localTime);
		},
		files: () => (file ? [file] : []),
		gaps: {paths: [`${name}.gaps.csv`], isShared: true},
	};
};
