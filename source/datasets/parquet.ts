import type {Trade} from '../book/trade.js';
import {toDate, type BookRows} from './book-rows.js';
import type {DataFile, Sheet, SheetOptions} from './data-file.js';
import {toFileName} from './names.js';
import {
	columnsOf,
	createParquetFile,
	scaled,
	scaledLevels,
	type ParquetFile,
} from './parquet-file.js';

const toUs = (ms: number): bigint => BigInt(Math.round(ms * 1000));

/** Rows of changed levels. A snapshot counts as a new one behind rows that are none: where there are none, one is put. */
const createBookWriter = (file: ParquetFile<'book'>) => {
	let wasSnapshot = false;
	return ({isSnapshot, exchangeTime, localTime, sides}: BookRows) => {
		const timestamp = exchangeTime === null ? null : toUs(exchangeTime);
		const times = [timestamp, BigInt(localTime)] as const;
		let isFirst = isSnapshot && wasSnapshot;
		for (const {side, levels} of sides)
			scaledLevels(levels, (price, size) => {
				if (isFirst) file.add([...times, false, side, price, 0n], localTime);
				isFirst = false;
				file.add([...times, isSnapshot, side, price, size], localTime);
			});
		wasSnapshot = isSnapshot;
	};
};

const addTrades = (file: ParquetFile<'trades'>, trades: readonly Trade[], localTime: number) => {
	for (const {id, side, price, size, time} of trades)
		file.add(
			[toUs(time), BigInt(localTime), id, side ?? 'unknown', scaled(price), scaled(size)],
			localTime,
		);
};

/** A market's day as tables of a folder of partitions. */
export const createParquetSheet = (
	{exchange, symbol, day, place}: SheetOptions,
	types: readonly ('book' | 'trades')[],
): Sheet => {
	const name = toFileName(symbol.toUpperCase());
	const folder = `exchange=${exchange}/symbol=${name}/date=${toDate(day)}`;
	const files: DataFile[] = [];

	const begin = <Type extends 'book' | 'trades'>(type: Type): ParquetFile<Type> | null => {
		const path = types.includes(type) ? place(`${folder}/${type}.parquet`) : null;
		if (path === null) return null;
		const file = createParquetFile<Type>(path, columnsOf[type]);
		files.push(file);
		return file;
	};

	let write: ReturnType<typeof createBookWriter> | null | undefined;
	let tradesFile: ParquetFile<'trades'> | null | undefined;
	return {
		book(rows) {
			if (write === undefined) {
				const file = begin('book');
				write = file && createBookWriter(file);
			}
			write?.(rows);
		},
		trades(trades, localTime) {
			if (tradesFile === undefined) tradesFile = begin('trades');
			if (tradesFile) addTrades(tradesFile, trades, localTime);
		},
		files: () => files,
		gaps: {paths: [`${folder}/${name}.gaps.csv`], isShared: false},
	};
};
