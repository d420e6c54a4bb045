const lineFeed = 0x0a;

/**
 * Cuts bytes into lines. One of more than `maxBytes` is not kept: null stands in its place, and reading
 * goes on behind it. `readAtOnce` may make of a line, from its first byte to behind its last one, what it is, so
 * that no text is made of it; null where it leaves it as it is.
 */
export const createLineSplitter = <T = never>(
	maxBytes: number,
	readAtOnce: (bytes: Buffer, from: number, to: number) => T | null = () => null,
) => {
	/** Of the line that is not over yet; empty where it is too long. */
	let pieces: Buffer[] = [];
	let length = 0;
	let isFirst = true;

	const add = (piece: Buffer) => {
		length += piece.length;
		if (length > maxBytes) pieces = [];
		else if (piece.length > 0) pieces.push(piece);
	};

	const finish = (): string | null => {
		const [first] = pieces;
		const text = (pieces.length > 1 ? Buffer.concat(pieces) : first)?.toString() ?? '';
		const line = length > maxBytes ? null : isFirst ? text.replace(/^\uFEFF/, '') : text;
		pieces = [];
		length = 0;
		isFirst = false;
		return line;
	};

	const take = (bytes: Buffer, from: number, to: number): string | T | null => {
		const read = length === 0 && to - from <= maxBytes ? readAtOnce(bytes, from, to) : null;
		if (read === null) {
			add(bytes.subarray(from, to));
			return finish();
		}
		isFirst = false;
		return read;
	};

	return {
		/** The lines that end in these bytes, of which nothing is needed afterwards. */
		take(bytes: Buffer): readonly (string | T | null)[] {
			const lines: (string | T | null)[] = [];
			let start = 0;
			for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
				lines.push(take(bytes, start, end));
				start = end + 1;
			}
			const left = bytes.subarray(start);
			// What is too long is not copied either.
			add(length + left.length > maxBytes ? left : Buffer.from(left));
			return lines;
		},
		/** What has no line feed at the end. */
		rest: finish,
	};
};
