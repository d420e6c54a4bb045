import {CommanderError, Option} from 'commander';
import {UsageError} from '../options/options.js';
import {crash, exitCodes} from '../output/console.js';
import {exampleFor, refuseMisspelledWord} from './command-help.js';
import {addBookCommands} from './book-commands.js';
import {addCompletion} from './completion-command.js';
import {addFileCommands} from './file-commands.js';
import {addRelay} from './relay-command.js';
import {addServe} from './serve-command.js';
import {program} from './program.js';
import {escapeControls} from '../safe-text.js';
import {console, finish, fullVersion} from './run.js';
import {addSetupCommands} from './setup-commands.js';
import {toUsageText, withKind} from './usage-kinds.js';

addBookCommands(program);
addFileCommands(program);
addServe(program);
addRelay(program);
addSetupCommands(program);
addCompletion(program);

// With a command, too, and by the letter that people try first.
for (const command of program.commands)
	command.version(fullVersion, '-V, --version', 'print the version');
for (const command of [program, ...program.commands]) {
	command.addOption(new Option('-v').hideHelp());
	command.on('option:v', () => {
		console.write(`${fullVersion}\n`);
		throw new CommanderError(0, 'commander.version', fullVersion);
	});
}

/** A message that quotes words of the call: a line break in one of them ends no line of ours. */
const inOneLine = (message: string, words: readonly string[]): string =>
	words
		.flatMap(word => [word, word.slice(word.indexOf('=') + 1)])
		.filter(word => /[\n\r]/.test(word))
		.reduce((text, word) => text.replaceAll(word, escapeControls(word)), message);

/** What is wrong with a call. More words than there may be stand behind a command that is none, too. */
const toComplaint = (error: CommanderError, words: readonly string[]): string => {
	const [first = ''] = words;
	try {
		if (error.code === 'commander.excessArguments') refuseMisspelledWord(program, first);
	} catch (misspelled) {
		if (misspelled instanceof UsageError) return withKind(misspelled.message, misspelled.kind);
	}
	return toUsageText(
		{code: error.code, message: inOneLine(error.message, words)},
		exampleFor(words),
	);
};

/** `record help` means the help of `record`; a file or a market of that name is written `./help` or `HELP`. */
const withHelp = (argv: readonly string[]): readonly string[] => {
	const [node = '', script = '', first = '', ...more] = argv;
	const isAsked = more.length === 1 && more[0] === 'help' && first !== 'help';
	if (!isAsked || !program.commands.some(command => command.name() === first)) return argv;
	return [node, script, 'help', first];
};

/** Does what the process's arguments ask for, and ends the program with the exit code. */
export const main = async (): Promise<void> => {
	for (const event of ['uncaughtException', 'unhandledRejection'])
		process.on(event, error => crash(process, console, error));
	try {
		await program.parseAsync(withHelp(process.argv));
	} catch (error) {
		if (error instanceof CommanderError) {
			if (error.exitCode !== 0) {
				console.complain(toComplaint(error, process.argv.slice(2)));
			}
			finish(error.exitCode === 0 ? exitCodes.done : exitCodes.usage);
			return;
		}
		const words = error instanceof Error ? error.message : String(error);
		const isUsage = error instanceof UsageError;
		console.complain(isUsage ? withKind(words, error.kind) : words);
		finish(isUsage ? exitCodes.usage : exitCodes.failed);
	}
};
