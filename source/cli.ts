#!/usr/bin/env node
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {Argument, Command, CommanderError, InvalidArgumentError} from 'commander';
import {systemClock} from './clock.js';
import type {ExportFlags} from './commands/export.js';
import {
	createConsole,
	exitCodes,
	finish as endProgram,
	untilStopped,
	type Console,
} from './commands/terminal-free.js';
import {parseFault, type PlannedFault} from './commands/faults.js';
import {parseRotation} from './commands/rotation.js';
import {checkReplayFlags, type ReplayFlags} from './commands/replay/replay-flags.js';
import {maxSpeed, parsePosition, parseSpeed} from './commands/replay/replay-options.js';
import {openSource, type Source} from './commands/source.js';
import {findConfig} from './config/config-file.js';
import {loadConfig, type Config} from './config/load-config.js';
import {exchanges, defaultMarket} from './exchanges/index.js';
import type {Exchange} from './exchanges/exchange.js';
import type {WantedMarket} from './market-name.js';
import type {Rotation} from './recording/capture-parts.js';
import {
	parseChoice,
	parseCount,
	parseDuration,
	parseExchanges,
	parseMarket,
	parseProxy,
	UsageError,
} from './options.js';
import {themeNames, type ThemeName} from './screen/theme-names.js';
import {startSession, type Session} from './session.js';

// Before anything loads React: in development mode it keeps a performance entry for every render.
const {env} = process;
env['NODE_ENV'] ??= 'production';

const {version} = createRequire(import.meta.url)('../package.json') as {version: string};

type SharedFlags = {
	readonly record?: true | string;
	readonly demo?: true;
	readonly seed: number;
	readonly fault?: readonly PlannedFault[];
	readonly exchange: readonly Exchange[];
	readonly levels: number;
	readonly for?: number | undefined;
	readonly proxy?: string;
	readonly color: boolean;
	/** Flags, environment and file together; what it has as well is the same in the other fields. */
	readonly config: Config;
};

type BookFlags = SharedFlags &
	ReplayFlags & {
		readonly json?: true;
		readonly timeout: number;
	};

/** Lets commander put its own words around what a parser of ours complains about. */
const checked =
	<T>(parse: (text: string) => T) =>
	(text: string): T => {
		try {
			return parse(text);
		} catch (error) {
			if (error instanceof UsageError) throw new InvalidArgumentError(error.message);
			throw error;
		}
	};

const console = createConsole(process);

const openFor = (flags: SharedFlags, ...wanted: readonly WantedMarket[]): Promise<Source> =>
	openSource({
		isDemo: flags.demo === true,
		seed: flags.seed,
		faults: flags.fault ?? [],
		exchanges: flags.exchange,
		wanted,
		endpoints: flags.config.endpoints,
		proxy: flags.proxy,
		clock: systemClock,
	});

/** Runs an action on a session of the market, and cleans up behind it. Returns the exit code. */
const withSession = async (
	flags: SharedFlags,
	wanted: WantedMarket,
	action: (session: Session) => Promise<number>,
): Promise<number> => {
	const source = await openFor(flags, wanted);
	const {venues, transport} = source;
	const session = startSession({
		wanted,
		venues,
		transport,
		clock: systemClock,
		random: Math.random,
		restShare: flags.config.restShare,
	});
	try {
		return await action(session);
	} finally {
		session.stop();
		await source.close();
	}
};

/** What of a capture to replay; null where the data does not come from one. */
const toReplayRequest = (flags: ReplayFlags, command: Command, market?: WantedMarket) => {
	const {exchange: chosen = exchanges} = command.optsWithGlobals<GivenFlags>();
	return flags.replay ? {paths: flags.replay, market: market ?? null, exchanges: chosen} : null;
};

/** A command without a screen: the action, until a signal, or until it turns out that no exchange has the market. */
const runPlain = async (
	flags: SharedFlags,
	named: WantedMarket | undefined,
	action: (session: Session, console: Console, stopped: Promise<number>) => Promise<number>,
): Promise<number> => {
	const wanted = named ?? flags.config.market;
	const stopped = untilStopped(process, systemClock, flags.for);
	const {explainUnlisted} = await import('./commands/unlisted.js');
	return withSession(flags, wanted, async session => {
		const unlisted = session.resolved.then(resolutions => {
			const problem = explainUnlisted(wanted, resolutions);
			// Otherwise never: then the action or a signal ends it.
			if (problem === null) return new Promise<never>(() => undefined);
			console.complain(problem);
			return exitCodes.failed;
		});
		const early = await Promise.race([session.started, stopped, unlisted]);
		return early ?? Promise.race([action(session, console, stopped), stopped, unlisted]);
	});
};

