import {closeSync, constants, fstatSync, openSync, readSync} from 'node:fs';
import {noWait} from './no-wait.js';

/**
 * The text of a file that people write: a regular one, and no longer than `maxBytes`. Pipes and devices
 * are refused, as they may never answer, or never end.
 */
export const readSmall = (path: string, maxBytes: number): string => {
	const fd = openSync(path, constants.O_RDONLY | noWait);
	try {
		const stats = fstatSync(fd);
		if (stats.isDirectory()) throw Object.assign(new Error('it is a folder'), {code: 'EISDIR'});
		if (!stats.isFile()) throw new RangeError('it is no regular file');
		// Not by its size alone: those under /proc have none.
		const bytes = Buffer.alloc(maxBytes + 1);
		let length = 0;
		while (length < bytes.length) {
			const count = readSync(fd, bytes, length, bytes.length - length, null);
			if (count === 0) break;
			length += count;
		}
		if (length === bytes.length) throw new RangeError(`it is longer than ${maxBytes} bytes`);
		return bytes.toString('utf8', 0, length);
	} finally {
		closeSync(fd);
	}
};
