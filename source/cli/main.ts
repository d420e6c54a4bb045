import {CommanderError, Option} from 'commander';
import {UsageError} from '../options/options.js';
import {exitCodes} from '../output/console.js';
import {addBookCommands} from './book-commands.js';
import {addCompletion} from './completion-command.js';
import {addFileCommands} from './file-commands.js';
import {addRelay} from './relay-command.js';
import {addServe} from './serve-command.js';
import {program} from './program.js';
import {console, finish, version} from './run.js';
import {addSetupCommands} from './setup-commands.js';

addBookCommands(program);
addFileCommands(program);
addServe(program);
addRelay(program);
addSetupCommands(program);
addCompletion(program);

// With a command, too, and by the letter that people try first.
for (const command of program.commands)
	command.version(version, '-V, --version', 'print the version');
for (const command of [program, ...program.commands]) {
	command.addOption(new Option('-v').hideHelp());
	command.on('option:v', () => {
		console.write(`${version}\n`);
		throw new CommanderError(0, 'commander.version', version);
	});
}

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
