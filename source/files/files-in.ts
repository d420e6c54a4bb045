import {readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';

/** Names of captures; what another recorder sent is no capture. */
const captureName = /(?<!\.sent)\.jsonl(\.gz)?$/;

/**
 * Whether it may be read as a file: what is in a folder was named by nobody, and whoever opens a pipe that somebody put
 * there waits for ever. A link that leads nowhere is no reason to say that nothing is missing.
 */
const mayBeFile = async (path: string): Promise<boolean> =>
	(await stat(path).catch(() => null))?.isFile() ?? true;

/** The files that are meant: of a folder and those in it the ones whose names match, in the order of their names. */
export const filesIn = async (
	paths: readonly string[],
	pattern: RegExp = captureName,
): Promise<readonly string[]> => {
	const all = await Promise.all(
		paths.map(async path => {
			// Whoever opens what is not there says so.
			const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true;
			if (!isFolder) return [path];
			const names = await readdir(path, {recursive: true});
			const found = names
				.filter(name => pattern.test(name))
				.sort()
				.map(name => join(path, name));
			const areFiles = await Promise.all(found.map(mayBeFile));
			return found.filter((_, index) => areFiles[index]);
		}),
	);
	return all.flat();
};
