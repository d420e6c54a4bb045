import {Option, type Command} from 'commander';
import {systemClock} from '../clock.js';
import {exitCodes, untilStopped} from '../output/console.js';
import type {WantedMarket} from '../market-name.js';
import {parseDuration, UsageError} from '../options/options.js';
import {
	checked,
	jsonOption,
	marketsArgument,
	onlyOne,
	readFlags,
	toReplayRequest,
	type BookFlags,
	type ReplayRequest,
} from './flags.js';
import {console, finish, finishSoon, openFor, runPlain} from './run.js';
import {
	addServiceOptions,
	checkServiceFlags,
	serveHealth,
	type ServiceFlags,
} from './service-flags.js';

const replayWatch = async (request: ReplayRequest, flags: BookFlags): Promise<void> => {
	const {watchReplay} = await import('../commands/print-replay.js');
	const {levels, for: forMs, speed = 1, from = null} = flags;
	const options = {isJson: flags.json === true, levels, speed, from, forMs};
	const stopped = untilStopped(process, systemClock, undefined);
	const printed = watchReplay(request, options, {console, clock: systemClock});
	finish(await Promise.race([printed, stopped]));
};

const runWatch = async (named: readonly WantedMarket[], command: Command): Promise<void> => {
	const flags = readFlags<BookFlags & ServiceFlags>(command);
	checkServiceFlags(flags);
	const request = toReplayRequest(flags, command, onlyOne(named, flags));
	if (request && flags.http)
		throw new UsageError('--http and --replay cannot be used together: a capture has no health');
	if (request) return replayWatch(request, flags);
	const {watch} = await import('../commands/watch.js');
	const service = await serveHealth(flags, null);
	if (service === 'failed') {
		finish(exitCodes.failed);
		return;
	}
	const code = await runPlain(
		flags,
		named,
		(session, out, stopped) => {
			const now = systemClock.wall;
			watch(session, out, {isJson: flags.json === true, levels: flags.levels, now});
			return stopped;
		},
		service,
	);
	await service?.stop();
	finishSoon(code);
};

const addWatch = (program: Command): void => {
	const command = program
		.command('watch')
		.summary('print a line each time a book changes')
		.description(
			'Prints a line each time a book changes: at most ten lines a second for each exchange.',
		)
		.addArgument(marketsArgument())
		.option(...jsonOption);
	addServiceOptions(command).action(
		async (named: readonly WantedMarket[], _options, own: Command) => {
			await runWatch(named, own);
		},
	);
};

const addBook = (program: Command): void => {
	program
		.command('book')
		.summary('print every book once, as soon as all are in sync')
		.description(
			'Waits until every book is in sync, prints each once and ends. Exit code 3 means that not every book was in sync in time.',
		)
		.addArgument(marketsArgument())
		.option(...jsonOption)
		.addOption(
			new Option('--timeout <duration>', 'how long to wait; a number alone is seconds')
				.argParser(checked(parseDuration))
				.default(30_000, '30s'),
		)
		.action(async (named: readonly WantedMarket[], _options, command: Command) => {
			const flags = readFlags<BookFlags>(command);
			const request = toReplayRequest(flags, command, onlyOne(named, flags));
			if (request) {
				const {printReplayBooks} = await import('../commands/print-replay.js');
				const {levels, from = null} = flags;
				const options = {isJson: flags.json === true, levels, from};
				const stopped = untilStopped(process, systemClock, undefined);
				finish(await Promise.race([printReplayBooks(request, options, {console}), stopped]));
				return;
			}
			const {printBooks} = await import('../commands/book.js');
			finish(
				await runPlain({...flags, for: undefined}, named, (session, out) =>
					printBooks(session, out, systemClock, {
						isJson: flags.json === true,
						levels: flags.levels,
						timeoutMs: Math.min(flags.timeout, flags.for ?? Infinity),
					}),
				),
			);
		});
};

const addMarkets = (program: Command): void => {
	program
		.command('markets')
		.summary('list the markets of the exchanges')
		.description(
			'Lists the markets of the exchanges: which exchanges have each, its status and its tick size.',
		)
		.argument('[query]', 'part of the name')
		.option(...jsonOption)
		.action(async (query: string | undefined, _options, command: Command) => {
			const flags = readFlags<BookFlags>(command);
			const stopped = untilStopped(process, systemClock, flags.for);
			const {printMarkets} = await import('../commands/markets.js');
			const source = await openFor(flags);
			const isJson = flags.json === true;
			const options = {query, isJson, clock: systemClock};
			const printed = printMarkets(source.venues, source.transport, console, options);
			const code = await Promise.race([printed, stopped]);
			await source.close();
			finish(code);
		});
};

/** The commands that print books and markets. */
export const addBookCommands = (program: Command): void => {
	addWatch(program);
	addBook(program);
	addMarkets(program);
};