const marketArgument = () =>
	new Argument(
		'[market]',
		`such as STEEM/BTC or steembtc (default: ${defaultMarket}, or the config file's)`,
	).argParser(checked(parseMarket));

const finish = (code: number) => endProgram(process, systemClock, code);

const program = new Command('steem-tui')
	.description('Live order books of one market on several exchanges, side by side in the terminal.')
	.version(version, '--version')
	.addArgument(marketArgument())
	.option('--live', 'data from the exchanges (default)')
	.option('--demo', 'data from simulated exchanges, without a network')
	.option('--seed <n>', 'which demo to play', checked(parseCount('a seed', 0)), 1)
	.option(
		'--fault <name@seconds>',
		'what goes wrong in the demo, and when: gap@5, huobi:close@9; more than once',
		(text: string, planned: readonly PlannedFault[] = []) => [
			...planned,
			checked(parseFault)(text),
		],
	)
	.option(
		'--replay <file>',
		'data from a capture, once for each of its files',
		(path: string, paths: readonly string[] = []) => [...paths, path],
	)
	.option('--speed <n>', 'of the replay: 0.25 to 64; max with watch', checked(parseSpeed))
	.option('--from <mm:ss>', 'where the replay begins', checked(parsePosition))
	.option(
		'--exchange <ids>',
		`which exchanges, separated by commas (default: ${exchanges.map(({id}) => id).join(',')})`,
		checked(parseExchanges(exchanges)),
	)
	.option(
		'--proxy <url>',
		'connect through http://… or socks5://… (also by HTTPS_PROXY, ALL_PROXY)',
		checked(parseProxy),
	)
	.option('--for <duration>', 'stop after 10s, 5m or 1h', checked(parseDuration))
	.option(
		'--theme <name>',
		`colours: ${themeNames.join(', ')} (default: dark)`,
		checked(parseChoice('a theme', themeNames)),
	)
	.option('--ascii', 'draw with ASCII characters alone')
	.option('--record [dir]', 'record screen and wire from the start, into a folder in this one')
	.option(
		'--cast-version <n>',
		'of the recorded screen: 2 or 3 (default: 2)',
		checked(parseChoice('a cast version', ['2', '3'])),
	)
	.option('--no-color', 'no colours (also by the variable NO_COLOR)')
	.option(
		'--screen-reader',
		'plain sentences in place of the full screen (also by INK_SCREEN_READER=true)',
	)
	.option('--config <file>', 'settings from this file; "steem-tui config" shows them')
	.configureHelp({showGlobalOptions: true})
	.showSuggestionAfterError()
	.exitOverride()
	.action(async (wanted: WantedMarket | undefined) => {
		const flags = readFlags<SharedFlags & ReplayFlags>(program, wanted);
		if (flags.config.screenReader && flags.replay)
			throw new UsageError('a capture is read out by "steem-tui watch --replay FILE"');
		if (flags.config.screenReader) {
			const {narrate} = await import('./commands/narrate.js');
			finish(
				await runPlain(flags, wanted, (session, out, stopped) => {
					narrate(session, out, systemClock);
					return stopped;
				}),
			);
			return;
		}
		if (!process.stdout.isTTY || !process.stdin.isTTY)
			throw new UsageError(
				'the full screen needs a terminal: use "steem-tui watch" to print lines instead',
			);
		const request = toReplayRequest(flags, program, wanted);
		if (request) {
			const {runReplayApp} = await import('./commands/replay/run-replay-app.js');
			const {config, speed, from = 0, for: forMs} = flags;
			const options = {config, speed: speed === 'max' ? maxSpeed : (speed ?? 1), from, forMs};
			finish(await runReplayApp(request, options, {process, clock: systemClock}));
			return;
		}
		const {runApp} = await import('./commands/app.js');
		finish(
			await runApp(flags, flags.config.market, {process, clock: systemClock, version, openFor}),
		);
	});

type GivenFlags = ReplayFlags & {
	readonly record?: true | string;
	readonly castVersion?: '2' | '3';
	readonly live?: true;
	readonly demo?: true;
	readonly fault?: readonly PlannedFault[];
	readonly exchange?: readonly Exchange[];
	readonly levels?: number;
	readonly proxy?: string;
	readonly theme?: ThemeName;
	readonly ascii?: true;
	readonly color: boolean;
	readonly screenReader?: true;
	readonly config?: string;
};

