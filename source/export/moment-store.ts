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

/**
 * Keeps the moments of a cast, packed but for the last ones while they come: screens repeat themselves, and hundreds of megabytes of
 * them have room in a few. Output of the same millisecond becomes one moment.
 */
export const createMomentStore = (bounds = usualBounds) => {
	const blocks: Buffer[] = [];
	let block: CastMoment[] = [];
	let blockLength = 0;
	let [text, packed] = [0, 0];
	/** Output that more of the same millisecond may follow. */
	let open: {readonly ms: number; readonly parts: string[]; length: number} | null = null;
	let hasOutput = false;

	const close = () => {
		if (open) block.push({ms: open.ms, event: {code: 'o', data: open.parts.join('')}});
		open = null;
	};
	const pack = () => {
		const bytes = deflateRawSync(JSON.stringify(block), {level: 1});
		blocks.push(bytes);
		packed += bytes.length;
		[block, blockLength] = [[], 0];
	};
	const grow = (length: number) => {
		text += length;
		blockLength += length;
		if (blockLength < fullPiece - longSequence && block.length < fullBlock) return;
		close();
		pack();
	};
	const addOutput = (ms: number, data: string) => {
		hasOutput = true;
		if (open?.ms !== ms) close();
		open ??= {ms, parts: [], length: 0};
		open.parts.push(data);
		open.length += data.length;
		grow(data.length);
	};

	return {
		add({ms, event}: CastMoment) {
			if (event.code === 'o') {
				for (let at = 0; at < event.data.length;) {
					const end = endOfPiece(event.data, at);
					addOutput(ms, event.data.slice(at, end));
					at = end;
				}
				return;
			}
			close();
			block.push({ms, event});
			grow(event.code === 'm' ? event.label.length : 0);
		},
		/** Whether anything was written to the screen. */
		hasOutput: () => hasOutput,
		/** Why no more is kept; null while there is room. */
		full(): string | null {
			if (text >= bounds.text) return `it writes more than ${bounds.text / 1e6} million characters`;
			return packed >= bounds.packed
				? `it holds more than ${bounds.packed / 1e6} MB, packed`
				: null;
		},
		/** All of them; nothing is added after it. */
		moments(): Moments {
			close();
			// Also what is left: short as it is, it may be a part of a long text, which would be held whole.
			if (block.length > 0) pack();
			return {
				*[Symbol.iterator]() {
					for (const bytes of blocks)
						yield* JSON.parse(inflateRawSync(bytes).toString()) as readonly CastMoment[];
				},
			};
		},
	};
};
