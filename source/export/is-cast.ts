import {open, stat} from 'node:fs/promises';
import {constants, gunzipSync} from 'node:zlib';

/** Bytes that are looked at: a header has a few hundred. */
const enough = 64_000;

/** The beginning of a file, unpacked; empty where it cannot be read, as whoever opens it says why. */
const readStart = async (path: string): Promise<string> => {
	try {
		// A pipe gives what it has once; and whoever writes to it ends where it is opened and closed.
		if (!(await stat(path)).isFile()) return '';
		const file = await open(path);
		try {
			const {buffer, bytesRead} = await file.read(Buffer.alloc(enough), 0, enough, 0);
			const bytes = buffer.subarray(0, bytesRead);
			const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
			const start = isPacked
				? gunzipSync(bytes, {finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * enough})
				: bytes;
			return start.toString();
		} finally {
			await file.close();
		}
	} catch {
		return '';
	}
};

const parse = (line: string): unknown => {
	try {
		return JSON.parse(line);
	} catch {
		return null;
	}
};

/** What a file holds, by its first line: a recorded screen, a capture, or nothing that we know. */
export const kindOf = async (path: string): Promise<'cast' | 'capture' | 'unknown'> => {
	const [line = ''] = (await readStart(path)).trimStart().split('\n', 1);
	const header = parse(line);
	if (typeof header !== 'object' || header === null) return 'unknown';
	if ('version' in header && ('width' in header || 'term' in header)) return 'cast';
	return 'kind' in header || ('format' in header && header.format === 'steem-tui-capture')
		? 'capture'
		: 'unknown';
};
