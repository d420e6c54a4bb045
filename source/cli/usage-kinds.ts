/** The kinds of wrong usage: each with what it means, and what to do. */
export const usageKinds = {
	'unknown-option': {
		meaning: 'an option that there is not, or not for this command',
		advice: 'Look at `steem-tui help COMMAND`. The nearest name stands behind the message.',
	},
	'unknown-command': {
		meaning: 'a word that is no command, and looks like none of the markets',
		advice: 'Look at `steem-tui help`. A market is written `STEEM/USDT`.',
	},
	'missing-value': {
		meaning: 'an option without its value, or one that a command cannot do without',
		advice: 'Write the value behind the option: `--levels 20`.',
	},
	'missing-argument': {
		meaning: 'a command without what it is about',
		advice: 'Write it behind the command: `steem-tui verify FILE`.',
	},
	'extra-argument': {
		meaning: 'more words than a command takes',
		advice: 'Put what holds blanks in quotes, or leave out what is too much.',
	},
	'bad-value': {
		meaning: 'a value that an option or argument cannot have',
		advice: 'The message says what may stand there.',
	},
	'wrong-usage': {
		meaning:
			'options that do not go together or that a command does not use, or a wrong setting in the environment or the config file',
		advice: 'The message names it, and says what to write instead.',
	},
} as const;

export type UsageKind = keyof typeof usageKinds;

const kinds: Readonly<Record<string, UsageKind>> = {
	'commander.unknownOption': 'unknown-option',
	'commander.unknownCommand': 'unknown-command',
	'commander.optionMissingArgument': 'missing-value',
	'commander.missingMandatoryOptionValue': 'missing-value',
	'commander.missingArgument': 'missing-argument',
	'commander.excessArguments': 'extra-argument',
	'commander.invalidArgument': 'bad-value',
};

/** A message with its kind, which stands behind its first line: the others may point at a place. */
export const withKind = (message: string, kind: UsageKind): string =>
	message.replace(/$/m, ` [${kind}]`);

/** What stands behind what commander says is missing: how the command is written. */
const isMissing = new Set(['commander.missingArgument', 'commander.missingMandatoryOptionValue']);

/** A mistake in the call as commander tells it, in the style of all others and with its kind; `example` is a right call. */
export const toUsageText = (
	{code, message}: {readonly code: string; readonly message: string},
	example = '',
): string => {
	const words = message
		.replace(/^error: /, '')
		.replace(/\n\(Did you mean (?:one of )?(.*)\?\)$/, ' (did you mean $1?)')
		.replace(/^required option '(.*)' not specified$/, "missing required option '$1'");
	const hint = isMissing.has(code) && example !== '' ? ` (as in: ${example})` : '';
	return withKind(`${words}${hint}`, kinds[code] ?? 'wrong-usage');
};
