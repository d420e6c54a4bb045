import {close, constants, createReadStream, fstat, open, stat, type Stats} from 'node:fs';
import {Socket} from 'node:net';
import {promisify} from 'node:util';
import {noWait} from './no-wait.js';

/** What is read from a file or a pipe. */
export type Input = {
	readonly bytes: AsyncIterable<Buffer>;
	/** It is there once. */
	readonly isPipe: boolean;
};

/** Why what is under a name is not read, as the system tells why it cannot be. */
const refusal = (stats: Stats): Error =>
	stats.isDirectory()
		? Object.assign(new Error('it is a folder'), {code: 'EISDIR'})
		: new Error('it is a device, not a file');

/** Never waits to open it: whoever waits for the other end of a pipe cannot even be ended. */
const openQuickly = (path: string): Promise<number> =>
	promisify(open)(path, constants.O_RDONLY | noWait);

/**
 * Opens a file or a pipe to be read from its beginning to its end; refuses devices, which may have none.
 * A pipe that nobody writes to is waited for without holding up anything.
 */
export const openInput = async (path: string): Promise<Input> => {
	const fd = await openQuickly(path);
	try {
		const stats = await promisify(fstat)(fd);
		if (stats.isFile()) return {bytes: createReadStream(path, {fd}), isPipe: false};
		if (!stats.isFIFO()) throw refusal(stats);
		return {bytes: new Socket({fd, readable: true, writable: false}), isPipe: true};
	} catch (error) {
		close(fd, () => undefined);
		throw error;
	}
};

/** Whether there is a pipe under that name. */
export const isPipe = async (path: string): Promise<boolean> => {
	try {
		return (await promisify(stat)(path)).isFIFO();
	} catch {
		// Whoever opens it says why it cannot be.
		return false;
	}
};
