import {readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';

/** The files that are meant: of a folder those whose names match, in the order of their names. */
export const filesIn = async (
	paths: readonly string[],
	pattern: RegExp,
): Promise<readonly string[]> => {
	const found = await Promise.all(
		paths.map(async path => {
			// Whoever opens what is not there says so.
			const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true;
			if (!isFolder) return [path];
			const names = await readdir(path);
			return names
				.filter(name => pattern.test(name))
				.sort()
				.map(name => join(path, name));
		}),
	);
	return found.flat();
};
