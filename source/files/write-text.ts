import {rm, writeFile} from 'node:fs/promises';
import {describeWriteError} from './file-system.js';
import {FileError} from './file-error.js';

/** Writes a file, over one of that name only where it is told to. Nothing is left of one that failed. */
export const writeText = async (path: string, text: string, isForced = false): Promise<void> => {
	try {
		await writeFile(path, text, {flag: isForced ? 'w' : 'wx'});
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		// Half a page would look like a whole one.
		if (!isForced && (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EIO'))
			await rm(path, {force: true}).catch(() => undefined);
		throw new FileError(describeWriteError(path, error));
	}
};
