import {findMember} from './find-member.js';
import {createMemberInflater} from './member-inflater.js';
import {createMemberReader, type MemberEnd, type Opener, type Trust} from './member-reader.js';
import {unpackByStream} from './unpack-stream.js';

/** Bytes are missing here that are damaged: all there is from here on, or what lies before the next. */
export type Lost = {
	/** Why, in words. */
	readonly lost: string;
	/** Whether it is all that the file holds. */
	readonly isAll: boolean;
};

export type Unpacked = Buffer | Error | Lost;

/** All but what was given before. */
async function* behind(
	given: number,
	all: AsyncIterable<Buffer | Error>,
): AsyncGenerator<Buffer | Error> {
	let left = given;
	for await (const bytes of all)
		if (bytes instanceof Error) yield bytes;
		else {
			if (bytes.length > left) yield bytes.subarray(left);
			left = Math.max(0, left - bytes.length);
		}
}

const toError = (why: string, code = 'Z_DATA_ERROR') => Object.assign(new Error(why), {code});

/** How zlib refuses what should be the head of a further member and does not even begin like one. */
export const strayWords = 'incorrect header check';

/** Of what a file lacks at its end. */
export const cutCode = 'Z_BUF_ERROR';

/** By a stream: of a file that is `isChecked`, nothing where anything of it is damaged. */
async function* unpackSlowly(
	{open, look}: Opener,
	{isChecked, isGivenUp}: Trust,
): AsyncGenerator<Unpacked> {
	if (isChecked)
		for await (const piece of unpackByStream(await look(0), null)) {
			if (isGivenUp?.()) break;
			if (!(piece instanceof Error) || piece.message === strayWords) continue;
			if ((piece as NodeJS.ErrnoException).code === cutCode) continue;
			yield {lost: piece.message, isAll: true};
			return;
		}
	yield* unpackByStream(await open(0), () => look(0));
}

/** Whether a file holds anything but zeros from a byte on. */
const hasMore = async ({look}: Opener, at: number): Promise<boolean> => {
	for await (const piece of await look(at)) if (piece.some(byte => byte !== 0)) return true;
	return false;
};

/** Whether anything is damaged where members are not read on, and where one is that is whole. */
const findWay = async (opener: Opener, {at, head, held}: MemberEnd) => {
	// Of one that was given, nothing is left out any more; but where others follow it, it was not cut off.
	const next = held === null && head !== 'cut' ? null : await findMember(opener.look, at + 1);
	const isDamaged =
		next !== null ||
		head === 'wrong' ||
		head === 'near' ||
		(head === 'zero' && (await hasMore(opener, at)));
	return {isDamaged, next};
};

/** What is given at the end where nothing is damaged: what was cut off, and that it was, or what follows is none. */
function* toEnd({head, why, held}: MemberEnd): Generator<Unpacked> {
	if (head === 'cut') {
		if (held && held.length > 0) yield held;
		yield toError('unexpected end of file', cutCode);
	} else if (head === 'other') yield toError(why);
}

/** What is given where nothing is certain: nearly all there is, and that it is damaged. */
async function* toDoubt(
	{look}: Opener,
	{head, why, held}: MemberEnd,
	given: number | null,
): AsyncGenerator<Unpacked> {
	// Rare enough to be read once more from its beginning.
	if (head !== 'cut' && given !== null)
		yield* behind(
			given,
			unpackByStream(await look(0), () => look(0)),
		);
	else {
		if (held && held.length > 0) yield held;
		yield toError(why);
	}
}

/**
 * Unpacks gzip of one or more members from a file. What is given is to be read, or copied, before the next is. A
 * member that is damaged is left out, which is told. Where its text was given already, or it is the first, without which
 * the rest means nothing, nothing of the file is certain: unless it is to be `isChecked`, all is given, and then an error.
 * What was cut off at the end is given, and then an error.
 */
export async function* unpack(
	opener: Opener,
	trust: Trust,
	inflater = createMemberInflater(),
): AsyncGenerator<Unpacked> {
	if (!inflater) {
		yield* unpackSlowly(opener, trust);
		return;
	}
	const members = createMemberReader(opener, inflater, trust);
	try {
		for (let from: number | null = 0; from !== null;) {
			const end: MemberEnd = yield* members.read(from);
			if (end.head === 'end') return;
			const {isDamaged, next} = await findWay(opener, end);
			if (!isDamaged) {
				yield* toEnd(end);
				return;
			}
			const isAll = end.at === 0;
			if (end.held === null || (isAll && !trust.isChecked)) {
				yield* toDoubt(opener, end, from === 0 ? members.given() : null);
				return;
			}
			yield {lost: end.why, isAll};
			from = isAll ? null : next;
		}
	} finally {
		inflater.close();
	}
}
