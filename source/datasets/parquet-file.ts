import {ByteWriter, ParquetWriter} from 'hyparquet-writer';
import {openWholeFile, type WholeFile} from '../files/whole-file.js';
import {createRowCount, type DataFile} from './data-file.js';
import type {Column, SchemaElement} from './parquet-columns.js';
import {packColumn} from './parquet-page.js';

/** The columns of a table, in order. */
export type Table = Readonly<Record<string, Column>>;

/** Rows of one group at the most: what is packed at once. */
const groupRows = 65_536;

/** Bytes that the open groups of all files may hold. */
const usualHeld = 48_000_000;

/** What the open groups of all files hold: many markets have smaller groups each. */
export const createHeldBytes = (most = usualHeld) => {
	let [bytes, files] = [0, 0];
	return {
		opened: () => files++,
		closed: () => files--,
		change(by: number) {
			bytes += by;
		},
		bytes: () => bytes,
		/** Whether a group of so many bytes is to be closed: all hold too much, and it is none of the small ones. */
		isTooMuch: (own: number) => bytes > most && own * files >= bytes,
	};
};

export type HeldBytes = ReturnType<typeof createHeldBytes>;

export type ParquetFile<T extends Table> = DataFile & {
	/** Where whole rows are put; then they are `added`. */
	table(): T;
	/** So many rows of one local time, in microseconds since 1970. */
	added(rows: number, localTime: number): void;
};

const magic = Buffer.from('PAR1');

/** What stands behind the rows: what they are, and where. */
const toFooter = (schema: readonly SchemaElement[], groups: ParquetWriter['row_groups']) => {
	const writer = new ByteWriter();
	const root = {name: 'root', num_children: schema.length};
	const file = new ParquetWriter({writer, schema: [root, ...schema]});
	file.row_groups = groups;
	for (const {num_rows} of groups) file.num_rows += num_rows;
	void file.finish();
	// What it begins a file with stands there already.
	return writer.getBytes().subarray(magic.length);
};

type Group<T> = {readonly table: T; readonly columns: readonly Column[]; rows: number};

/** Rows as they are put into groups. */
const createGroups = <T extends Table>(createTable: () => T, held: HeldBytes) => {
	/** Tables that were written, to be filled again. */
	const free: T[] = [];
	const begin = (): Group<T> => {
		const table = free.pop() ?? createTable();
		return {table, columns: Object.values(table), rows: 0};
	};
	let open = begin();
	let full: Group<T>[] = [];
	/** Of the open group. */
	let bytes = 0;
	held.opened();

	const close = () => {
		full.push(open);
		held.change(-bytes);
		bytes = 0;
		open = begin();
	};

	return {
		table: () => open.table,
		added(rows: number) {
			open.rows += rows;
			if (open.rows >= groupRows) close();
		},
		/** To be asked for now and then: a group is closed where all files hold too much. */
		weigh() {
			const before = bytes;
			bytes = 0;
			for (const column of open.columns) bytes += column.bytes();
			held.change(bytes - before);
			if (held.isTooMuch(bytes)) close();
		},
		/** Nothing more comes. */
		end() {
			if (open.rows > 0) close();
			held.closed();
		},
		takeFull(): readonly Group<T>[] {
			const taken = full;
			full = [];
			return taken;
		},
		/** What it held is written. */
		free(table: T) {
			for (const column of Object.values(table)) column.clear();
			free.push(table);
		},
	};
};

/** Groups of a file one behind the other, and what tells of them. */
const createGroupFile = (path: string) => {
	const groups: ParquetWriter['row_groups'] = [];
	let file: WholeFile | null = null;
	let end = 0;

	const write = async (...parts: readonly Uint8Array[]) => {
		file ??= await openWholeFile(path);
		const bytes = Buffer.concat(end === 0 ? [magic, ...parts] : parts);
		await file.write(bytes);
		end += bytes.length;
		return file;
	};

	return {
		async add(columns: readonly Column[], rows: number) {
			const packed = await Promise.all(columns.map(column => packColumn(column, rows)));
			const start = Math.max(end, magic.length);
			let at = start;
			const chunks = packed.map(({parts, toChunk}) => {
				const chunk = toChunk(at);
				for (const part of parts) at += part.length;
				return chunk;
			});
			const sizes = chunks.map(({meta_data}) => meta_data?.total_uncompressed_size ?? 0n);
			groups.push({
				columns: chunks,
				total_byte_size: sizes.reduce((a, b) => a + b, 0n),
				total_compressed_size: BigInt(at - start),
				num_rows: BigInt(rows),
			});
			await write(...packed.flatMap(({parts}) => parts));
		},
		async end(schema: readonly SchemaElement[]) {
			const whole = await write(toFooter(schema, groups));
			await whole.end();
		},
		async keep() {
			await file?.keep();
			await file?.close();
		},
		async drop() {
			await file?.close();
		},
	};
};

/** A table that is written a group of rows at a time. */
export const createParquetFile = <T extends Table>(
	path: string,
	createTable: () => T,
	held: HeldBytes,
): ParquetFile<T> => {
	const count = createRowCount();
	const groups = createGroups(createTable, held);
	const file = createGroupFile(path);

	const flush = async () => {
		groups.weigh();
		for (const {table, columns, rows} of groups.takeFull()) {
			await file.add(columns, rows);
			groups.free(table);
		}
	};

	return {
		path,
		table: groups.table,
		added(rows, localTime) {
			count.add(rows, localTime);
			groups.added(rows);
		},
		facts: count.facts,
		flush,
		async end() {
			groups.end();
			await flush();
			await file.end(Object.values(groups.table()).map(({element}) => element));
		},
		keep: file.keep,
		drop: file.drop,
	};
};
