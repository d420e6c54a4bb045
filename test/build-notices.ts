import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Metafile} from 'esbuild';
import {foldersOf, readThirdParty, toNotices, withDependencies} from './licenses/third-party.js';

/** Writes the licences of all that is in `dist` beside it, as the bundler told what that is. */
process.chdir(join(import.meta.dirname, '..'));
const metafile = 'node_modules/.cache/steem-tui/program.json';

const bundled = foldersOf(JSON.parse(readFileSync(metafile, 'utf8')) as Metafile);
const player = [...withDependencies('node_modules/asciinema-player')];

writeFileSync(
	'dist/player/LICENSES.txt',
	toNotices(
		'The player of this page and the packages in it, with their licences.',
		player.map(readThirdParty),
	),
);
writeFileSync(
	'dist/THIRD-PARTY-NOTICES.txt',
	toNotices(
		'steem-tui is made with these packages, which are part of it or of the pages that it makes. Its own licence is in LICENSE.',
		[...new Set([...bundled, ...player])].map(readThirdParty),
	),
);
