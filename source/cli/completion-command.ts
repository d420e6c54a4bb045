import {Argument, type Command} from 'commander';
import {exitCodes} from '../output/console.js';
import {parseChoice} from '../options/options.js';
import {shells, type Shell} from './completion/shells.js';
import {checked} from './flags.js';
import {console, finish} from './run.js';

/** The command that makes the shell know all others. */
export const addCompletion = (program: Command): void => {
	program
		.command('completion')
		.summary('print what makes a shell complete words')
		.description(
			'Prints a script that makes the shell complete commands, options and their values: exchanges, faults, files, and markets that "steem-tui markets" has listed.',
		)
		.addArgument(
			new Argument('<shell>', shells.join(', ')).argParser(
				checked(parseChoice('a shell that is known', shells)),
			),
		)
		.action(async (shell: Shell) => {
			const {toScript} = await import('./completion/script.js');
			console.document(toScript(program, shell));
			finish(exitCodes.done);
		});
};
