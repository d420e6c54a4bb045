import type {Command} from 'commander';
import {UsageError, type ChosenExchange} from '../options/options.js';

type Pair = {
	/** Would not be used, by attribute name. */
	readonly given: string;
	/** Where this is given as well. */
	readonly beside: string;
	readonly why: string;
	/** Only for this command. @default for all that take both */
	readonly command?: string;
};

const noNetwork = 'nothing goes over a network then';
const noBooks = 'what is kept of the wire is no book yet; "watch --nats" judges books';
const noScreen = 'there is no screen then';
const firstFile = 'what it writes has all settings as they are by default';
const noExchange = 'neither an exchange nor the terminal is looked at then';

const pairs: readonly Pair[] = [
	{given: 'proxy', beside: 'demo', why: noNetwork},
	{given: 'proxy', beside: 'replay', why: noNetwork},
	{given: 'proxy', beside: 'nats', why: 'the servers are reached without one'},
	{...{given: 'alert', beside: 'nats', command: 'record'}, why: noBooks},
	{...{given: 'onAlert', beside: 'nats', command: 'record'}, why: noBooks},
	{given: 'all', beside: 'replay', why: 'of a capture all markets in it are shown'},
	{
		...{given: 'all', beside: 'nats'},
		why: 'relays tell of books alone; name the markets, "steem-tui markets --nats" lists them',
	},
	{given: 'all', beside: 'screenReader', why: noScreen},
	{given: 'record', beside: 'screenReader', why: noScreen},
	{given: 'castVersion', beside: 'screenReader', why: noScreen},
	{given: 'theme', beside: 'screenReader', why: noScreen},
	{
		...{given: 'timeout', beside: 'replay', command: 'book'},
		why: 'nothing is waited for in a capture',
	},
	{
		...{given: 'for', beside: 'replay', command: 'book'},
		why: 'a capture is printed as it is at --from, or at its end',
	},
	{...{given: 'timeout', beside: 'from', command: 'book'}, why: 'nothing is waited for then'},
	{...{given: 'for', beside: 'from', command: 'book'}, why: 'a book is printed as it was then'},
	{...{given: 'http', beside: 'from', command: 'watch'}, why: 'what was has no health'},
	{given: 'keepWire', beside: 'wire', why: 'nothing of the wire is kept then'},
	...['exchange', 'theme', 'ascii', 'color'].map(given => ({
		...{given, beside: 'nats', command: 'doctor'},
		why: noExchange,
	})),
	...[
		...(['json', 'exchange', 'levels', 'proxy', 'theme', 'ascii', 'color'] as const),
		...(['screenReader', 'record', 'castVersion'] as const),
	].map(given => ({given, beside: 'init', why: firstFile})),
];

/** Options that are of use only with another one. */
const needs: readonly (Omit<Pair, 'beside'> & {readonly needed: string})[] = [
	{given: 'idle', needed: 'animate', why: 'it is for a picture that moves'},
];

/** Throws a `UsageError` where the flag names a market for an exchange, and the command is of none. */
const refuseMarketOfOne = (program: Command, command: Command): void => {
	if (!['markets', 'exchanges'].includes(command.name())) return;
	if (program.getOptionValueSource('exchange') !== 'cli') return;
	const {exchange = []} = program.opts<{exchange?: readonly ChosenExchange[]}>();
	const one = exchange.find(({wanted}) => wanted);
	if (one)
		throw new UsageError(
			`"steem-tui ${command.name()}" is of no market: write ${one.id} alone behind --exchange`,
		);
};

/** Throws a `UsageError` where an option was given that would not be used beside another, or without one. */
export const refuseUseless = (program: Command, command: Command): void => {
	const isGiven = (name: string) => command.getOptionValueSourceWithGlobals(name) === 'cli';
	const flagOf = (name: string) =>
		[...command.options, ...program.options].find(option => option.attributeName() === name)?.long;
	for (const {given, beside, why, command: only = command.name()} of pairs)
		if (only === command.name() && isGiven(given) && isGiven(beside))
			throw new UsageError(
				`${flagOf(given)} and ${flagOf(beside)} cannot be used together: ${why}`,
			);
	for (const {given, needed, why} of needs)
		if (isGiven(given) && !isGiven(needed))
			throw new UsageError(`${flagOf(given)} needs ${flagOf(needed)}: ${why}`);
	refuseMarketOfOne(program, command);
};
