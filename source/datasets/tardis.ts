import type {LevelColumns} from '../book/level-columns.js';
import {formatDecimal} from '../book/fixed-point.js';
import type {Trade} from '../book/trade.js';
import {toDate, type BookRows} from './book-rows.js';
import {createCsvFile, type CsvFile} from './csv-file.js';
import type {Sheet, SheetOptions} from './data-file.js';
import {eachLevelText} from './level-text.js';
import {toCell, toFileName} from './names.js';

export const tardisTypes = ['book', 'trades', 'quotes', 'snapshots'] as const;

export type TardisType = (typeof tardisTypes)[number];

/** Exchanges that tardis.dev names in another way. */
const exchangeNames: Readonly<Record<string, string>> = {
	bybit: 'bybit-spot',
	gate: 'gate-io',
	okx: 'okex',
};

const first = 'exchange,symbol,timestamp,local_timestamp';

const levelColumns = (levels: number): string =>
	Array.from({length: levels}, (_, rank) =>
		['asks', 'bids'].map(side => `${side}[${rank}].price,${side}[${rank}].amount`).join(','),
	).join(',');

/** The exchange's time in microseconds, or ours where it gave none. */
const timeOf = (exchangeTime: number | null, localTime: number): number =>
	exchangeTime === null ? localTime : Math.round(exchangeTime * 1000);

/** Cells of levels, as many as there are. */
const toCells = (levels: LevelColumns): readonly string[] => {
	const cells: string[] = [];
	eachLevelText(levels, (price, size) => cells.push(`${price},${size}`));
	return cells;
};

/** A writer of changed levels. A snapshot counts as a new one behind rows that are none: where there are none, one is put. */
const createBookWriter = ({lines, added}: CsvFile, name: string) => {
	let wasSnapshot = false;
	return ({isSnapshot, exchangeTime, localTime, sides}: BookRows) => {
		const start = `${name},${timeOf(exchangeTime, localTime)},${localTime}`;
		const [first] = sides;
		if (isSnapshot && wasSnapshot && first) {
			const [cells = ''] = toCells(first.levels);
			lines.add(`${start},false,${first.side},${cells.split(',')[0]},0\n`);
			added(1, localTime);
		}
		for (const {side, levels} of sides) {
			lines.addLevels(`${start},${isSnapshot},${side},`, levels);
			added(levels.length, localTime);
		}
		wasSnapshot = isSnapshot;
	};
};

/** A writer of a line each time that `toLine` makes another one of the book, and at each snapshot. */
const createTopWriter = (
	{lines, added}: CsvFile,
	name: string,
	toLine: (book: BookRows['book']) => string,
) => {
	let before = '';
	return ({isSnapshot, exchangeTime, localTime, book}: BookRows) => {
		const line = toLine(book);
		if (line === before && !isSnapshot) return;
		before = line;
		lines.add(`${name},${timeOf(exchangeTime, localTime)},${localTime},${line}\n`);
		added(1, localTime);
	};
};

const toQuote = ({bids, asks}: BookRows['book']): string => {
	const [ask = ',', bid = ','] = [toCells(asks.top(1))[0], toCells(bids.top(1))[0]];
	return `${ask.split(',').reverse().join(',')},${bid}`;
};

const toTop =
	(count: number) =>
	({bids, asks}: BookRows['book']): string => {
		const [askCells, bidCells] = [toCells(asks.top(count)), toCells(bids.top(count))];
		return Array.from(
			{length: count},
			(_, rank) => `${askCells[rank] ?? ','},${bidCells[rank] ?? ','}`,
		).join(',');
	};

const toTradeLines = (trades: readonly Trade[], name: string, localTime: number): string =>
	trades
		.map(
			({id, side, price, size, time}) =>
				`${name},${timeOf(time, localTime)},${localTime},${toCell(id)},${side ?? 'unknown'},${formatDecimal(price)},${formatDecimal(size)}\n`,
		)
		.join('');

/** Of each type: its name, its columns, and a writer of its rows. */
const bookTypes = (levels: number) =>
	({
		book: ['incremental_book_L2', 'is_snapshot,side,price,amount', createBookWriter],
		quotes: [
			'quotes',
			'ask_amount,ask_price,bid_price,bid_amount',
			(file: CsvFile, name: string) => createTopWriter(file, name, toQuote),
		],
		snapshots: [
			`book_snapshot_${levels}`,
			levelColumns(levels),
			(file: CsvFile, name: string) => createTopWriter(file, name, toTop(levels)),
		],
	}) as const;

/** A market's day as tardis.dev's downloadable files have it. */
export const createTardisSheet = (
	{exchange, symbol, day, place}: SheetOptions,
	{types, levels}: {readonly types: readonly TardisType[]; readonly levels: number},
): Sheet => {
	const id = exchangeNames[exchange] ?? exchange;
	const word = symbol.toUpperCase();
	const name = `${id},${toCell(word)}`;
	const base = (type: string) =>
		`${id}/${type}/${toDate(day).replaceAll('-', '/')}/${toFileName(word)}`;
	const rowsOf = (type: string) => `${base(type)}.csv.gz`;
	const files: CsvFile[] = [];

	const begin = (type: string, columns: string): CsvFile | null => {
		const path = place(rowsOf(type));
		if (path === null) return null;
		const file = createCsvFile(path, `${first},${columns}`);
		files.push(file);
		return file;
	};

	const beginBooks = () =>
		Object.entries(bookTypes(levels)).flatMap(([type, [folder, columns, create]]) => {
			const file = types.includes(type as TardisType) ? begin(folder, columns) : null;
			return file ? [create(file, name)] : [];
		});

	let writers: ReturnType<typeof beginBooks> | null = null;
	let tradesFile: CsvFile | null | undefined;
	const folders = Object.entries({...bookTypes(levels), trades: ['trades'] as const});
	return {
		book(rows) {
			writers ??= beginBooks();
			for (const write of writers) write(rows);
		},
		trades(trades, localTime) {
			if (!types.includes('trades')) return;
			if (tradesFile === undefined) tradesFile = begin('trades', 'id,side,price,amount');
			tradesFile?.lines.add(toTradeLines(trades, name, localTime));
			tradesFile?.added(trades.length, localTime);
		},
		files: () => files,
		gaps: {
			exchange: id,
			places: folders.flatMap(([type, [folder]]) =>
				types.includes(type as TardisType)
					? [{path: `${base(folder)}.gaps.csv`, rows: [rowsOf(folder)]}]
					: [],
			),
			isShared: false,
		},
	};
};
