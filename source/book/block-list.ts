import {BlockRow} from './block-row.js';
import {Journal} from './journal.js';
import {createBlock, mostInBlock, type SideBlock} from './side-block.js';

/** Levels of a block that is made of a snapshot: it has room for those that come between them. */
const startInBlock = (mostInBlock * 7) / 8;

/** A block of fewer levels is joined with its neighbour where both have few. */
const fewInBlock = mostInBlock / 8;

/** How many times blocks were shared, those of all sides: one may stand in several. */
let eras = 0;

/**
 * Levels in the order of their keys, in blocks. What is written to them is noted for the views, as long as it is
 * little; blocks that are shared are copied before they are written to.
 */
export class BlockList {
	readonly #row: BlockRow;
	/** Levels in all of them. */
	length: number;
	/** When they were shared last: those of before are not written to. */
	#era = ++eras;
	/** Null while no view wants to know. */
	#journal: Journal | null = null;
	/** Numbers that the last one had room for, as the next one is likely to need: to grow takes as many again. */
	#room: number | undefined;

	/** `from`: shared ones, which it begins with. */
	constructor(from: readonly SideBlock[] = [createBlock(0)]) {
		this.#row = new BlockRow(from);
		this.length = from.reduce((sum, {count}) => sum + count, 0);
	}

	/** The one with the best price last. */
	get blocks(): readonly SideBlock[] {
		return this.#row.blocks;
	}

