import {CommanderError} from 'commander';
import {UsageError} from '../options/options.js';
import {exitCodes} from '../output/console.js';
import {addBookCommands} from './book-commands.js';
import {addFileCommands} from './file-commands.js';
import {program} from './program.js';
import {console, finish} from './run.js';
import {addSetupCommands} from './setup-commands.js';

addBookCommands(program);
addFileCommands(program);
addSetupCommands(program);

/** Does what the process's arguments ask for, and ends the program with the exit code. */
export const main = async (): Promise<void> => {
	try {
		await program.parseAsync(process.argv);
	} catch (error) {
		if (error instanceof CommanderError) {
			finish(error.exitCode === 0 ? exitCodes.done : exitCodes.usage);
			return;
		}
		const words = error instanceof Error ? error.message : String(error);
		console.complain(words);
		finish(error instanceof UsageError ? exitCodes.usage : exitCodes.failed);
	}
};
