import {homedir} from 'node:os';
import {dirname, isAbsolute, join} from 'node:path';
import {makeFolder} from '../files/make-folder.js';
import {mayBeMade} from '../files/may-be-made.js';
import {readSmall} from '../files/read-small.js';
import {writeText} from '../files/write-text.js';

/** More than all exchanges list, and as much as a shell can look through at once. */
const maxNames = 20_000;
const maxBytes = 1024 * 1024;

/** What a shell takes for a word, whatever it is made of: names of other letters are left out. */
const isPlain = (name: string): boolean => /^[A-Z0-9]{1,24}\/[A-Z0-9]{1,24}$/.test(name);

/** Where the shells look, too: one market a line. */
export const marketCachePath = (
	environment: Readonly<Record<string, string | undefined>>,
	home = homedir(),
): string => {
	const folder = environment['XDG_CACHE_HOME'] ?? '';
	return join(isAbsolute(folder) ? folder : join(home, '.cache'), 'steem-tui', 'markets');
};

const readNames = (path: string): readonly string[] => {
	try {
		return readSmall(path, maxBytes).split('\n');
	} catch {
		return [];
	}
};

/** Keeps the names of markets beside those that were kept before; where that cannot be, shells complete none. */
export const keepMarkets = async (path: string, names: Iterable<string>): Promise<void> => {
	const before = readNames(path);
	const kept = [...new Set([...names, ...before].filter(isPlain))].slice(0, maxNames);
	const text = `${kept.toSorted().join('\n')}\n`;
	if (kept.length === 0 || text === before.join('\n')) return;
	try {
		if (!mayBeMade(path)) return;
		await makeFolder(dirname(path));
		await writeText(path, text, {over: 'any'});
	} catch {
		// As without a home.
	}
};
