import {spreadOf} from '../book/depth.js';
import type {Decimal} from '../book/fixed-point.js';
import type {BookStore} from '../store/book-store.js';
import type {MarketView} from '../store/market-view.js';
import {createReplayStore} from './replay-store.js';
import {packChunk, unpackChunk, type Chunk, type LogEntry} from './pack-chunk.js';
import type {StoreWrite} from '../store/store-writes.js';

/** When a chunk is long enough: what takes some 50 ms to run through, and seldom more than 30 s. */
const maxChunkMs = 30_000;
const maxChunkLevels = 60_000;

export type ChunkFacts = {
	/** Time of its first entry. */
	readonly time: number;
	/** Messages before it. */
	readonly messages: number;
};

const countLevels = (write: StoreWrite): number => {
	if (write.name !== 'apply' && write.name !== 'restore') return 0;
	const [, {bids, asks}] = write.args;
	return bids.length + asks.length;
};

/** The price at which each market was first in sync. */
const createFirstPrices = (store: Pick<BookStore, 'publish' | 'getView'>) => {
	const prices = new Map<string, Decimal>();
	return {
		/** A book is in sync: its market has a price from here on. */
		note(key: string) {
			store.publish();
			const book = store.getView().books.find(other => other.key === key);
			const spread = book && spreadOf(book);
			if (spread && !prices.has(book.market)) prices.set(book.market, spread.mid);
		},
		of: (market: string) => prices.get(market) ?? null,
	};
};

/** Chunks that nothing is added to any more, by their index. */
const createPackedChunks = () => {
	const packed: Buffer[] = [];
	/** The one unpacked last: next to it is what is wanted next. */
	let unpacked: {index: number; chunk: Chunk} | null = null;
	return {
		add(chunk: Chunk) {
			packed.push(packChunk(chunk));
		},
		count: () => packed.length,
		read(index: number): Chunk | null {
			if (unpacked?.index === index) return unpacked.chunk;
			const bytes = packed[index];
			if (!bytes) return null;
			unpacked = {index, chunk: unpackChunk(bytes)};
			return unpacked.chunk;
		},
		bytes: () => packed.reduce((sum, {length}) => sum + length, 0),
	};
};

const createChunks = (store: Pick<BookStore, 'publish' | 'getView'>) => {
	const facts: ChunkFacts[] = [];
	const packed = createPackedChunks();
	let open: {start: MarketView; entries: LogEntry[]} | null = null;
	let levels = 0;
	let messages = 0;
	let entry: {time: number; isMessage: boolean; writes: StoreWrite[]} | null = null;
	let step = {time: 0, isMessage: false};
	const firstPrices = createFirstPrices(store);

	/** Only what is complete can be read. */
	const closeEntry = () => {
		if (entry) {
			open?.entries.push(entry);
			if (entry.isMessage) messages++;
		}
		entry = null;
	};

	const isFull = (time: number) =>
		levels >= maxChunkLevels || time - (facts.at(-1)?.time ?? 0) >= maxChunkMs;

	return {
		/** What is written from now on, until the next call, belongs to this moment. */
		begin(time: number, isMessage: boolean) {
			step = {time, isMessage};
			closeEntry();
			if (open && !isFull(time)) return;
			if (open) packed.add(open);
			store.publish();
			open = {start: store.getView(), entries: []};
			facts.push({time, messages});
			levels = 0;
		},
		add(write: StoreWrite) {
			entry ??= {...step, writes: []};
			entry.writes.push(write);
			levels += countLevels(write);
			if (write.name === 'setStatus' && write.args[1].status === 'live')
				firstPrices.note(write.args[0]);
		},
		/** Nothing more will come. */
		end: closeEntry,
		/** By time, ascending. */
		chunks: facts as readonly ChunkFacts[],
		/** The last one grows as long as writes come. */
		read(index: number): Chunk | null {
			if (index < 0 || index >= facts.length) return null;
			return index === packed.count() ? open : packed.read(index);
		},
		/** The price at which a market was first in sync, however far has been read; null before. */
		firstPrice: firstPrices.of,
		/** Messages that wrote something. */
		messages: () => messages,
		/** Bytes held by the packed chunks. */
		bytes: packed.bytes,
	};
};

/**
 * All that was written to a store, in chunks that each begin with the books as they were: any moment
 * is reached by running one of them. Those that are full are packed. `openStore`: of the same kind, for who runs
 * through it.
 */
export const createReplayLog = (
	store: Pick<BookStore, 'publish' | 'getView'>,
	openStore: (from?: MarketView) => BookStore = createReplayStore,
) => ({...createChunks(store), openStore});

export type ReplayLog = ReturnType<typeof createReplayLog>;
