import {execFileSync} from 'node:child_process';
import {copyFileSync, mkdirSync, readFileSync, rmSync} from 'node:fs';
import {dirname, join, posix} from 'node:path';

/** Writes the types of the library: what its entries declare, and of all else only what they name. */
const root = join(import.meta.dirname, '../..');
const made = join(root, 'node_modules/.cache/steem-tui/types');
const shipped = join(root, 'dist/types');

/** Declarations that a file imports, by their places. */
const namedIn = (place: string): readonly string[] =>
	[...readFileSync(join(made, place), 'utf8').matchAll(/from '(\.[^']+)\.js'/g)].map(
		([, path = '']) => `${posix.join(posix.dirname(place), path)}.d.ts`,
	);

rmSync(made, {recursive: true, force: true});
execFileSync('tsc', ['-p', join(import.meta.dirname, 'tsconfig.json')], {stdio: 'inherit'});

const places = new Set(['library/feed.d.ts', 'library/captures.d.ts']);
for (const place of places) for (const named of namedIn(place)) places.add(named);

rmSync(shipped, {recursive: true, force: true});
for (const place of places) {
	mkdirSync(dirname(join(shipped, place)), {recursive: true});
	copyFileSync(join(made, place), join(shipped, place));
}
