import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {DuckDBInstance} from '@duckdb/node-api';

/**
 * Readers of exported files that share no code with what writes them.
 */
export type Row = {
	/** Microseconds. */
	readonly local: bigint;
	readonly isSnapshot: boolean;
	readonly side: string;
	/** As text, without padding zeros. */
	readonly price: string;
	/** See `price`. */
	readonly size: string;
};

/** Paths below a folder that end so. */
export const filesBelow = (folder: string, ending: string): readonly string[] =>
	readdirSync(folder, {recursive: true, encoding: 'utf8'})
		.filter(path => path.endsWith(ending))
		.sort()
		.map(path => join(folder, path));

/** Each line as an object by the names of the first one. */
export const readCsv = (path: string): readonly Readonly<Record<string, string>>[] => {
	const bytes = readFileSync(path);
	const text = path.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString();
	const [first = '', ...lines] = text.split('\n').filter(line => line !== '');
	const names = first.split(',');
	return lines.map(line => {
		// Reasons may be quoted, and come last.
		const cells = line.split(',');
		const last = cells.slice(names.length - 1).join(',');
		return Object.fromEntries(
			names.map((name, at) => [name, at === names.length - 1 ? last : (cells[at] ?? '')]),
		);
	});
};

export const readTardis = (path: string): readonly Row[] =>
	readCsv(path).map(line => ({
		local: BigInt(line['local_timestamp'] ?? ''),
		isSnapshot: line['is_snapshot'] === 'true',
		side: line['side'] ?? '',
		price: line['price'] ?? '',
		size: line['amount'] ?? '',
	}));

/** `0.50` as `0.5`, `3.000` as `3`. */
export const plain = (text: string): string =>
	text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;

/** What DuckDB makes of a query, as texts. */
export const query = async (sql: string): Promise<readonly (readonly string[])[]> => {
	const instance = await DuckDBInstance.create(':memory:');
	const connection = await instance.connect();
	try {
		const reader = await connection.runAndReadAll(sql);
		return reader.getRows().map(row => row.map(String));
	} finally {
		connection.closeSync();
		instance.closeSync();
	}
};

export const readParquet = async (path: string): Promise<readonly Row[]> => {
	const rows = await query(
		`SELECT epoch_us(local_timestamp), is_snapshot, side, price, size FROM read_parquet('${path}')`,
	);
	return rows.map(([local = '', isSnapshot, side = '', price = '', size = '']) => ({
		local: BigInt(local),
		isSnapshot: isSnapshot === 'true',
		side,
		price: plain(price),
		size: plain(size),
	}));
};

/** The rule of tardis.dev: a snapshot row behind a row that is none throws the book away; a size of 0 removes. */
export const rebuild = (rows: readonly Row[]) => {
	const sides = {bid: new Map<string, string>(), ask: new Map<string, string>()};
	let wasSnapshot = false;
	for (const {isSnapshot, side, price, size} of rows) {
		if (isSnapshot && !wasSnapshot) for (const levels of Object.values(sides)) levels.clear();
		wasSnapshot = isSnapshot;
		const levels = side === 'bid' ? sides.bid : sides.ask;
		if (size === '0') levels.delete(price);
		else levels.set(price, size);
	}
	const sorted = (levels: Map<string, string>, sign: 1 | -1) =>
		[...levels].sort(([a], [b]) => sign * (Number(a) - Number(b)));
	return {bids: sorted(sides.bid, -1), asks: sorted(sides.ask, 1)};
};
