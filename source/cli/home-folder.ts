import {homedir, userInfo} from 'node:os';
import {isAbsolute} from 'node:path';

/** Nothing can be below it, for root neither: what looks there for a file finds none, and what writes there is refused. */
const nowhere = '/dev/null';

const orNothing = (ask: () => string): string => {
	try {
		return ask();
	} catch {
		return '';
	}
};

/**
 * Gives `HOME` to a user who has none, or an empty one: a user of a container or of systemd's `DynamicUser` may have
 * neither that nor an entry among the system's users. Packages that ask for the home folder as soon as they are loaded
 * would end the program, and an empty one would have settings and caches looked for where it was started.
 */
export const giveHome = (
	environment: NodeJS.ProcessEnv,
	known: () => string = homedir,
	listed: () => string = () => userInfo().homedir,
): void => {
	if (isAbsolute(orNothing(known))) return;
	const home = orNothing(listed);
	environment['HOME'] = isAbsolute(home) ? home : nowhere;
};

/** Empties where files are chosen to lie by a path that is not whole, which the XDG base directory specification ignores: they would lie where the program was started. */
export const emptyRelative = (environment: NodeJS.ProcessEnv): void => {
	for (const name of ['XDG_CACHE_HOME', 'XDG_CONFIG_HOME'])
		if (environment[name] && !isAbsolute(environment[name])) environment[name] = '';
};

giveHome(process.env);
emptyRelative(process.env);
