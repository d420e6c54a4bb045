import {deserialize, serialize} from 'node:v8';
import {deflateRawSync, inflateRawSync} from 'node:zlib';
import {
	addTrades,
	binsPerColumn,
	mostTraded,
	noTrades,
	unproven,
	type HeatColumn,
	type HeatTrade,
} from './heat-column.js';

/** Columns that are kept, and packed, together. */
const blockColumns = 16;
/** Blocks of a ring: with them 272 columns are there at the least, which is more than a screen is wide. */
const ringBlocks = 18;
/** Blocks of a past that is kept whole which are not packed: the newest may still be added to. */
const openBlocks = 2;
/** Unpacked ones, of which the oldest are dropped: what a screen shows of one book. */
const readBlocks = 32;

const proofs = ['unproven', 'broken', 'proven'] as const;

type Block = {
	/** By column; 0 where nothing is known, else 1 more than the index in `proofs`. */
	readonly proofs: Uint8Array;
	/** Null while no column has any. */
	sizes: Float32Array | null;
	/** Of each column: the first bin, the first and the end of those known whole, and the middle price. */
	readonly facts: Float64Array;
	/** Of each column: how many prices were traded at. */
	readonly traded: Uint8Array;
	/** Of each of these prices the bin, and what was bought and sold; null while no column has any. */
	trades: {readonly bins: Float64Array; readonly amounts: Float32Array} | null;
};

const createTrades = () => ({
	bins: new Float64Array(blockColumns * mostTraded),
	amounts: new Float32Array(2 * blockColumns * mostTraded),
});

const createBlock = (): Block => ({
	proofs: new Uint8Array(blockColumns),
	sizes: null,
	facts: new Float64Array(4 * blockColumns),
	traded: new Uint8Array(blockColumns),
	trades: null,
});

const copyBlock = (block: Block): Block => ({
	proofs: block.proofs.slice(),
	sizes: block.sizes?.slice() ?? null,
	facts: block.facts.slice(),
	traded: block.traded.slice(),
	trades: block.trades && {
		bins: block.trades.bins.slice(),
		amounts: block.trades.amounts.slice(),
	},
});

const writeTrades = (block: Block, at: number, trades: readonly HeatTrade[]) => {
	if (trades.length > 0) block.trades ??= createTrades();
	block.traded[at] = trades.length;
	for (const [rank, {bin, bought, sold}] of trades.entries()) {
		const place = at * mostTraded + rank;
		block.trades?.bins.set([bin], place);
		block.trades?.amounts.set([bought, sold], 2 * place);
	}
};

const readTrades = ({traded, trades}: Block, at: number): readonly HeatTrade[] => {
	const count = traded[at] ?? 0;
	if (!trades || count === 0) return noTrades;
	return Array.from({length: count}, (_, rank) => {
		const place = at * mostTraded + rank;
		const [bin = 0, bought = 0, sold = 0] = [
			trades.bins[place],
			...trades.amounts.subarray(2 * place, 2 * place + 2),
		];
		return {bin, bought, sold};
	});
};

const write = (block: Block, at: number, column: HeatColumn) => {
	block.proofs[at] = 1 + proofs.indexOf(column.proof);
	writeTrades(block, at, column.trades);
	if (column.proof === 'unproven') return;
	block.sizes ??= new Float32Array(blockColumns * binsPerColumn);
	block.sizes.set(column.sizes, at * binsPerColumn);
	block.facts.set([column.first, column.from, column.to, column.mid], 4 * at);
};

const read = (block: Block, at: number): HeatColumn | null => {
	const {proofs: proven, sizes, facts} = block;
	const proof = proofs[(proven[at] ?? 0) - 1];
	if (proof === undefined) return null;
	const traded = readTrades(block, at);
	if (proof === 'unproven' || !sizes) return unproven(traded);
	const [first = 0, from = 0, to = 0, mid = Number.NaN] = facts.subarray(4 * at, 4 * at + 4);
	const own = sizes.subarray(at * binsPerColumn, (at + 1) * binsPerColumn);
	return {proof, first, sizes: own, from, to, mid, trades: traded};
};

/** What columns are read from. */
export type ColumnSource = {
	/** By its time in columns; null where nothing is known of it. */
	get(index: number): HeatColumn | null;
};

export type Columns = ColumnSource & {
	set(index: number, column: HeatColumn): void;
	/** Of a column that is there, and not too old to be changed. */
	addTrade(index: number, trade: HeatTrade): void;
	/** As they are now. */
	copy(): ColumnSource;
};

const placeOf = (index: number) => {
	const block = Math.floor(index / blockColumns);
	return {block, at: index - block * blockColumns};
};

const toSource = (blockOf: (block: number) => Block | undefined): ColumnSource => ({
	get(index) {
		const {block, at} = placeOf(index);
		const found = blockOf(block);
		return found ? read(found, at) : null;
	},
});

/** All that is behind the newest blocks, packed to a few percent; those that are read are unpacked for a while. */
const createPacked = () => {
	const packed = new Map<number, Buffer>();
	const unpacked = new Map<number, Block>();
	return {
		add(index: number, block: Block) {
			packed.set(index, deflateRawSync(serialize(block), {level: 1}));
		},
		get(index: number): Block | undefined {
			const bytes = packed.get(index);
			if (!bytes) return undefined;
			const block = unpacked.get(index) ?? (deserialize(inflateRawSync(bytes)) as Block);
			// Put behind all others: the first is the one that was not read for the longest time.
			unpacked.delete(index);
			unpacked.set(index, block);
			const [oldest] = unpacked.keys();
			if (unpacked.size > readBlocks && oldest !== undefined) unpacked.delete(oldest);
			return block;
		},
	};
};

/** Columns of one book, in the order of time: the newest as a ring of bounded size, or all of them, packed. */
export const createColumns = (keep: 'newest' | 'all'): Columns => {
	const open = new Map<number, Block>();
	const packed = createPacked();

	/** The oldest of the open ones makes room. */
	const begin = (index: number): Block => {
		const block = createBlock();
		open.set(index, block);
		const [oldest = index] = open.keys();
		const first = open.get(oldest);
		if (open.size <= (keep === 'newest' ? ringBlocks : openBlocks) || !first) return block;
		open.delete(oldest);
		if (keep === 'all') packed.add(oldest, first);
		return block;
	};

	return {
		...toSource(block => open.get(block) ?? packed.get(block)),
		set(index, column) {
			const {block, at} = placeOf(index);
			write(open.get(block) ?? begin(block), at, column);
		},
		addTrade(index, trade) {
			const {block, at} = placeOf(index);
			const found = open.get(block);
			if (!found?.proofs[at]) return;
			writeTrades(found, at, addTrades(readTrades(found, at), [trade]));
		},
		copy() {
			// Only the newest block is written to, but for trades that are late.
			const newest = Math.max(...open.keys());
			const copies = new Map(
				Array.from(open, ([index, block]) => [index, index === newest ? copyBlock(block) : block]),
			);
			return toSource(block => copies.get(block));
		},
	};
};
