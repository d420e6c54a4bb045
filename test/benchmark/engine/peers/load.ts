import {existsSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

/** Where the other programs are installed, by nobody but who wants to compare. */
const peersFolder = 'test/benchmark/peers';

export const howToInstall = `npm ci --ignore-scripts --prefix ${peersFolder}`;

/** Loads a package of a folder; null where it is not installed. Run from the project's folder. */
export const loadPeer = async <T>(
	name: string,
	path = name,
	packages = peersFolder,
): Promise<T | null> => {
	const folder = join(process.cwd(), packages);
	if (!existsSync(join(folder, 'node_modules', name))) return null;
	const found = createRequire(join(folder, 'package.json')).resolve(path);
	const module = (await import(pathToFileURL(found).href)) as {readonly default?: T} & T;
	return module.default ?? module;
};
