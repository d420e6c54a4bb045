#!/usr/bin/env node
import {main} from './cli/main.js';
import {console} from './cli/run.js';
import {crash} from './output/console.js';

// Before anything loads React: in development mode it keeps a performance entry for every render.
const {env} = process;
env['NODE_ENV'] ??= 'production';
// Of other programs: Ink would look for developer tools and, where there are none, end us.
delete env['DEV'];
// Packages that write what they do, headers with passwords among it, past our console.
delete env['DEBUG'];

for (const event of ['uncaughtException', 'unhandledRejection'])
	process.on(event, error => crash(process, console, error));

await main();
