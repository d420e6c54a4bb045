import {dirname} from 'node:path';
import {firstFile} from '../config/first-file.js';
import {FileError} from '../files/file-error.js';
import {describeWriteError} from '../files/file-system.js';
import {makeFolder} from '../files/make-folder.js';
import {writeText} from '../files/write-text.js';
import {exitCodes, type Console} from '../output/console.js';

/** Writes a config file to begin with, never over one that is there. Returns the exit code. */
export const writeFirstConfig = async (
	path: string,
	{write, complain}: Pick<Console, 'write' | 'complain'>,
): Promise<number> => {
	try {
		await makeFolder(dirname(path));
		// An address in it may hold a password one day.
		await writeText(path, firstFile(), {mode: 0o600});
	} catch (error) {
		complain(error instanceof FileError ? error.message : describeWriteError(path, error));
		return exitCodes.failed;
	}
	write(`${path}\n`);
	return exitCodes.done;
};
