import {createRowCount, type DataFile} from './data-file.js';
import {createEventOrder, type EventRows, type Moment, type Place} from './event-order.js';
import {GrowingBytes} from './growing-bytes.js';
import {toNpyHeader} from './npy.js';
import type {NumberPool} from './number-pool.js';
import {createZipArray, unpackPiece} from './zip-array.js';

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
const clockFlags = {exchange: 2 ** 31, local: 2 ** 30, both: 2 ** 31 + 2 ** 30};
const two32 = 2 ** 32;

const startBytes = 16 * 1024;

type Words = readonly [low: number, high: number];

/** Microseconds as nanoseconds, in two words of 32 bits: as one number they would be rounded. */
const toNanoseconds = (us: number): Words => {
	const high = Math.floor(us / two32);
	const low = (us - high * two32) * 1000;
	const carry = Math.floor(low / two32);
	return [low - carry * two32, high * 1000 + carry];
};

/** Puts rows as they lie in the array: times in nanoseconds. */
const putMoment = (to: GrowingBytes, moment: Moment, place: Place): void => {
	const {numbers, length} = moment;
	const [exchangeLow, exchangeHigh] = toNanoseconds(moment.exchangeTime);
	const [localLow, localHigh] = toNanoseconds(moment.localTime);
	const flag = clockFlags[place];
	to.reserve(rowBytes * length);
	const {view} = to;
	for (let row = 0; row < length; row++) {
		const at = to.length;
		view.setUint32(at, (numbers[3 * row] ?? 0) + flag, true);
		view.setUint32(at + 4, 0, true);
		view.setUint32(at + 8, exchangeLow, true);
		view.setInt32(at + 12, exchangeHigh, true);
		view.setUint32(at + 16, localLow, true);
		view.setInt32(at + 20, localHigh, true);
		view.setFloat64(at + 24, numbers[3 * row + 1] ?? 0, true);
		view.setFloat64(at + 32, numbers[3 * row + 2] ?? 0, true);
		for (let rest = 40; rest < rowBytes; rest += 8) view.setFloat64(at + rest, 0, true);
		to.length += rowBytes;
	}
};

/** Makes all local times later by as much. */
const shift = (bytes: Uint8Array, byUs: number): void => {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const [low, high] = toNanoseconds(byUs);
	for (let at = 16; at < bytes.length; at += rowBytes) {
		const sum = view.getUint32(at, true) + low;
		view.setUint32(at, sum, true);
		view.setInt32(at + 4, view.getInt32(at + 4, true) + high + (sum >= two32 ? 1 : 0), true);
	}
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

/**
 * The array of a file. Only once all its rows are there it is known by how much our clock was behind: each piece is
 * packed with what is known of that, and once more where it was not all. Microseconds.
 */
const createArray = (path: string) => {
	const array = createZipArray(path, 'data.npy');
	/** By how much each piece was made later. */
	const shifts: number[] = [];
	let again: ReturnType<typeof createZipArray> | null = null;

	const packAgain = async (behind: number) => {
		again = createZipArray(path, 'data.npy');
		let at = 0;
		for await (const piece of array.pieces()) {
			const more = behind - (shifts[at++] ?? 0);
			if (more === 0) await again.addPacked(piece);
			else {
				const bytes = await unpackPiece(piece);
				shift(bytes, more);
				await again.add(bytes);
			}
		}
		return again;
	};

	return {
		/** They are changed. */
		async add(bytes: Uint8Array, behind: number) {
			if (behind > 0) shift(bytes, behind);
			shifts.push(behind);
			await array.add(bytes);
		},
		/** Nothing more comes: it is made whole. */
		async end(rows: number, behind: number) {
			const isRight = shifts.every(by => by === behind);
			const whole = isRight ? array : await packAgain(behind);
			await whole.end(toNpyHeader(fields, rows));
			if (!isRight) await array.drop();
		},
		/** It takes its name. */
		async keep() {
			await (again ?? array).keep();
		},
		/** Leaves nothing of it, unless it has its name. */
		async drop() {
			await array.drop();
			await again?.drop();
		},
	};
};

/** An `.npz` of one array. Rows' numbers are given back to the pool once they are put. */
export const createNpzFile = (path: string, pool: Pick<NumberPool, 'giveBack'>) => {
	const count = createRowCount();
	const times = createTimes();
	/** Rows that are put, and a room for those that are packed at that time. */
	let [waiting, other] = [new GrowingBytes(startBytes), new GrowingBytes(startBytes)];
	let rows = 0;
	const {add, end, keep, drop} = createArray(path);

	const order = createEventOrder((moment, place) => {
		putMoment(waiting, moment, place);
		rows += moment.length;
		count.add(moment.length, moment.localTime);
		// By our clock it is told last.
		if (place !== 'exchange') pool.giveBack(moment.numbers);
	});

	const pack = async () => {
		const bytes = waiting.written();
		[waiting, other] = [other, waiting];
		waiting.length = 0;
		if (bytes.length > 0) await add(bytes, times.behind());
	};

	const data: DataFile = {
		path,
		facts: count.facts,
		async flush(enough) {
			if (waiting.length >= enough) await pack();
		},
		async end() {
			order.end();
			await pack();
			await end(rows, times.behind());
		},
		async keep() {
			await keep();
			await drop();
		},
		drop,
	};

	return {
		...data,
		/** Times in microseconds since 1970. */
		book({numbers, length}: EventRows, exchangeTime: number | null, localTime: number) {
			if (length === 0) return;
			const time = times.book(exchangeTime, localTime);
			order.add({numbers, length, exchangeTime: time, localTime});
		},
		trade({numbers, length}: EventRows, exchangeTime: number, localTime: number) {
			const time = times.trade(exchangeTime, localTime);
			order.add({numbers, length, exchangeTime: time, localTime});
		},
	};
};
