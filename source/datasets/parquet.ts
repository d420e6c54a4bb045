import {zero} from '../book/fixed-point.js';
import type {LevelColumns} from '../book/level-columns.js';
import type {Trade} from '../book/trade.js';
import {FileError} from '../files/file-error.js';
import {toDate, type BookRows} from './book-rows.js';
import type {DataFile, Sheet, SheetOptions} from './data-file.js';
import {toFileName} from './names.js';
import {Flags, Times} from './parquet-columns.js';
import {createParquetFile, type HeldBytes, type ParquetFile, type Table} from './parquet-file.js';
import {Decimals} from './parquet-levels.js';
import {Texts, Words} from './parquet-texts.js';

/** Only the exchange's time may be missing. */
const createTimeColumns = () => ({
	timestamp: new Times('timestamp', true),
	local: new Times('local_timestamp', false),
});

const createBookTable = () => ({
	...createTimeColumns(),
	isSnapshot: new Flags('is_snapshot'),
	side: new Words('side'),
	price: new Decimals('price'),
	size: new Decimals('size'),
});

const createTradesTable = () => ({
	...createTimeColumns(),
	id: new Texts('id'),
	side: new Words('side'),
	price: new Decimals('price'),
	size: new Decimals('size'),
});

type BookFile = ParquetFile<ReturnType<typeof createBookTable>>;
type TradesFile = ParquetFile<ReturnType<typeof createTradesTable>>;

const toUs = (ms: number): number => Math.round(ms * 1000);

const one = {length: 1, pairs: new Float64Array(2), priceDecimals: 0, sizeDecimals: 0, wide: null};

/** The first level of a side, without anything in it. */
const emptied = ({pairs, priceDecimals, wide}: LevelColumns): LevelColumns => ({
	...{...one, priceDecimals, pairs: Float64Array.of(pairs[0] ?? 0, 0)},
	wide: wide && wide.slice(0, 1).map(({price}) => ({price, size: zero})),
});

/** Rows of changed levels. A snapshot counts as a new one behind rows that are none: where there are none, one is put. */
const createBookWriter = (file: BookFile) => {
	let wasSnapshot = false;
	return ({isSnapshot, exchangeTime, localTime, sides}: BookRows) => {
		const time = exchangeTime === null ? null : toUs(exchangeTime);
		const add = (isWhole: boolean, name: string, levels: LevelColumns) => {
			const {timestamp, local, isSnapshot: whole, side, price, size} = file.table();
			timestamp.add(time, levels.length);
			local.add(localTime, levels.length);
			whole.add(isWhole, levels.length);
			side.add(name, levels.length);
			price.addLevels(levels);
			size.addLevels(levels);
			file.added(levels.length, localTime);
		};
		const [first] = sides;
		if (isSnapshot && wasSnapshot && first) add(false, first.side, emptied(first.levels));
		for (const {side, levels} of sides) add(isSnapshot, side, levels);
		wasSnapshot = isSnapshot;
	};
};

const addTrades = (file: TradesFile, trades: readonly Trade[], localTime: number) => {
	for (const trade of trades) {
		const {timestamp, local, id, side, price, size} = file.table();
		timestamp.add(toUs(trade.time), 1);
		local.add(localTime, 1);
		id.add(trade.id);
		side.add(trade.side ?? 'unknown', 1);
		price.add(trade.price);
		size.add(trade.size);
		file.added(1, localTime);
	}
};

/** The same failure, with the file of the rows that it is of. */
const failureOf = (path: string, error: unknown): unknown =>
	error instanceof FileError ? new FileError(`${path}: ${error.message}`, error.code) : error;

/** A market's day as tables of a folder of partitions. */
export const createParquetSheet = (
	{exchange, symbol, day, place}: SheetOptions,
	types: readonly ('book' | 'trades')[],
	held: HeldBytes,
): Sheet => {
	const name = toFileName(symbol.toUpperCase());
	const folder = `exchange=${exchange}/symbol=${name}/date=${toDate(day)}`;
	const files: DataFile[] = [];
	const pathOf = (type: 'book' | 'trades') => `${folder}/${type}.parquet`;

	/** Null where there is none to be written. */
	const begin = <T extends Table>(type: 'book' | 'trades', createTable: () => T) => {
		const path = types.includes(type) ? place(pathOf(type)) : null;
		if (path === null) return null;
		const file = createParquetFile(path, createTable, held);
		files.push(file);
		return file;
	};

	let write: ReturnType<typeof createBookWriter> | null | undefined;
	let tradesFile: TradesFile | null | undefined;
	return {
		book(rows) {
			if (write === undefined) {
				const file = begin('book', createBookTable);
				write = file && createBookWriter(file);
			}
			try {
				write?.(rows);
			} catch (error) {
				throw failureOf(pathOf('book'), error);
			}
		},
		trades(trades, localTime) {
			if (tradesFile === undefined) tradesFile = begin('trades', createTradesTable);
			try {
				if (tradesFile) addTrades(tradesFile, trades, localTime);
			} catch (error) {
				throw failureOf(pathOf('trades'), error);
			}
		},
		files: () => files,
		gaps: {
			exchange,
			places: [{path: `${folder}/${name}.gaps.csv`, rows: [pathOf('book'), pathOf('trades')]}],
			isShared: false,
		},
	};
};

export {createHeldBytes} from './parquet-file.js';
