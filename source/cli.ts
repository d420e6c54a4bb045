#!/usr/bin/env node
import module from 'node:module';
import envPaths from 'env-paths';

/** Keeps what it compiles for the next start, in a folder of the user's own; Node 20 has no such thing. */
type WithCompileCache = {enableCompileCache?: (folder: string) => unknown};
(module as WithCompileCache).enableCompileCache?.(envPaths('steem-tui', {suffix: ''}).cache);

// Before anything loads React: in development mode it keeps a performance entry for every render.
const {env} = process;
env['NODE_ENV'] ??= 'production';
// Of other programs: Ink would look for developer tools and, where there are none, end us.
delete env['DEV'];
// Packages that write what they do, headers with passwords among it, past our console.
delete env['DEBUG'];

// Nothing that is imported sooner is kept.
const [{main}, {console}, {crash}] = await Promise.all([
	import('./cli/main.js'),
	import('./cli/run.js'),
	import('./output/console.js'),
]);

for (const event of ['uncaughtException', 'unhandledRejection'])
	process.on(event, error => crash(process, console, error));

await main();
