import {commandsOf, quote} from './shell-text.js';
import type {CompletedCommand, CompletedOption} from './table.js';
import type {Values} from './values.js';

const functions = (commands: readonly string[]): string => `function __steem_tui_markets
	set -l folder $XDG_CACHE_HOME
	test -n "$folder"; or set folder ~/.cache
	test -r $folder/steem-tui/markets; and cat $folder/steem-tui/markets
end

function __steem_tui_list
	set -l before (commandline -ct | string replace -r '^--[a-z-]+=' '' | string match -r '^.*,')
	printf '%s\\n' "$before"$argv
end

function __steem_tui_start
	not __fish_seen_subcommand_from ${commands.join(' ')}
end`;

/** Where and what it offers, as flags of `complete`. */
const toFlags = (values: Values, commands: readonly string[]): string => {
	switch (values.type) {
		case 'none':
		case 'any':
			return '';
		case 'files':
			return ' -F';
		case 'folders':
			return " -a '(__fish_complete_directories)'";
		case 'markets':
			return " -a '(__steem_tui_markets)'";
		case 'commands':
			return ` -a ${quote(commands.join(' '))}`;
		case 'words':
			return ` -a ${quote(values.words.join(' '))}`;
		case 'list':
			return ` -a ${quote(`(__steem_tui_list ${values.words.join(' ')})`)}`;
	}
};

const toNames = (names: readonly string[]): string =>
	names
		.map(name => (name.startsWith('--') ? ` -l ${name.slice(2)}` : ` -s ${name.slice(1)}`))
		.join('');

const toLines = (
	{name, options, argument}: CompletedCommand,
	commands: readonly string[],
): readonly string[] => {
	const where = name === '' ? '__steem_tui_start' : `'__fish_seen_subcommand_from ${name}'`;
	const start = `complete -c steem-tui -n ${where}`;
	const toOption = ({names, help, values, isOptional}: CompletedOption) => {
		const isPath = values.type === 'files' || values.type === 'folders';
		const takes = values.type === 'none' || isOptional ? '' : isPath ? ' -r' : ' -x';
		return `${start}${toNames(names)}${takes}${toFlags(values, commands)} -d ${quote(help)}`;
	};
	const flags = toFlags(argument, commands);
	return [...options.map(toOption), ...(flags === '' ? [] : [start + flags])];
};

/** The script for fish, 3.0 and newer. */
export const toFish = (table: readonly CompletedCommand[]): string => {
	const commands = commandsOf(table);
	return [
		'# Completion of steem-tui for fish.',
		functions(commands),
		'',
		'complete -c steem-tui -e',
		'complete -c steem-tui -f',
		...table
			.slice(1)
			.map(
				({name, summary}) =>
					`complete -c steem-tui -n __steem_tui_start -a ${name} -d ${quote(summary)}`,
			),
		...table.flatMap(command => toLines(command, commands)),
		'',
	].join('\n');
};
