import {deserialize, serialize} from 'node:v8';
import {deflateRawSync, inflateRawSync} from 'node:zlib';
import {toColumns, toLevels} from '../book/level-columns.js';
import type {BookChange} from '../book/order-book.js';
import type {Level, SideView} from '../book/side-view.js';
import type {BookView, MarketView} from '../store/market-view.js';
import {
	createLevelPacker,
	createLevelReader,
	type LevelPacker,
	type LevelReader,
	type PackedLevels,
} from './pack-levels.js';
import type {StoreWrite} from '../store/store-writes.js';

/** What one message, or one timer, wrote. */
export type LogEntry = {
	/** Virtual time in epoch milliseconds. */
	readonly time: number;
	readonly isMessage: boolean;
	/** In their order. */
	readonly writes: readonly StoreWrite[];
};

/** A stretch of the log, and the books as they were at its start. */
export type Chunk = {
	readonly start: MarketView;
	/** In the order of time. */
	readonly entries: readonly LogEntry[];
};

type Counted<T> = Omit<T, 'bids' | 'asks'> & {readonly bids: number; readonly asks: number};
type PackedWrite =
	| {readonly name: 'apply'; readonly args: readonly [string, Counted<BookChange>, number]}
	| {readonly name: 'audit'; readonly args: readonly [string, readonly Counted<BookChange>[]]}
	| Exclude<StoreWrite, {name: 'apply' | 'audit'}>;

type Packed = {
	readonly lastUpdate: number;
	readonly books: readonly Counted<BookView>[];
	readonly entries: readonly (Omit<LogEntry, 'writes'> & {
		readonly writes: readonly PackedWrite[];
	})[];
	readonly levels: PackedLevels;
};

function* levelsOf(side: SideView): Generator<Level> {
	for (let rank = 0; rank < side.length; rank++)
		yield {price: side.price(rank), size: side.size(rank)};
}

const packChange = (change: BookChange, packer: LevelPacker): Counted<BookChange> => ({
	...change,
	bids: packer.add(toLevels(change.bids)),
	asks: packer.add(toLevels(change.asks)),
});

const unpackChange = (change: Counted<BookChange>, reader: LevelReader): BookChange => ({
	...change,
	bids: toColumns(reader.take(change.bids)),
	asks: toColumns(reader.take(change.asks)),
});

const packWrite = (write: StoreWrite, packer: LevelPacker): PackedWrite => {
	if (write.name === 'apply') {
		const [key, change, at] = write.args;
		return {name: 'apply', args: [key, packChange(change, packer), at]};
	}
	if (write.name !== 'audit') return write;
	const [key, changes] = write.args;
	return {name: 'audit', args: [key, changes.map(change => packChange(change, packer))]};
};

const unpackWrite = (write: PackedWrite, reader: LevelReader): StoreWrite => {
	if (write.name === 'apply') {
		const [key, change, at] = write.args;
		return {name: 'apply', args: [key, unpackChange(change, reader), at]};
	}
	if (write.name !== 'audit') return write;
	const [key, changes] = write.args;
	return {name: 'audit', args: [key, changes.map(change => unpackChange(change, reader))]};
};

/** A side that is only read in its order, as a store is begun from it. */
const toSide = (levels: readonly Level[]): SideView => {
	const at = (rank: number): Level => {
		const level = levels[rank];
		if (!level) throw new RangeError(`no level of rank ${rank}`);
		return level;
	};
	return {
		length: levels.length,
		price: rank => at(rank).price,
		size: rank => at(rank).size,
	};
};

/** Levels go as columns, the rest as it is, all of it deflated: some 2 % of what it takes unpacked. */
export const packChunk = ({start, entries}: Chunk): Buffer => {
	const packer = createLevelPacker();
	const packed: Omit<Packed, 'levels'> = {
		lastUpdate: start.lastUpdate,
		books: start.books.map(book => ({
			...book,
			bids: packer.add(levelsOf(book.bids)),
			asks: packer.add(levelsOf(book.asks)),
		})),
		entries: entries.map(entry => ({
			...entry,
			writes: entry.writes.map(write => packWrite(write, packer)),
		})),
	};
	return deflateRawSync(serialize({...packed, levels: packer.finish()}), {level: 1});
};

export const unpackChunk = (bytes: Buffer): Chunk => {
	const {lastUpdate, books, entries, levels} = deserialize(inflateRawSync(bytes)) as Packed;
	const reader = createLevelReader(levels);
	return {
		start: {
			lastUpdate,
			books: books.map(book => ({
				...book,
				bids: toSide(reader.take(book.bids)),
				asks: toSide(reader.take(book.asks)),
			})),
		},
		entries: entries.map(entry => ({
			...entry,
			writes: entry.writes.map(write => unpackWrite(write, reader)),
		})),
	};
};
