import {constants, createGunzip, gzipSync} from 'node:zlib';
import {lookInside, type ZlibFault, type ZlibInside} from '../zlib-inside.js';

/** What comes back at once: it is used again, and so stays near the processor. */
const outputBytes = 128 * 1024;

const nothing = Buffer.alloc(0);

const create = (inside: ZlibInside, length: number) => {
	const output = Buffer.allocUnsafeSlow(length);
	let input: Buffer = nothing;
	let from = 0;
	/** Whether more may come of what was read. */
	let isFull = false;
	let isWrong = false;
	return {
		/** Takes a piece, of which all has to be given before the next. */
		take(piece: Buffer) {
			input = piece;
			from = 0;
			isFull = true;
		},
		/** The next bytes of it, which are written over by those after them; null where there are no more. */
		next(): Buffer | null {
			while (isFull && !isWrong) {
				inside.write(constants.Z_NO_FLUSH, input, from, input.length - from, output);
				from = input.length - inside.unread();
				isFull = inside.free() === 0;
				isWrong = inside.fault() !== null || (!isFull && from < input.length);
				const count = length - inside.free();
				if (count > 0 && !isWrong) return output.subarray(0, count);
			}
			return null;
		},
		/** Whether it is damaged, or other bytes follow it: what came of the piece may not be all. */
		isWrong: () => isWrong,
		/** No more will come: what it lacks at the end; null where it is whole. */
		end(): ZlibFault | null {
			inside.write(constants.Z_FINISH, nothing, 0, 0, output);
			return inside.fault();
		},
	};
};

const probe = Buffer.from('{"t":1,"kind":"ping"}\n'.repeat(40));

/** Whether two members are unpacked, a few bytes at a time, damage is seen, and where the end is missing. */
const isSound = (): boolean => {
	const packed = gzipSync(probe);
	const damaged = Buffer.from(packed);
	damaged.writeUInt32LE(0, damaged.length - 8);
	const read = (pieces: readonly Buffer[]): string => {
		const inside = lookInside(createGunzip());
		if (!inside) return 'unknown';
		const {take, next, isWrong, end} = create(inside, 7);
		let text = '';
		for (const piece of pieces) {
			take(piece);
			for (let bytes = next(); bytes; bytes = next()) text += bytes.toString();
		}
		return isWrong() ? 'wrong' : (end()?.code ?? text);
	};
	const pieces = [packed.subarray(0, 11), packed.subarray(11)];
	return (
		read([...pieces, packed]) === `${String(probe)}${String(probe)}` &&
		read([damaged]) === 'wrong' &&
		read([packed, Buffer.from('no')]) === 'wrong' &&
		read([packed.subarray(0, -9)]) === 'Z_BUF_ERROR'
	);
};

/** Whether Node is as it is known inside: tried out once. */
let isKnown: boolean | undefined;

/**
 * Unpacks gzip of one or more members here and now, where a stream goes to another thread and back for each piece:
 * that takes as long as the unpacking. Null where Node is another inside.
 */
export const createKeptUnpacker = () => {
	isKnown ??= isSound();
	if (!isKnown) return null;
	const stream = createGunzip();
	const inside = lookInside(stream);
	return (
		inside && {
			...create(inside, outputBytes),
			close() {
				stream.destroy();
			},
		}
	);
};
