import type {CompletedCommand, CompletedOption} from './table.js';
import type {Values} from './values.js';

/** A word as every one of the shells reads it; there is no quote in it. */
export const quote = (text: string): string => `'${text.replaceAll("'", '’')}'`;

/** The names of the commands. */
export const commandsOf = (table: readonly CompletedCommand[]): readonly string[] =>
	table.map(({name}) => name).filter(name => name !== '');

/** Names of all options that a value may follow. */
export const takingOf = (table: readonly CompletedCommand[]): readonly string[] => [
	...new Set(
		table.flatMap(({options}) =>
			options.filter(({values}) => values.type !== 'none').flatMap(({names}) => names),
		),
	),
];

/** `words auto dark` */
const toKind = (values: Values): string =>
	'words' in values ? `${values.type} ${values.words.join(' ')}` : values.type;

/** `watch argument)`, `verify argument)`, `*' --theme')`: the branches of a `case "$command $option"` in bash and zsh. */
const toBranch = (patterns: readonly string[], values: Values): string =>
	`\t${patterns.join(' | ')}) echo ${quote(toKind(values))} ;;`;

const hasValues = ({values}: CompletedOption): boolean =>
	values.type !== 'none' && values.type !== 'any';

/**
 * The function, for bash and zsh, that says what may be offered behind an option of a command, or with `argument` for
 * it as its argument; those of the program mean the same with each command that takes them.
 */
export const toKindFunction = ([program, ...commands]: readonly CompletedCommand[]): string => {
	const shared = (program?.options ?? []).filter(hasValues);
	const isShared = ({names}: CompletedOption) =>
		shared.some(option => option.names.at(-1) === names.at(-1));
	const own = commands.flatMap(({name, options}) =>
		options
			.filter(option => hasValues(option) && !isShared(option))
			.map(({names, values}) =>
				toBranch(
					names.map(option => quote(`${name} ${option}`)),
					values,
				),
			),
	);
	const common = shared.map(({names, values}) =>
		toBranch(
			names.map(option => `*${quote(` ${option}`)}`),
			values,
		),
	);
	const args = commands
		.filter(({argument}) => argument.type !== 'none' && argument.type !== 'any')
		.map(({name, argument}) => toBranch([quote(`${name} argument`)], argument));
	return [
		'_steem_tui_kind() {',
		'\tcase "$1 $2" in',
		...[...own, ...common, ...args],
		"\t' argument') echo start ;;",
		'\tesac',
		'}',
	].join('\n');
};

/** The function, for bash and zsh, that prints the markets of the lists that were read last. */
export const marketsFunction = `_steem_tui_markets() {
	local file=\${XDG_CACHE_HOME:-$HOME/.cache}/steem-tui/markets
	[[ -r $file ]] && cat -- "$file"
}`;
