import {createByteSource} from './byte-source.js';
import {headBytes, isHead, takeHead} from './gzip-head.js';
import {createMemberInflater} from './member-inflater.js';

/** Opens what is unpacked, from a byte on. */
export type OpenFrom = (at: number) => Promise<AsyncIterable<Buffer>>;

const outputBytes = 128 * 1024;

/** Bytes that were read and unpacked of what turned out to be no member: a file may be made of what only looks like many. */
const maxUseless = 256 * 1024 * 1024;

/** What it costs to look at one at all, in such bytes. */
const lookBytes = 64 * 1024;

/** How a member is by its sum: whole, or cut off by the end of the file. */
export type Verdict = 'whole' | 'cut' | 'wrong';

/** Unpacks members for nothing but their sums. `isGivenUp`: whether one is not to be looked at any further. */
export const createMemberCheck = (open: OpenFrom, isGivenUp = () => false) => {
	const inflater = createMemberInflater();
	const output = Buffer.allocUnsafeSlow(outputBytes);
	let useless = 0;

	const unpackAll = async (source: ReturnType<typeof createByteSource>): Promise<Verdict> => {
		if (!inflater || (await takeHead(source)) !== 'member') return 'wrong';
		inflater.begin();
		for (;;) {
			const {count, state} = inflater.step(source, output);
			useless += count;
			if (state === 'wrong') return 'wrong';
			if (state === 'ended') break;
			if (state === 'empty' && (isGivenUp() || !(await source.fill()))) return 'cut';
		}
		const isRight = await inflater.check(source);
		if (isRight === null) return 'cut';
		return isRight ? 'whole' : 'wrong';
	};

	return {
		/** How the member is that begins with this byte. */
		async judge(at: number): Promise<Verdict> {
			const source = createByteSource(await open(at), at);
			try {
				return await unpackAll(source);
			} finally {
				useless += source.at() - at + lookBytes;
				await source.close();
			}
		},
		/** Whether so much was done in vain that no more is tried. */
		isTired: () => useless > maxUseless,
		close() {
			inflater?.close();
		},
	};
};

/** Places of a piece with which a member may begin. */
function* headsIn(bytes: Buffer): Generator<number> {
	const first = 0x1f;
	for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
		if (at + headBytes <= bytes.length && isHead(bytes.subarray(at, at + headBytes))) yield at;
}

/** Where the next member begins, from a byte on, whose sum holds; null where there is none. */
export const findMember = async (open: OpenFrom, from: number): Promise<number | null> => {
	const check = createMemberCheck(open);
	let rest: Buffer = Buffer.alloc(0);
	let at = from;
	try {
		for await (const piece of await open(from)) {
			const bytes = Buffer.concat([rest, piece]);
			for (const place of headsIn(bytes)) {
				if ((await check.judge(at + place)) === 'whole') return at + place;
				if (check.isTired()) return null;
			}
			// Too few for a head, so that none is looked at twice.
			rest = bytes.subarray(Math.max(0, bytes.length - headBytes + 1));
			at += bytes.length - rest.length;
		}
		return null;
	} finally {
		check.close();
	}
};