	/** Goes on with a journal that is there, or begins one. */
	journal(): Journal {
		return (this.#journal ??= new Journal(this, this.#room));
	}

	endJournal(): void {
		if (!this.#journal) return;
		this.#room = this.#journal.pairs.length;
		this.#journal.live = null;
		this.#journal.end = this.blocks.slice();
		this.#journal = null;
		this.#era = ++eras;
	}

	/** A block that may be written to. */
	own(index: number): SideBlock {
		const block = this.#row.at(index);
		if (block.era === this.#era) return block;
		return (this.#row.blocks[index] = block.copy(this.#era));
	}

	/** Empties it. */
	clear(): void {
		this.endJournal();
		this.#row.splice(0, this.blocks.length, createBlock(this.#era));
		this.length = 0;
	}

	/**
	 * Puts the first `count` of these levels, best first, in the place of all that are there. False where they are not in
	 * their order: it is to be cleared then. Blocks that nobody shares serve once more.
	 */
	replace(levels: Float64Array, count: number): boolean {
		this.endJournal();
		const spare = this.blocks.filter(({era}) => era === this.#era);
		const blocks: SideBlock[] = [];
		this.length = 0;
		let last = -Infinity;
		for (let at = count - 1; at >= 0 || blocks.length === 0;) {
			const block = this.#emptyBlock(Math.min(at + 1, startInBlock), spare);
			const {pairs} = block;
			let place = 0;
			for (; at >= 0 && place < 2 * startInBlock; at--) {
				const key = levels[2 * at] ?? 0;
				const size = levels[2 * at + 1] ?? 0;
				if (!(key > last)) return false;
				last = key;
				if (size === 0) continue;
				pairs[place++] = key;
				pairs[place++] = size;
			}
			block.length = place / 2;
			block.count = block.length;
			this.length += block.length;
			if (place > 0 || blocks.length === 0) blocks.push(block);
		}
		this.#row.splice(0, this.blocks.length, ...blocks);
		return true;
	}

	/** The key of the best level, of which there has to be one. */
	best(): number {
		const {length, pairs} = this.#row.last();
		return pairs[2 * length - 2] ?? 0;
	}

	/** The key of the worst level, of which there has to be one. */
	worst(): number {
		const {length, pairs} = this.#row.at(0);
		let index = 0;
		while (index < length - 1 && pairs[2 * index + 1] === 0) index++;
		return pairs[2 * index] ?? 0;
	}

	/** Makes all keys anew, with `column` 0, or all sizes, with 1: their order stays. */
	rewrite(column: 0 | 1, change: (value: number) => number): void {
		this.endJournal();
		for (let at = 0; at < this.blocks.length; at++) {
			const {length, pairs} = this.own(at);
			for (let place = column; place < 2 * length; place += 2)
				pairs[place] = change(pairs[place] ?? 0);
		}
		this.#row.measure();
	}

	/** Keeps the best `count` levels. */
	cutTo(count: number): void {
		let excess = this.length - count;
		if (excess <= 0) return;
		this.endJournal();
		let gone = 0;
		for (; gone < this.blocks.length - 1 && this.#row.at(gone).count <= excess; gone++)
			excess -= this.#row.at(gone).count;
		this.#row.splice(0, gone);
		if (excess > 0) this.own(0).removeWorst(excess);
		this.length = count;
	}

	/** Levels from the best one to the key of level `at`. */
	countTo(levels: Float64Array, at: number): number {
		const row = this.#row;
		const place = row.placeOf(levels, at);
		const {length, pairs} = row.at(place);
		let count = 0;
		for (let index = row.find(levels, at, place); index < length; index++)
			if (pairs[2 * index + 1] !== 0) count++;
		for (let better = place + 1; better < this.blocks.length; better++)
			count += row.at(better).count;
		return count;
	}

	/**
	 * Sets the first `count` of these levels, keys and sizes as in blocks; size zero removes. One loop for all of a
	 * message, and nothing is made for a level of it.
	 */
	write(levels: Float64Array, count: number): void {
		const row = this.#row;
		const journal = this.#journalOf(count);
		let end = journal === null ? 0 : 2 * journal.length;
		let last = -Infinity;
		let at = 0;
		for (let level = 0; level < count; level++) {
			const key = levels[2 * level] ?? 0;
			const size = levels[2 * level + 1] ?? 0;
			at = key < last ? row.nextPlaceOf(levels, level, at) : row.placeOf(levels, level);
			last = key;
			let block = row.at(at);
			const index = row.find(levels, level, at);
			const isThere = index < block.length && block.pairs[2 * index] === key;
			const old = isThere ? (block.pairs[2 * index + 1] ?? 0) : 0;
			if (old === 0 && size === 0) continue;
			if (!isThere && block.isFull()) {
				this.#makeRoom(at);
				last = -Infinity;
				level--;
				continue;
			}
			if (block.era !== this.#era) block = this.own(at);
			if (journal !== null) {
				journal.pairs[end++] = key;
				journal.pairs[end++] = old;
			}
			if (size !== 0) {
				if (isThere) block.pairs[2 * index + 1] = size;
				else block.insert(index, levels, level);
				if (old !== 0) continue;
				block.count++;
				this.length++;
			} else if (this.#remove(at, index)) last = -Infinity;
		}
		if (journal !== null) journal.length = end / 2;
	}

	/** A block with room for so many levels: one of those that are spare, where it has as much. */
	#emptyBlock(levels: number, spare: SideBlock[]): SideBlock {
		const block = spare.pop();
		return block && block.pairs.length >= 2 * levels ? block : createBlock(this.#era, levels);
	}

	/** The journal, where it has room for so many levels. */
	#journalOf(count: number): Journal | null {
		const journal = this.#journal;
		if (journal === null || journal.makeRoom(count, this.length)) return journal;
		this.endJournal();
		return null;
	}

	/** Returns whether blocks may have changed their places. */
	#remove(at: number, index: number): boolean {
		const block = this.#row.at(at);
		block.remove(index);
		this.length--;
		if (block.count >= fewInBlock || this.blocks.length === 1) return false;
		if (block.count === 0) this.#row.splice(at, 1);
		else this.#join(Math.max(0, at - 1));
		return true;
	}

	/** Makes one of two blocks that follow each other, where both have few levels. */
	#join(at: number): void {
		const [worse, better] = [this.#row.at(at), this.#row.at(at + 1)];
		if (worse.count + better.count > mostInBlock / 2) return;
		const joined = createBlock(this.#era, worse.count + better.count);
		joined.append(worse);
		joined.append(better);
		this.#row.splice(at, 2, joined);
	}

	/** Gives a full block more room, by leaving out what is gone or by places more, or makes two of it. */
	#makeRoom(at: number): void {
		const full = this.#row.at(at);
		const isSplit = full.count > startInBlock;
		const half = isSplit ? mostInBlock / 2 : full.length;
		const worse = createBlock(this.#era, isSplit ? mostInBlock : full.count);
		worse.append(full, 0, half);
		this.#row.blocks[at] = worse;
		if (!isSplit) return;
		const better = createBlock(this.#era, mostInBlock);
		better.append(full, half);
		this.#row.splice(at + 1, 0, better);
	}
}
