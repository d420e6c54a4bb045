import {constants, createGunzip, gzipSync} from 'node:zlib';
import {lookInside, type ZlibInside} from '../../zlib-inside.js';

/** A message of 400 levels a side has 20 KiB, unpacked. */
const outputLength = 256 * 1024;

/** An empty message: the header and the trailer, and a byte or two between. */
const leastLength = 20;

/** Unpacks one gzip message; null for whatever does not fit or fails a check. The result is written over by the next. */
export type KeptGunzip = (message: Buffer) => Buffer | null;

const create = (inside: ZlibInside): KeptGunzip => {
	const output = Buffer.allocUnsafeSlow(outputLength);
	return message => {
		const {length} = message;
		const size = length < leastLength ? 0 : message.readUInt32LE(length - 4);
		// Filled to the brim, nothing tells whether it ended there.
		if (size === 0 || size >= outputLength) return null;
		inside.reset();
		inside.write(constants.Z_FINISH, message, 0, length, output);
		const isWhole = inside.unread() === 0 && inside.free() === outputLength - size;
		return inside.fault() === null && isWhole ? output.subarray(0, size) : null;
	};
};

const probe = Buffer.from('{"ping":1618678073643}'.repeat(40));

/** Whether it does what it should, also after a message that is cut off, and one that is damaged. */
const isSound = (unpack: KeptGunzip): boolean => {
	const packed = gzipSync(probe);
	const damaged = Buffer.from(packed);
	damaged.writeUInt32LE(0, damaged.length - 8);
	const isRight = () => unpack(packed)?.equals(probe) === true;
	const isRefused = (message: Buffer) => unpack(message) === null;
	return (
		isRight() && isRefused(damaged) && isRight() && isRefused(packed.subarray(0, -9)) && isRight()
	);
};

/**
 * `gunzipSync` makes and drops a stream for each message: half of the time that it takes. This keeps one, by what
 * is inside it. Null where Node is another inside: what it does is tried out first.
 */
export const createKeptGunzip = (stream: unknown = createGunzip()): KeptGunzip | null => {
	const inside = lookInside(stream);
	if (!inside) return null;
	try {
		const unpack = create(inside);
		return isSound(unpack) ? unpack : null;
	} catch {
		// Whatever it is, it is not what was looked for.
		return null;
	}
};
