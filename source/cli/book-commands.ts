import {Option, type Command} from 'commander';
import {systemClock} from '../clock.js';
import {exitCodes, untilStopped} from '../output/console.js';
import type {WantedMarket} from '../market-name.js';
import {parseDecimal, type Decimal} from '../book/fixed-point.js';
import {parseChoice, parseDuration, UsageError} from '../options/options.js';
import {shownKinds, type ShownKind} from '../options/shown-kinds.js';
import {openAlerting} from './alerting.js';
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
import type {MarketList} from '../session/running.js';
import {withBus} from './over-bus.js';
import {console, finish, finishSoon, openFor, runPlain} from './run.js';
import {
	addServiceOptions,
	checkServiceFlags,
	serveHealth,
	type ServiceFlags,
} from './service-flags.js';

/** What `watch` knows besides. */
type WatchFlags = BookFlags &
	ServiceFlags & {
		readonly show?: readonly ShownKind[];
		readonly size?: Decimal;
		readonly exitOnAlert?: true;
	};

const toWatchOptions = (flags: WatchFlags) => ({
	isJson: flags.json === true,
	levels: flags.levels,
	show: flags.show ?? (['books'] as const),
	size: flags.size ?? null,
	feeOf: flags.config.feeOf,
});

/** Follows the rules there are, printing what goes off; `ended` resolves with the exit code where that ends it. */
const printAlerts = async (flags: WatchFlags) => {
	const follow = await openAlerting(flags);
	if (!follow) {
		if (flags.exitOnAlert)
			throw new UsageError('--exit-on-alert needs a rule: --alert "price < 0.16"');
		return null;
	}
	const {createAlertPrinter} = await import('../commands/print-alerts.js');
	return createAlertPrinter(follow, console, {
		isJson: flags.json === true,
		endsIt: flags.exitOnAlert === true,
	});
};

const replayWatch = async (request: ReplayRequest, flags: WatchFlags): Promise<void> => {
	const {watchReplay} = await import('../commands/print-replay.js');
	const {for: forMs, speed = 1, from = null} = flags;
	const alerts = await printAlerts(flags);
	const options = {...toWatchOptions(flags), speed, from, forMs, alerts};
	const stopped = untilStopped(process, systemClock, undefined);
	const printed = watchReplay(request, options, {console, clock: systemClock});
	finish(await Promise.race([printed, stopped]));
};

const parseShown = (text: string): readonly ShownKind[] =>
	text.split(',').map(word => parseChoice('a kind of line', shownKinds)(word.trim()));

const parseSize = (text: string): Decimal => {
	try {
		const size = parseDecimal(text);
		if (size.units !== 0) return size;
	} catch {
		// Whatever it is, it is no size.
	}
	throw new UsageError(
		`${JSON.stringify(text)} is not a size: write a number above 0, such as 500`,
	);
};

const runWatch = async (named: readonly WantedMarket[], command: Command): Promise<void> => {
	const flags = readFlags<WatchFlags>(command);
	checkServiceFlags(flags);
	const request = toReplayRequest(flags, command, onlyOne(named, flags));
	if (request && flags.http)
		throw new UsageError('--http and --replay cannot be used together: a capture has no health');
	if (request) return replayWatch(request, flags);
	const {watch} = await import('../commands/watch.js');
	const alerts = await printAlerts(flags);
	const service = await serveHealth(flags, null);
	if (service === 'failed') {
		finish(exitCodes.failed);
		return;
	}
	const code = await runPlain(
		flags,
		named,
		(sessions, out, stopped, log) => {
			const now = systemClock.wall;
			const stopWatch = watch(sessions, out, {...toWatchOptions(flags), now});
			return Promise.race([
				stopped,
				...(alerts ? [alerts.follow(sessions.store, systemClock, stopWatch, log)] : []),
			]);
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
		.option(...jsonOption)
		.option(
			'--show <kinds>',
			`what lines are of, separated by commas: ${shownKinds.join(', ')} (default: books)`,
			checked(parseShown),
		)
		.option(
			'--size <n>',
			'the size that edges are told for, in the base currency (default: of about 100 dollars)',
			checked(parseSize),
		)
		.option('--exit-on-alert', 'end with exit code 5 as soon as an alert goes off');
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

/** Does something with the lists of the exchanges, or with what relays have. Returns the exit code. */
const withLists = async (
	flags: BookFlags,
	action: (lists: readonly MarketList[]) => Promise<number>,
): Promise<number> => {
	const {nats, exchange} = flags;
	if (nats) {
		return withBus(nats, console.complain, async bus => {
			const {listRelayed} = await import('../commands/relayed.js');
			return action(listRelayed(bus, exchange));
		});
	}
	const {linkVenue} = await import('../feed/venue.js');
	const {toMarketList} = await import('../session/running.js');
	const source = await openFor(flags);
	const way = {transport: source.transport, clock: systemClock, share: 1};
	const code = await action(source.venues.map(venue => toMarketList(linkVenue(venue, way))));
	await source.close();
	return code;
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
			const {keepMarkets, marketCachePath} = await import('../commands/market-cache.js');
			const keep =
				flags.demo || flags.nats
					? undefined
					: (names: Iterable<string>) => keepMarkets(marketCachePath(process.env), names);
			const options = {query, isJson: flags.json === true, keep};
			const print = (lists: readonly MarketList[]) =>
				Promise.race([printMarkets(lists, console, options), stopped]);
			finish(await withLists(flags, print));
		});
};

/** The commands that print books and markets. */
export const addBookCommands = (program: Command): void => {
	addWatch(program);
	addBook(program);
	addMarkets(program);
};