/** The flags of a command and of the program, with what environment and config file say where they do not. */
const readFlags = <T extends SharedFlags>(command: Command, market?: WantedMarket): T => {
	const flags = command.optsWithGlobals<GivenFlags>();
	if (flags.live && flags.demo) throw new UsageError('--live and --demo exclude each other');
	if (flags.fault && !flags.demo) throw new UsageError('--fault needs --demo');
	checkReplayFlags(flags, flags, command.name());
	const config = loadConfig({
		flags: {
			market,
			exchanges: flags.exchange,
			levels: flags.levels,
			theme: flags.theme,
			ascii: flags.ascii,
			color: flags.color ? undefined : false,
			screenReader: flags.screenReader,
			proxy: flags.proxy,
			recordingFolder: typeof flags.record === 'string' ? flags.record : undefined,
			castVersion: flags.castVersion === '3' ? 3 : flags.castVersion && 2,
		},
		environment: env,
		file: findConfig(flags.config, env, path => readFileSync(path, 'utf8')),
	});
	// The environment's exceptions (NO_PROXY) hold for a proxy of the file as for its own.
	if (config.isProxyOfFile && config.proxy !== null) env['ALL_PROXY'] = config.proxy;
	const {exchanges: exchange, levels, color} = config;
	return {...command.optsWithGlobals<T>(), exchange, levels, color, config};
};

const jsonOption = ['--json', 'one JSON object a line'] as const;
const levelsOption = [
	'--levels <n>',
	'levels a side (default: 20)',
	checked(parseCount('a count', 1)),
] as const;

program
	.command('watch')
	.summary('print a line each time a book changed')
	.description('Prints a line each time a book changed, at most ten a second and exchange.')
	.addArgument(marketArgument())
	.option(...jsonOption)
	.option(...levelsOption)
	.action(async (wanted: WantedMarket | undefined, _options, command: Command) => {
		const flags = readFlags<BookFlags>(command);
		const request = toReplayRequest(flags, command, wanted);
		if (request) {
			const {watchReplay} = await import('./commands/replay/print-replay.js');
			const {levels, for: forMs, speed = 1, from = null} = flags;
			const options = {isJson: flags.json === true, levels, speed, from, forMs};
			const stopped = untilStopped(process, systemClock, undefined);
			const printed = watchReplay(request, options, {console, clock: systemClock});
			finish(await Promise.race([printed, stopped]));
			return;
		}
		const {watch} = await import('./commands/watch.js');
		finish(
			await runPlain(flags, wanted, (session, out, stopped) => {
				const {now} = systemClock;
				watch(session, out, {isJson: flags.json === true, levels: flags.levels, now});
				return stopped;
			}),
		);
	});

program
	.command('book')
	.summary('wait until every book is in sync, print them once')
	.description(
		'Waits until every book is in sync, prints them once and ends: with 3 where one is missing.',
	)
	.addArgument(marketArgument())
	.option(...jsonOption)
	.option(...levelsOption)
	.option('--timeout <duration>', 'how long to wait', checked(parseDuration), 30_000)
	.action(async (wanted: WantedMarket | undefined, _options, command: Command) => {
		const flags = readFlags<BookFlags>(command);
		const request = toReplayRequest(flags, command, wanted);
		if (request) {
			const {printReplayBooks} = await import('./commands/replay/print-replay.js');
			const {levels, from = null} = flags;
			const options = {isJson: flags.json === true, levels, from};
			const stopped = untilStopped(process, systemClock, undefined);
			finish(await Promise.race([printReplayBooks(request, options, {console}), stopped]));
			return;
		}
		const {printBooks} = await import('./commands/book.js');
		finish(
			await runPlain({...flags, for: undefined}, wanted, (session, out) =>
				printBooks(session, out, systemClock, {
					isJson: flags.json === true,
					levels: flags.levels,
					timeoutMs: Math.min(flags.timeout, flags.for ?? Infinity),
				}),
			),
		);
	});

program
	.command('markets')
	.summary('list the markets of the exchanges')
	.description('Lists the markets of the exchanges: status, tick size, and who has them.')
	.argument('[query]', 'letters of the name')
	.option(...jsonOption)
	.action(async (query: string | undefined, _options, command: Command) => {
		const flags = readFlags<BookFlags>(command);
		const stopped = untilStopped(process, systemClock, flags.for);
		const {printMarkets} = await import('./commands/markets.js');
		const source = await openFor(flags);
		const isJson = flags.json === true;
		const options = {query, isJson, clock: systemClock};
		const printed = printMarkets(source.venues, source.transport, console, options);
		const code = await Promise.race([printed, stopped]);
		await source.close();
		finish(code);
	});

