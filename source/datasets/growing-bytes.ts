/** Bytes in the making, in a room that grows with them and is used again. */
export class GrowingBytes {
	bytes: Buffer;
	/** Of the same bytes. */
	view: DataView;
	length = 0;

	constructor(startBytes: number) {
		this.bytes = Buffer.allocUnsafeSlow(startBytes);
		this.view = new DataView(this.bytes.buffer);
	}

	/** Makes room for so many more, to be written from `length` on. */
	reserve(more: number): void {
		const needed = this.length + more;
		if (needed <= this.bytes.length) return;
		const grown = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.bytes.length));
		this.bytes.copy(grown, 0, 0, this.length);
		this.bytes = grown;
		this.view = new DataView(grown.buffer);
	}

	/** What is there so far. */
	written(): Buffer {
		return this.bytes.subarray(0, this.length);
	}
}
