import {Option, type Command} from 'commander';
import {systemClock} from '../clock.js';
import {exitCodes, untilStopped} from '../output/console.js';
import type {WantedMarket} from '../market-name.js';
import {parseDecimal, type Decimal} from '../book/fixed-point.js';
import {parseChoice, parseDuration, UsageError} from '../options/options.js';
import {shownKinds, type ShownKind} from '../options/shown-kinds.js';
import {openAlerting} from './alerting.js';
import {isHistory, withHistory} from './history.js';
import {
	checked,
	jsonOption,
	marketsArgument,
	onlyOne,
	readFlags,
	toReplayRequest,
	type BookFlags,
} from './flags.js';
import {progressOutput} from './progress-output.js';
import type {Replayable} from '../commands/replayable.js';
import {addMarkets} from './markets-command.js';
import {console, finish, finishSoon, runPlain} from './run.js';
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

const replayWatch = async (
	request: Replayable,
	flags: WatchFlags,
	stopped: Promise<number>,
): Promise<number> => {
	const {watchReplay} = await import('../commands/print-replay.js');
	const {for: forMs, speed = 1, from = null} = flags;
	const alerts = await printAlerts(flags);
	const options = {...toWatchOptions(flags), speed, from, forMs, alerts};
	const printed = watchReplay(request, options, {console, clock: systemClock});
	return Promise.race([printed, stopped]);
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

/** Throws a `UsageError` for what is of no line that is wanted. */
const checkShown = ({show = ['books']}: WatchFlags, command: Command): void => {
	const isGiven = (name: string) => command.getOptionValueSourceWithGlobals(name) === 'cli';
	if (isGiven('size') && !show.includes('edge'))
		throw new UsageError('--size is for edges: it needs --show edge');
	if (isGiven('levels') && !show.includes('books') && !show.includes('merged'))
		throw new UsageError('--levels is for books: it needs --show books or merged');
};

const runWatch = async (named: readonly WantedMarket[], command: Command): Promise<void> => {
	const flags = readFlags<WatchFlags>(command);
	checkServiceFlags(flags);
	checkShown(flags, command);
	const request = toReplayRequest(flags, command, onlyOne(named, flags));
	if (request && flags.http)
		throw new UsageError('--http and --replay cannot be used together: a capture has no health');
	if (request) {
		const stopped = untilStopped(process, systemClock, undefined);
		finish(await replayWatch(request, flags, stopped));
		return;
	}
	if (isHistory(flags)) {
		const history = {flags, named, forMs: flags.for ?? Infinity};
		const code = await withHistory(history, (kept, from, stopped) =>
			replayWatch(kept, {...flags, from}, stopped),
		);
		finish(code);
		return;
	}
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

const replayBook = async (
	request: Replayable,
	flags: BookFlags,
	stopped: Promise<number>,
): Promise<number> => {
	const {printReplayBooks} = await import('../commands/print-replay.js');
	const context = {console, clock: systemClock, output: progressOutput(true)};
	const {levels, from = null} = flags;
	const options = {isJson: flags.json === true, levels, from};
	return Promise.race([printReplayBooks(request, options, context), stopped]);
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
				const stopped = untilStopped(process, systemClock, undefined);
				finish(await replayBook(request, flags, stopped));
				return;
			}
			if (isHistory(flags)) {
				const code = await withHistory({flags, named, forMs: null}, (kept, from, stopped) =>
					replayBook(kept, {...flags, from}, stopped),
				);
				finish(code);
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

/** The commands that print books and markets. */
export const addBookCommands = (program: Command): void => {
	addWatch(program);
	addBook(program);
	addMarkets(program);
};