type RecordFlags = SharedFlags & {readonly output: string; readonly rotate?: Rotation};

program
	.command('record')
	.summary('capture the feed into a file, without a screen')
	.description(
		'Captures all that is received and sent, for --replay and verify, until --for or Ctrl-C.',
	)
	.argument(
		'[markets...]',
		`such as STEEM/BTC or steembtc (default: "${defaultMarket}")`,
		(text: string, before: readonly WantedMarket[] = []) => [...before, checked(parseMarket)(text)],
	)
	.requiredOption('-o, --output <file>', '.jsonl, or .jsonl.gz to have it packed')
	.option(
		'--rotate <limit>',
		'go on in the next file, FILE-0001, -0002 …, each 1h, 30m or 500MB',
		checked(parseRotation),
	)
	.action(async (markets: readonly WantedMarket[] = [], _options, command: Command) => {
		const flags = readFlags<RecordFlags>(command);
		const wanted = markets.length > 0 ? markets : [flags.config.market];
		const {record} = await import('./commands/record.js');
		const source = await openFor(flags, ...wanted);
		const code = await record(
			{
				markets: wanted,
				path: flags.output,
				rotation: flags.rotate ?? null,
				appVersion: version,
			},
			{
				source,
				clock: systemClock,
				random: Math.random,
				restShare: flags.config.restShare,
				output: process.stderr,
				complain: console.complain,
				stopped: untilStopped(process, systemClock, flags.for),
			},
		);
		await source.close();
		finish(code);
	});

program
	.command('verify')
	.summary('read a capture and say what it holds, and what it lacks')
	.description(
		'Plays a capture through the exchange clients: messages, gaps, resyncs, crossed moments. Ends with 4 where it has defects.',
	)
	.argument('<files...>', 'one capture: .jsonl or .jsonl.gz, in one file or several')
	.option('--json', 'one JSON object')
	.action(async (files: readonly string[], options: {readonly json?: true}) => {
		const {verify} = await import('./commands/verify.js');
		finish(await verify(files, console, {isJson: options.json === true}));
	});

program
	.command('doctor')
	.summary('check terminal, network and exchanges')
	.description(
		'Checks terminal, colours, unicode, clock, DNS, TLS, REST and WebSocket of each exchange, in words. Ends with 1 where something the program needs is missing.',
	)
	.option(...jsonOption)
	.action(async (_options, command: Command) => {
		const flags = readFlags<BookFlags>(command);
		const {runDoctor} = await import('./commands/doctor.js');
		const source = await openFor(flags);
		const isJson = flags.json === true;
		const code = await runDoctor(source, flags.config, console, {
			process,
			clock: systemClock,
			isJson,
		});
		await source.close();
		finish(code);
	});

program
	.command('export')
	.summary('make a page that plays a recorded screen, or a still of it')
	.description(
		'Makes one HTML page that plays a .cast without a network, or a still of its last picture as SVG or text.',
	)
	.argument('<file>', 'a cast: .cast, of version 2 or 3')
	.option('-o, --output <file>', 'where to; - is stdout (default: beside the cast)')
	.option('--svg', 'a still as a picture')
	.option('--text', 'a still as text')
	.option('--at <mm:ss>', 'which moment the still shows', checked(parsePosition))
	.option('--title <text>', "in place of the cast's own")
	.option('-f, --force', 'write over a file that is there')
	.action(async (file: string, options: ExportFlags) => {
		const {exportCast} = await import('./commands/export.js');
		finish(await exportCast(file, options, console));
	});

program
	.command('config')
	.summary('print every setting and where it comes from')
	.description(
		'Prints every setting in force and whether it comes from a flag, the environment, the config file or is the default.',
	)
	.addArgument(marketArgument())
	.option(...jsonOption)
	.option(...levelsOption)
	.action(async (market: WantedMarket | undefined, _options, command: Command) => {
		const flags = readFlags<BookFlags>(command, market);
		const {printConfig} = await import('./commands/config.js');
		finish(printConfig(flags.config, console, {isJson: flags.json === true}));
	});

try {
	await program.parseAsync();
} catch (error) {
	if (error instanceof CommanderError) {
		finish(error.exitCode === 0 ? exitCodes.done : exitCodes.usage);
	} else {
		console.complain(error instanceof Error ? error.message : String(error));
		finish(error instanceof UsageError ? exitCodes.usage : exitCodes.failed);
	}
}
