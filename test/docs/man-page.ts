import type {Command} from 'commander';

/** As a man page has it: no line begins with a command of its own, and what is a hyphen stays one. */
const escape = (text: string): string =>
	text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll(/^([.'])/gm, '\\&$1');

const toItem = (term: string, words: string): readonly string[] => [
	'.TP',
	`\\fB${escape(term)}\\fR`,
	escape(words),
];

const examplesOf = (command: Command): readonly string[] => {
	const help = command.createHelp();
	const [, examples = ''] = help.formatHelp(command, help).split('\nExamples:\n');
	return ['.PP', 'Examples:', '.PP', '.nf', escape(examples.trimEnd()), '.fi'];
};

const toCommand = (command: Command): readonly string[] => {
	const help = command.createHelp();
	return [
		`.SS ${escape(help.commandUsage(command))}`,
		escape(help.commandDescription(command)),
		...command.options
			.filter(option => !option.hidden)
			.flatMap(option => toItem(option.flags, help.optionDescription(option))),
		...examplesOf(command),
	];
};

/** Rows of the guide's table of exit codes. */
const exitCodesOf = (guide: string): readonly string[] => {
	const [, part = ''] = guide.split('\n## Exit codes\n');
	const rows = part.split('\n## ')[0]?.matchAll(/^\| (\d+) +\| (.+?) +\|$/gm) ?? [];
	return [...rows].flatMap(([, code = '', words = '']) => toItem(code, words.replaceAll('`', '')));
};

const files = [
	...toItem('$XDG_CONFIG_HOME/steem-tui/config.json', 'the config file'),
	...toItem('$XDG_CACHE_HOME/steem-tui', 'compiled code, which may be deleted'),
];

/** The man page of a program, from what its help and the guide say. */
export const toManPage = (program: Command, guide: string): string => {
	const help = program.createHelp();
	return [
		'.TH STEEM\\-TUI 1',
		'.SH NAME',
		`steem\\-tui \\- ${escape(program.description())}`,
		'.SH SYNOPSIS',
		`\\fB${escape(help.commandUsage(program))}\\fR`,
		'.SH OPTIONS',
		...help
			.visibleOptions(program)
			.flatMap(option => toItem(option.flags, help.optionDescription(option))),
		...examplesOf(program),
		'.SH COMMANDS',
		...help.visibleCommands(program).flatMap(toCommand),
		'.SH EXIT STATUS',
		...exitCodesOf(guide),
		'.SH FILES',
		...files,
		'',
	].join('\n');
};
