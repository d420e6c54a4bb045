/** What is inside a stream of node:zlib, as far as it is used. Node does not document it. */
type Inside = {
	readonly _handle: {
		reset(): void;
		/** Fills `output`, and the state with the bytes left there and in `input`. */
		writeSync(
			...parameters: [
				flush: number,
				...input: [Buffer, from: number, length: number],
				...output: [Buffer, from: number, length: number],
			]
		): void;
		onerror: (message: string, errno: number, code: string) => void;
	};
	readonly _writeState: Uint32Array;
};

/** What zlib has to say against what it was given. */
export type ZlibFault = {readonly message: string; readonly code: string};

/** The inside of a stream: it works at once, where the stream goes to another thread and back for each piece. */
export type ZlibInside = {
	/** Begins anew. */
	reset(): void;
	/** Works on so many bytes of an input, into an output from its start. `flush`: as in `zlib.constants`. */
	write(flush: number, input: Buffer, from: number, length: number, output: Buffer): void;
	/** Bytes of the output that were left free the last time. */
	free(): number;
	/** Bytes of the input that were left the last time. */
	unread(): number;
	/** What was wrong the last time; null where nothing. */
	fault(): ZlibFault | null;
};

const find = (stream: unknown): Inside | null => {
	const {_handle: handle, _writeState: state} = stream as Partial<Inside>;
	const isKnown =
		typeof handle?.reset === 'function' &&
		typeof handle.writeSync === 'function' &&
		state instanceof Uint32Array;
	return isKnown ? {_handle: handle, _writeState: state} : null;
};

/** Null where Node is another inside than those that are known. The stream itself is not to be used any more. */
export const lookInside = (stream: unknown): ZlibInside | null => {
	const inside = find(stream);
	if (!inside) return null;
	const {_handle: handle, _writeState: state} = inside;
	let fault: ZlibFault | null = null;
	// Node's own would close the stream, and with it what is kept.
	handle.onerror = (message, _, code) => {
		fault = {message, code};
	};
	return {
		reset() {
			handle.reset();
		},
		write(flush, input, from, length, output) {
			fault = null;
			handle.writeSync(flush, input, from, length, output, 0, output.length);
		},
		free: () => state[0] ?? 0,
		unread: () => state[1] ?? 0,
		fault: () => fault,
	};
};
