import {FileError} from './file-error.js';
import {createOpenFile, describeWriteError, writeAll, type OpenOptions} from './file-system.js';

/**
 * Writes a file for everybody to see, over one of that name only where it is told to. What fails leaves nothing of itself and the
 * file that was there: half a page would look like a whole one.
 */
export const writeText = async (
	path: string,
	text: string,
	options: OpenOptions = {},
): Promise<void> => {
	try {
		const file = await createOpenFile({mode: 0o666, ...options})(path);
		try {
			await writeAll(file, Buffer.from(text), null);
			await file.keep?.();
		} finally {
			await file.close();
		}
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		throw new FileError(describeWriteError(path, error), code);
	}
};
