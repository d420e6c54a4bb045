import {createByteSource, type ByteSource} from './byte-source.js';
import {createMemberCheck, findMember, type OpenFrom} from './find-member.js';
import {takeHead, type Head} from './gzip-head.js';
import type {MemberInflater} from './member-inflater.js';

/** Opens a file. */
export type Opener = {
	/** For what is given. */
	readonly open: OpenFrom;
	/** For what is looked at alone. */
	readonly look: OpenFrom;
};

export type Trust = {
	/** Bytes of a member that are held back until its sum is known to be right; what is longer is given before. */
	readonly maxHeld: number;
	/** Whether the sum of what is longer is looked at first, so that nothing is given that is not right. */
	readonly isChecked: boolean;
	/** Whether nobody waits any more for what is looked at: then the rest of it is not. @default never */
	readonly isGivenUp?: (() => boolean) | undefined;
};

/** What comes back at once: it is used again, and so stays near the processor. */
const outputBytes = 128 * 1024;

/** What is held back of a member, as it grows. */
const createHold = () => {
	let bytes = Buffer.allocUnsafeSlow(4 * outputBytes);
	let length = 0;
	return {
		clear() {
			length = 0;
		},
		/** Where more is put. */
		room(): Buffer {
			if (bytes.length - length < outputBytes) {
				const more = Buffer.allocUnsafeSlow(2 * bytes.length);
				bytes.copy(more, 0, 0, length);
				bytes = more;
			}
			return bytes.subarray(length, length + outputBytes);
		},
		added(count: number) {
			length += count;
		},
		length: () => length,
		all: (): Buffer => bytes.subarray(0, length),
	};
};

/** Why no more members are read. */
export type MemberEnd = {
	/** Where the one begins that cannot be read; the place of what stands where one may begin. */
	readonly at: number;
	/** `wrong`: it is not what was packed. */
	readonly head: Exclude<Head, 'member'> | 'wrong';
	/** In words. */
	readonly why: string;
	/** What was unpacked of it, which nothing vouches for; null where that was given. */
	readonly held: Buffer | null;
};

type Fault = Pick<MemberEnd, 'head' | 'why' | 'held'>;

const nothing = Buffer.alloc(0);

/** As zlib has them. */
const cutOff = 'unexpected end of file';
const wrongSum = 'incorrect data check';
const headWords = 'incorrect header check';

/**
 * Why the member that begins with a byte is not what was packed; null where it is, where the file was cut off in it, or
 * where that is of no use any more.
 */
const findWrong = async (
	look: OpenFrom,
	at: number,
	{isGivenUp = () => false}: Trust,
): Promise<string | null> => {
	const check = createMemberCheck(look, isGivenUp);
	try {
		const verdict = await check.judge(at);
		if (isGivenUp()) return null;
		if (verdict === 'wrong') return wrongSum;
		// Nothing follows what was cut off.
		return verdict === 'cut' && (await findMember(look, at + 1)) !== null ? cutOff : null;
	} finally {
		check.close();
	}
};

/** Reads what members hold, and counts what is given. */
const createBodyReader = (look: OpenFrom, inflater: MemberInflater, trust: Trust) => {
	const hold = createHold();
	const output = Buffer.allocUnsafeSlow(outputBytes);
	let given = 0;

	/** As much at once as comes where nothing is held: what is made of it would live longer else. */
	const give = function* (bytes: Buffer): Generator<Buffer> {
		given += bytes.length;
		for (let at = 0; at < bytes.length; at += outputBytes)
			yield bytes.subarray(at, at + outputBytes);
	};

	return {
		given: () => given,
		/** What follows the head of the one that begins `at` a byte. Returns what is wrong with it. */
		async *read(source: ByteSource, at: number): AsyncGenerator<Buffer, Fault | null> {
			let isHeld = trust.maxHeld > 0;
			const fault = (head: 'wrong' | 'cut', why: string): Fault => ({
				...{head, why},
				held: isHeld ? hold.all() : null,
			});
			hold.clear();
			inflater.begin();
			for (;;) {
				const to = isHeld ? hold.room() : output;
				const {count, state} = inflater.step(source, to);
				if (state === 'wrong') return fault('wrong', inflater.fault());
				if (isHeld) hold.added(count);
				else yield* give(to.subarray(0, count));
				if (state === 'ended') break;
				if (isHeld && hold.length() > trust.maxHeld) {
					const why = trust.isChecked ? await findWrong(look, at, trust) : null;
					if (why !== null) return fault('wrong', why);
					isHeld = false;
					yield* give(hold.all());
				}
				if (state === 'empty' && !(await source.fill())) return fault('cut', cutOff);
			}
			const isRight = await inflater.check(source);
			if (isRight === null) return fault('cut', cutOff);
			if (!isRight) return fault('wrong', wrongSum);
			if (isHeld) yield* give(hold.all());
			return null;
		},
	};
};

/** Reads members one after the other, as long as they are right. */
export const createMemberReader = (
	{open, look}: Opener,
	inflater: MemberInflater,
	trust: Trust,
) => {
	const body = createBodyReader(look, inflater, trust);
	return {
		/** Bytes that were given so far. */
		given: body.given,
		/** From a byte on, with which one begins. Returns why it does not go on. */
		async *read(from: number): AsyncGenerator<Buffer, MemberEnd> {
			const source = createByteSource(await open(from), from);
			try {
				for (;;) {
					const at = source.at();
					const head = await takeHead(source);
					if (head !== 'member') return {at, head, why: headWords, held: nothing};
					const fault = yield* body.read(source, at);
					if (fault) return {at, ...fault};
				}
			} finally {
				await source.close();
			}
		},
	};
};
