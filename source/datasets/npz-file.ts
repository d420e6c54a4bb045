import {openWholeFile, type WholeFile} from '../files/whole-file.js';
import {createRowCount, type DataFile} from './data-file.js';
import {createEventOrder, type EventRow, type Moment, type Place} from './event-order.js';
import {toNpyHeader, writeZip} from './npy.js';

const fields = [
	['ev', '<u8'],
	['exch_ts', '<i8'],
	['local_ts', '<i8'],
	['px', '<f8'],
	['qty', '<f8'],
	['order_id', '<u8'],
	['ival', '<i8'],
	['fval', '<f8'],
] as const;

const rowBytes = 8 * fields.length;
const clockFlags = {exchange: 1n << 31n, local: 1n << 30n, both: (1n << 31n) | (1n << 30n)};

/** Rows that are buffered before they are written, and bytes that are packed at a time. */
const enough = 4096;
const pieceBytes = 1 << 20;

/** As they lie in the array: times in nanoseconds. */
const toBytes = ({rows, exchangeTime, localTime}: Moment, place: Place): Buffer => {
	const bytes = Buffer.alloc(rowBytes * rows.length);
	const [exchange, local] = [BigInt(exchangeTime) * 1000n, BigInt(localTime) * 1000n];
	let at = 0;
	for (const {event, price, size} of rows) {
		bytes.writeBigUInt64LE(event | clockFlags[place], at);
		bytes.writeBigInt64LE(exchange, at + 8);
		bytes.writeBigInt64LE(local, at + 16);
		bytes.writeDoubleLE(price, at + 24);
		bytes.writeDoubleLE(size, at + 32);
		at += rowBytes;
	}
	return bytes;
};

/** Makes all local times later by as much. */
const shift = (bytes: Uint8Array, byUs: number): void => {
	const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const by = BigInt(byUs) * 1000n;
	for (let at = 16; at < view.length; at += rowBytes)
		view.writeBigInt64LE(view.readBigInt64LE(at) + by, at);
};

/**
 * The exchange's time of each row. A book's changes are in their order by either clock; where the exchange gave no
 * time, it is as far behind ours as it was the last time.
 */
const createTimes = () => {
	let [bookTime, latency, least] = [-Infinity, 1, Infinity];
	return {
		book(exchangeTime: number | null, localTime: number): number {
			if (exchangeTime !== null) latency = Math.max(1, localTime - exchangeTime);
			bookTime = Math.max(bookTime, exchangeTime ?? localTime - latency);
			least = Math.min(least, localTime - bookTime);
			return bookTime;
		},
		trade(exchangeTime: number, localTime: number): number {
			least = Math.min(least, localTime - exchangeTime);
			return exchangeTime;
		},
		/** By how much our clock is behind: local times are to be later than the exchange's. Microseconds. */
		behind: () => (least >= 1 || least === Infinity ? 0 : 1 - least),
	};
};

/** The array, from the rows as they were kept; local times are `behind` by so many microseconds. */
async function* toArray(raw: WholeFile, rows: number, behind: number) {
	yield toNpyHeader(fields, rows);
	for (let at = 0; ; at += pieceBytes) {
		const bytes = await raw.read(at, pieceBytes);
		if (bytes.length === 0) return;
		if (behind > 0) shift(bytes, behind);
		yield bytes;
	}
}

/** An `.npz` of one array: rows are kept beside it until all are there, and then packed. */
export const createNpzFile = (path: string) => {
	const count = createRowCount();
	const times = createTimes();
	let waiting: Buffer[] = [];
	let [rows, waitingRows] = [0, 0];
	let raw: WholeFile | null = null;
	let file: WholeFile | null = null;

	const order = createEventOrder((moment, place) => {
		waiting.push(toBytes(moment, place));
		waitingRows += moment.rows.length;
		count.add(moment.rows.length, moment.localTime);
	});

	const write = async (): Promise<WholeFile> => {
		const bytes = Buffer.concat(waiting);
		rows += waitingRows;
		waiting = [];
		waitingRows = 0;
		raw ??= await openWholeFile(path);
		if (bytes.length > 0) await raw.write(bytes);
		return raw;
	};

	const drop = async () => {
		await raw?.close();
		await file?.close();
	};

	const data: DataFile = {
		path,
		facts: count.facts,
		async flush() {
			if (waitingRows >= enough) await write();
		},
		async end() {
			order.end();
			const from = await write();
			file = await openWholeFile(path);
			await writeZip('data.npy', toArray(from, rows, times.behind()), file.write);
			await file.keep();
			await drop();
		},
		drop,
	};

	return {
		...data,
		/** Times in microseconds since 1970. */
		book(all: readonly EventRow[], exchangeTime: number | null, localTime: number) {
			if (all.length === 0) return;
			order.add({rows: all, exchangeTime: times.book(exchangeTime, localTime), localTime});
		},
		trade(row: EventRow, exchangeTime: number, localTime: number) {
			order.add({rows: [row], exchangeTime: times.trade(exchangeTime, localTime), localTime});
		},
	};
};
