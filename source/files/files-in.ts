import {readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';

/** Names of captures; what another recorder sent is no capture. */
const captureName = /(?<!\.sent)\.jsonl(\.gz)?$/;

/** The files that are meant: of a folder and those in it the ones whose names match, in the order of their names. */
export const filesIn = async (
	paths: readonly string[],
	pattern: RegExp = captureName,
): Promise<readonly string[]> => {
	const found = await Promise.all(
		paths.map(async path => {
			// Whoever opens what is not there says so.
			const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true;
			if (!isFolder) return [path];
			const names = await readdir(path, {recursive: true});
			return names
				.filter(name => pattern.test(name))
				.sort()
				.map(name => join(path, name));
		}),
	);
	return found.flat();
};
