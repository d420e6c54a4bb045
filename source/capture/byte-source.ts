const nothing = Buffer.alloc(0);

/** Bytes of a file from a place on, taken as they come or some at a time. */
export const createByteSource = (source: AsyncIterable<Buffer>, start: number) => {
	const pieces = source[Symbol.asyncIterator]();
	let piece: Buffer = nothing;
	/** Where the piece begins, in the file. */
	let pieceAt = start;
	/** What of the piece was taken. */
	let taken = 0;

	/** Goes on to the next piece. Returns false at the end. */
	const fill = async (): Promise<boolean> => {
		pieceAt += piece.length;
		taken = 0;
		const {done, value} = await pieces.next();
		piece = done ? nothing : value;
		return !done;
	};

	return {
		fill,
		/** Where the next byte lies, in the file. */
		at: () => pieceAt + taken,
		/** The piece of the moment, with what was taken of it. */
		piece: () => piece,
		taken: () => taken,
		/** So many bytes of the piece were taken. */
		skip(count: number) {
			taken += count;
		},
		/** The next so many bytes; less than that at the end. */
		async take(count: number): Promise<Buffer> {
			const found: Buffer[] = [];
			for (let left = count; left > 0;) {
				const some = piece.subarray(taken, taken + left);
				taken += some.length;
				left -= some.length;
				if (some.length > 0) found.push(some);
				else if (!(await fill())) break;
			}
			return Buffer.concat(found);
		},
		async close() {
			await pieces.return?.(undefined);
		},
	};
};

export type ByteSource = ReturnType<typeof createByteSource>;
