#!/usr/bin/env node
import {CommanderError} from 'commander';
import {addBookCommands} from './cli/book-commands.js';
import {addFileCommands} from './cli/file-commands.js';
import {program} from './cli/program.js';
import {console, finish} from './cli/run.js';
import {addSetupCommands} from './cli/setup-commands.js';
import {crash, exitCodes} from './output/console.js';
import {UsageError} from './options/options.js';

// Before anything loads React: in development mode it keeps a performance entry for every render.
const {env} = process;
env['NODE_ENV'] ??= 'production';
// Of other programs: Ink would look for developer tools and, where there are none, end us.
delete env['DEV'];
// Packages that write what they do, headers with passwords among it, past our console.
delete env['DEBUG'];

for (const event of ['uncaughtException', 'unhandledRejection'])
	process.on(event, error => crash(process, console, error));

addBookCommands(program);
addFileCommands(program);
addSetupCommands(program);

try {
	await program.parseAsync();
} catch (error) {
	if (error instanceof CommanderError) {
		finish(error.exitCode === 0 ? exitCodes.done : exitCodes.usage);
	} else {
		const words = error instanceof Error ? error.message : String(error);
		console.complain(words);
		finish(error instanceof UsageError ? exitCodes.usage : exitCodes.failed);
	}
}
