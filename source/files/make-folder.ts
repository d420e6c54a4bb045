import {existsSync, mkdirSync} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import {dirname} from 'node:path';

/** The first folder on the way to one that is not there; null where all are. */
const firstMissing = (path: string): string | null => {
	if (existsSync(path)) return null;
	const parent = dirname(path);
	return parent === path ? path : (firstMissing(parent) ?? path);
};

const unlessThere = (error: unknown): void => {
	if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
};

/**
 * Makes a folder with those that it needs, where they are missing. Where nothing can be made in a folder that is there,
 * and that is told as "no such file", as below `/proc` or in one that was just removed, Node's own way tries for ever,
 * with a whole core: so the first that is missing is made by itself.
 */
export const makeFolder = async (path: string): Promise<void> => {
	const missing = firstMissing(path);
	if (missing !== null) await mkdir(missing).catch(unlessThere);
	await mkdir(path, {recursive: true});
};

/** As `makeFolder`, at once, for us alone. */
export const makeOwnFolder = (path: string): void => {
	const missing = firstMissing(path);
	const mode = 0o700;
	try {
		if (missing !== null) mkdirSync(missing, {mode});
	} catch (error) {
		unlessThere(error);
	}
	mkdirSync(path, {recursive: true, mode});
};
