const lineFeed = 0x0a;

/**
 * Cuts bytes into lines. One of more than `maxBytes` is not kept: null stands in its place, and reading
 * goes on behind it.
 */
export const createLineSplitter = (maxBytes: number) => {
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

	return {
		/** The lines that end in these bytes. */
		take(bytes: Buffer): readonly (string | null)[] {
			const lines: (string | null)[] = [];
			let start = 0;
			for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
				add(bytes.subarray(start, end));
				lines.push(finish());
				start = end + 1;
			}
			add(bytes.subarray(start));
			return lines;
		},
		/** What has no line feed at the end. */
		rest: finish,
	};
};
