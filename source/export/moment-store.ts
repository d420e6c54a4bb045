import {deflateRawSync, inflateRawSync} from 'node:zlib';
import type {CastEvent} from '../recording/asciicast.js';

/** `ms` since the start, never falling. */
export type CastMoment = {readonly ms: number; readonly event: CastEvent};

/** In their order; they can be gone through any number of times. */
export type Moments = Iterable<CastMoment>;

export type StoreBounds = {
	/** Characters of output and labels: an hour of a busy screen is some 300 million. */
	readonly text: number;
	/** Bytes of them packed: ten minutes of a screen are some 3 MB. */
	readonly packed: number;
};

const usualBounds: StoreBounds = {text: 400e6, packed: 32e6};

/** Characters of one output, and of a block of moments; about. */
const fullPiece = 128 * 1024;

/** Moments in a block. */
const fullBlock = 20_000;

/** Characters that a sequence has at the most that is not to be cut into two pieces. */
const longSequence = 64;

/** Where a text is cut that is too long for one piece: in no character and, where it can be, in no sequence. */
const endOfPiece = (text: string, start: number): number => {
	const end = start + fullPiece;
	if (end >= text.length) return text.length;
	const sequence = text.lastIndexOf('\u001B', end - 1);
	if (sequence > end - longSequence) return sequence;
	return /[\uD800-\uDBFF]/.test(text.charAt(end - 1)) ? end - 1 : end;
};

/** Moments in blocks, each packed once it is full. */
const createPackedBlocks = () => {
	const blocks: Buffer[] = [];
	let bytes = 0;
	return {
		add(moments: readonly CastMoment[]) {
			const block = deflateRawSync(JSON.stringify(moments), {level: 1});
			blocks.push(block);
			bytes += block.length;
		},
		/** Of all blocks. */
		bytes: () => bytes,
		*moments() {
			for (const block of blocks)
				yield* JSON.parse(inflateRawSync(block).toString()) as readonly CastMoment[];
		},
	};
};

/** Output that more of the same millisecond may follow, until it is closed as one moment. */
const createOpenOutput = (onClosed: (moment: CastMoment) => void) => {
	let open: {readonly ms: number; readonly parts: string[]} | null = null;
	const close = () => {
		if (open) onClosed({ms: open.ms, event: {code: 'o', data: open.parts.join('')}});
		open = null;
	};
	return {
		add(ms: number, data: string) {
			if (open?.ms !== ms) close();
			open ??= {ms, parts: []};
			open.parts.push(data);
		},
		close,
	};
};

/**
 * Keeps the moments of a cast, packed but for the last ones while they come: screens repeat themselves, and hundreds of megabytes of
 * them have room in a few. Output of the same millisecond becomes one moment.
 */
export const createMomentStore = (bounds = usualBounds) => {
	const packed = createPackedBlocks();
	let block: CastMoment[] = [];
	let [blockLength, text] = [0, 0];
	let hasOutput = false;
	const open = createOpenOutput(moment => block.push(moment));

	const pack = () => {
		packed.add(block);
		[block, blockLength] = [[], 0];
	};
	const grow = (length: number) => {
		text += length;
		blockLength += length;
		if (blockLength < fullPiece - longSequence && block.length < fullBlock) return;
		open.close();
		pack();
	};

	return {
		add({ms, event}: CastMoment) {
			if (event.code === 'o') {
				hasOutput ||= event.data.length > 0;
				for (let at = 0; at < event.data.length;) {
					const end = endOfPiece(event.data, at);
					open.add(ms, event.data.slice(at, end));
					grow(end - at);
					at = end;
				}
				return;
			}
			open.close();
			block.push({ms, event});
			grow(event.code === 'm' ? event.label.length : 0);
		},
		/** Whether anything was written to the screen. */
		hasOutput: () => hasOutput,
		/** Why no more is kept; null while there is room. */
		full(): string | null {
			if (text >= bounds.text) return `it writes more than ${bounds.text / 1e6} million characters`;
			return packed.bytes() >= bounds.packed
				? `it holds more than ${bounds.packed / 1e6} MB, packed`
				: null;
		},
		/** All of them; nothing is added after it. */
		moments(): Moments {
			open.close();
			// Also what is left: short as it is, it may be a part of a long text, which would be held whole.
			if (block.length > 0) pack();
			return {[Symbol.iterator]: packed.moments};
		},
	};
};
