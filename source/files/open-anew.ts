import {open, rm, type FileHandle} from 'node:fs/promises';

/**
 * Opens a new file in the place of whatever is under a name that others can tell beforehand. What a kill left there goes;
 * so does a link that somebody laid into a folder of several, which is not followed to what it leads to.
 */
export const openAnew = async (path: string, mode: number): Promise<FileHandle> => {
	await rm(path, {force: true});
	return open(path, 'wx', mode);
};

/** The same with a text that the disk has once this has resolved. */
export const writeAnew = async (path: string, text: string, mode: number): Promise<void> => {
	const file = await openAnew(path, mode);
	try {
		await file.writeFile(text);
		await file.sync();
	} finally {
		await file.close();
	}
};
