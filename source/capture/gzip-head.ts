import type {ByteSource} from './byte-source.js';

/** Magic, and the only way to pack that there is: RFC 1952. */
const magic = [0x1f, 0x8b, 8];

/** What the recorder begins each member with. */
const plain = [...magic, 0, 0, 0, 0, 0, 0, 255];

export const headBytes = plain.length;

const flagsAt = 3;
const flags = {sum: 2, extra: 4, name: 8, comment: 16, none: 0xe0};

/**
 * What comes where a member may begin: one does; nothing does, as it is the end, or the file was cut off there;
 * `zero`: what files are filled up with; `other`: something else, `near` where it is one but for a byte.
 */
export type Head = 'member' | 'end' | 'cut' | 'zero' | 'near' | 'other';

/** Whether a member may begin with these bytes. */
export const isHead = (bytes: Buffer): boolean =>
	magic.every((byte, index) => bytes[index] === byte) && ((bytes[flagsAt] ?? 0) & flags.none) === 0;

const kindOf = (bytes: Buffer): Head => {
	if (bytes.length === 0) return 'end';
	if (bytes.length === headBytes && isHead(bytes)) return 'member';
	const begun = magic.slice(0, bytes.length);
	if (bytes.length < headBytes && begun.every((byte, index) => bytes[index] === byte)) return 'cut';
	if (bytes[0] === magic[0] && bytes[1] === magic[1]) return 'near';
	if (bytes[0] === 0) return 'zero';
	const same = plain.filter((byte, index) => bytes[index] === byte).length;
	return same >= headBytes - 1 ? 'near' : 'other';
};

/** Takes a text up to the zero that it ends in. Returns false where there is none. */
const skipText = async (source: ByteSource): Promise<boolean> => {
	for (;;) {
		const end = source.piece().indexOf(0, source.taken());
		source.skip((end < 0 ? source.piece().length : end + 1) - source.taken());
		if (end >= 0) return true;
		if (!(await source.fill())) return false;
	}
};

/** Takes so many bytes. Returns false where there are less. */
const skipBytes = async (source: ByteSource, count: number): Promise<boolean> =>
	(await source.take(count)).length === count;

/** Takes all that stands before what a member holds. */
export const takeHead = async (source: ByteSource): Promise<Head> => {
	const bytes = await source.take(headBytes);
	const kind = kindOf(bytes);
	if (kind !== 'member') return kind;
	const set = bytes[flagsAt] ?? 0;
	if (set & flags.extra) {
		const length = await source.take(2);
		if (length.length < 2 || !(await skipBytes(source, length.readUInt16LE(0)))) return 'cut';
	}
	if (set & flags.name && !(await skipText(source))) return 'cut';
	if (set & flags.comment && !(await skipText(source))) return 'cut';
	if (set & flags.sum && !(await skipBytes(source, 2))) return 'cut';
	return 'member';
};
