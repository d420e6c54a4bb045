import {constants, createWriteStream, fstatSync, openSync} from 'node:fs';
import {Socket} from 'node:net';
import type {Writable} from 'node:stream';
import {noWait} from './no-wait.js';

const {O_APPEND, O_CREAT, O_WRONLY} = constants;

/**
 * Opens a file to add to it, or a pipe. Neither waits for anybody to read it: a pipe without a reader is
 * refused (`ENXIO`). A new file is its owner's alone.
 */
export const openAppend = (path: string): Writable => {
	const fd = openSync(path, O_WRONLY | O_APPEND | O_CREAT | noWait, 0o600);
	// A pipe that is full tells so at once, which only a socket waits for without a thread.
	if (fstatSync(fd).isFIFO()) return new Socket({fd, readable: false, writable: true});
	return createWriteStream(path, {fd});
};
