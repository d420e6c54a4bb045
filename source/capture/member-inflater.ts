import {constants, crc32, createInflateRaw, deflateRawSync} from 'node:zlib';
import {lookInside, type ZlibInside} from '../zlib-inside.js';
import type {ByteSource} from './byte-source.js';

/**
 * How it goes on: there may be `more` of what was given; what was given is `empty`; the member `ended`; or it cannot
 * be unpacked.
 */
type State = 'more' | 'empty' | 'ended' | 'wrong';

/** Bytes of the sum and the length that a member ends in. */
const trailerBytes = 8;

const create = (inside: ZlibInside) => {
	let sum = 0;
	let size = 0;
	return {
		/** Another member begins. */
		begin() {
			inside.reset();
			sum = 0;
			size = 0;
		},
		/** Unpacks what is there of a source, into an output from its start: how many bytes. */
		step(source: ByteSource, output: Buffer): {readonly count: number; readonly state: State} {
			const left = source.piece().length - source.taken();
			inside.write(constants.Z_NO_FLUSH, source.piece(), source.taken(), left, output);
			if (inside.fault()) return {count: 0, state: 'wrong'};
			source.skip(left - inside.unread());
			const count = output.length - inside.free();
			if (count > 0) sum = crc32(output.subarray(0, count), sum);
			size += count;
			if (inside.free() === 0) return {count, state: 'more'};
			return {count, state: inside.unread() > 0 ? 'ended' : 'empty'};
		},
		/** What cannot be unpacked, in words. */
		fault: (): string => inside.fault()?.message ?? 'incorrect data check',
		/** Takes what stands behind the member. Returns whether it is what it says; null where that is cut off. */
		async check(source: ByteSource): Promise<boolean | null> {
			const trailer = await source.take(trailerBytes);
			if (trailer.length < trailerBytes) return null;
			return trailer.readUInt32LE(0) === sum && trailer.readUInt32LE(4) === size % 2 ** 32;
		},
	};
};

const probe = Buffer.from('{"t":1,"kind":"ping"}\n'.repeat(40));

/** Whether two members are unpacked, a few bytes at a time, their ends are found, and what is wrong is seen. */
const isSound = (): boolean => {
	const packed = deflateRawSync(probe);
	const inside = lookInside(createInflateRaw());
	if (!inside) return false;
	const output = Buffer.alloc(7);
	const read = (bytes: Buffer): string => {
		let [text, from] = ['', 0];
		inside.reset();
		for (;;) {
			inside.write(constants.Z_NO_FLUSH, bytes, from, bytes.length - from, output);
			if (inside.fault()) return 'wrong';
			from = bytes.length - inside.unread();
			text += output.toString('latin1', 0, output.length - inside.free());
			if (inside.free() > 0) return `${text} ${inside.unread()}`;
		}
	};
	const right = `${probe.toString()} 3`;
	const behind = Buffer.concat([packed, Buffer.from('end')]);
	return (
		read(behind) === right &&
		read(Buffer.from([7, 7, 7])) === 'wrong' &&
		read(behind) === right &&
		read(packed.subarray(0, -2)).endsWith(' 0')
	);
};

/** Whether Node is as it is known inside: tried out once. */
let isKnown: boolean | undefined;

/**
 * Unpacks what members of gzip hold here and now, where a stream goes to another thread and back for each piece, which
 * takes as long as the unpacking. Null where Node is another inside.
 */
export const createMemberInflater = () => {
	isKnown ??= isSound();
	if (!isKnown) return null;
	const stream = createInflateRaw();
	const inside = lookInside(stream);
	return (
		inside && {
			...create(inside),
			close() {
				stream.destroy();
			},
		}
	);
};

export type MemberInflater = NonNullable<ReturnType<typeof createMemberInflater>>;
