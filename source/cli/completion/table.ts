import type {Argument, Command, Option} from 'commander';
import {valuesOf, type Values} from './values.js';

export type CompletedOption = {
	/** As they are written: `-o` and `--output`. */
	readonly names: readonly string[];
	/** One line. */
	readonly help: string;
	readonly values: Values;
	/** Whether it may stand without its value. */
	readonly isOptional: boolean;
};

export type CompletedCommand = {
	/** Empty for the program without a command. */
	readonly name: string;
	/** One line. */
	readonly summary: string;
	readonly options: readonly CompletedOption[];
	/** What its arguments may be. */
	readonly argument: Values;
};

/** Without what is in brackets and behind a colon: there is little room beside a word. */
const toShortHelp = (text: string): string => text.split(/: | \(|; /)[0] ?? '';

/** What stands in a usage line for a value: `file` of `--log <file>`. */
const placeholderOf = (flags: string): string => /[<[]([^>\]]+)[>\]]/.exec(flags)?.[1] ?? '';

const toOption = (option: Option): CompletedOption => ({
	names: [option.short, option.long].filter(name => typeof name === 'string'),
	help: toShortHelp(option.description),
	values:
		option.required || option.optional
			? valuesOf(option.attributeName(), placeholderOf(option.flags))
			: {type: 'none'},
	isOptional: option.optional,
});

const toArgument = (argument: Argument | undefined): Values =>
	argument ? valuesOf(argument.name(), argument.name()) : {type: 'none'};

const toCommand = (program: Command, command: Command): CompletedCommand => {
	const help = command.createHelp();
	const options = [
		...help.visibleOptions(command),
		...(command === program ? [] : help.visibleGlobalOptions(command)),
	];
	const byName = new Map(options.map(option => [option.long ?? option.flags, option]));
	return {
		name: command === program ? '' : command.name(),
		summary: command.summary(),
		options: Array.from(byName.values(), toOption),
		argument: toArgument(command.registeredArguments[0]),
	};
};

/** All that the program's help tells, for a shell: first what stands without a command. */
export const toTable = (program: Command): readonly CompletedCommand[] =>
	[program, ...program.createHelp().visibleCommands(program)].map(command =>
		toCommand(program, command),
	);
