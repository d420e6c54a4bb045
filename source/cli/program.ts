import {Command} from 'commander';
import type {AlertRule} from '../alerts/alert-rule.js';
import {parseAlertRule} from '../alerts/parse-rule.js';
import {systemClock} from '../clock.js';
import {lacksScreen} from '../terminal/screen-guard.js';
import {parseFault, type PlannedFault} from '../options/planned-fault.js';
import type {ReplayAppContext} from '../commands/replay-app.js';
import {parseNatsUrl} from '../options/nats-way.js';
import type {ReplayFlags} from '../options/replay-flags.js';
import type {Replayable} from '../commands/replayable.js';
import {checkPlace, maxSpeed, parseSpeed} from '../options/replay-options.js';
import {defaultExchanges, exchanges} from '../exchanges/index.js';
import {formatWanted, type WantedMarket} from '../market-name.js';
import {
	parseChoice,
	parseCount,
	parseDuration,
	parseExchanges,
	parsePath,
	parseSource,
	parseProxy,
	UsageError,
} from '../options/options.js';
import {themeChoices, themeNames} from '../screen/theme-names.js';
import {helpStyle, moments, natsServers, refuseMisspelled, refuseUnused} from './command-help.js';
import {
	checked,
	marketsArgument,
	onlyOne,
	readFlags,
	toReplayRequest,
	type SharedFlags,
} from './flags.js';
import {isHistory, withHistory} from './history.js';
import {refuseUseless} from './useless-together.js';
import {
	console,
	finishSoon,
	fullVersion,
	openFor,
	openRelayed,
	runPlain,
	screenMarkets,
	version,
} from './run.js';

/** Shows a capture, or what was, on the full screen. Returns the exit code. */
const showReplay = async (
	request: Replayable,
	{config, speed, from = 0, for: forMs}: SharedFlags & ReplayFlags,
	openAlerts: ReplayAppContext['openAlerts'],
): Promise<number> => {
	const {runReplayApp} = await import('../commands/replay-app.js');
	const options = {config, speed: speed === 'max' ? maxSpeed : (speed ?? 1), from, forMs};
	return runReplayApp(request, options, {process, console, clock: systemClock, openAlerts});
};

/** The program itself: the full screen, and the options that all commands share. */
export const program = new Command('steem-tui')
	.description(
		'Live order books of one market on several exchanges, side by side in the terminal; or many markets, a line each.',
	)
	.version(fullVersion, '-V, --version', 'print the version')
	.addArgument(marketsArgument())
	.option('--live', 'data from the exchanges (default)')
	.option('--demo', 'data from simulated exchanges, without a network')
	.option('--seed <n>', 'which simulated market to play', checked(parseCount('a seed', 0)), 1)
	.option(
		'--fault <name@seconds>',
		'make this go wrong in the demo at this second: gap@5 or huobi:close@9; may be repeated',
		(text: string, planned: readonly PlannedFault[] = []) => [
			...planned,
			checked(parseFault)(text),
		],
	)
	.option(
		'--replay <file>',
		'data from a capture, or a folder of its parts; repeat it for each file of one',
		(path: string, paths: readonly string[] = []) => [...paths, checked(parseSource)(path)],
	)
	.option('--nats <url>', `data from relays: ${natsServers}`, checked(parseNatsUrl))
	.option('--speed <n>', 'speed of the replay: 0.25 to 64', checked(parseSpeed))
	.option(
		'--from <mm:ss>',
		`where to begin: 12:30 or 750 seconds into a capture; with --nats ${moments}`,
		checked(checkPlace),
	)
	.option(
		'--exchange <ids>',
		`which exchanges, separated by commas; ID:MARKET names a market for one alone (default: ${defaultExchanges.map(({id}) => id).join(',')})`,
		checked(parseExchanges(exchanges)),
	)
	.option(
		'--all',
		'begin with every market that two of the exchanges have: best prices as they tell them, not proven until one is opened; one market may be named, whose books are followed from the start; not from relays',
	)
	.option(
		'--levels <n>',
		'levels on each side (default: 20; on the screen as many as fit)',
		checked(parseCount('a count', 1)),
	)
	.option(
		'--proxy <url>',
		'connect through http://, https://, socks5:// or socks5h://HOST:PORT; HTTPS_PROXY and ALL_PROXY do the same, NO_PROXY names exceptions',
		checked(parseProxy),
	)
	.option(
		'--for <duration>',
		'stop after 10s, 5m or 1h; a number alone is seconds',
		checked(parseDuration),
	)
	.option(
		'--theme <name>',
		`colours: ${themeNames.join(', ')}, or auto to follow the terminal's background (default: auto)`,
		checked(parseChoice('a theme', themeChoices)),
	)
	.option('--ascii', 'draw with ASCII characters only')
	.option('--no-ascii', 'draw with all characters, whatever TERM and the locale say')
	.option(
		'--log <file>',
		'append each audit and each change of a status to this file',
		checked(parsePath),
	)
	.option(
		'--alert <rule>',
		'say when this becomes true: "edge > 0.2% 500", "price < 0.16 binance"; may be repeated',
		(text: string, rules: readonly AlertRule[] = []) => [
			...rules,
			checked(parseAlertRule(exchanges))(text),
		],
	)
	.option('--on-alert <command>', 'run this for each alert, told of it by STEEM_TUI_ALERT')
	.option(
		'--record [dir]',
		'record screen and wire from the start, in a new folder in this one',
		checked(parsePath),
	)
	.option(
		'--cast-version <n>',
		'version of the recorded screen: 2 or 3 (default: 2)',
		checked(parseChoice('a cast version', ['2', '3'])),
	)
	.option('--no-color', 'no colours; the variable NO_COLOR does the same')
	.option(
		'--screen-reader',
		'plain sentences in place of the full screen; INK_SCREEN_READER=true does the same',
	)
	.option(
		'--config <file>',
		'read the settings from this file; "steem-tui config" shows them',
		checked(parsePath),
	)
	.helpCommand(false)
	.helpOption('-h, --help', 'show this help')
	.configureHelp(helpStyle)
	.hook('preAction', refuseUnused)
	.hook('preAction', refuseUseless)
	.configureOutput({
		writeOut: text => void console.write(text),
		writeErr: text => void console.tell(text),
		// Told as every other mistake is, at the end.
		outputError: () => undefined,
	})
	.showSuggestionAfterError()
	.exitOverride()
	.action(async (named: readonly WantedMarket[]) => {
		for (const wanted of named) refuseMisspelled(program, wanted);
		const flags = readFlags<SharedFlags & ReplayFlags & {readonly all?: true}>(program, named[0]);
		if (flags.config.screenReader && flags.replay)
			throw new UsageError(
				'--screen-reader and --replay cannot be used together: "steem-tui watch --replay FILE" reads a capture out',
			);
		if (flags.config.screenReader) {
			const {greeting, narrate} = await import('../output/narrate.js');
			const {openAlerting} = await import('./alerting.js');
			const {toAlertText} = await import('../alerts/alert-text.js');
			const follow = await openAlerting(flags);
			console.write(greeting(formatWanted(flags.config.market)));
			finishSoon(
				await runPlain(flags, named, (session, out, stopped, log) => {
					narrate(session, out, systemClock);
					follow?.(session.store, systemClock, alert => {
						out.write(`${toAlertText(alert)}\n`);
						log(toAlertText(alert), alert.time);
					});
					return stopped;
				}),
			);
			return;
		}
		if (!process.stdout.isTTY || !process.stdin.isTTY)
			throw new UsageError(
				'the full screen needs a terminal: use "steem-tui watch" to print lines instead',
			);
		if (lacksScreen(process))
			throw new UsageError(
				`the terminal says (TERM=${process.env['TERM'] ?? ''}) that it cannot draw a full screen: use "steem-tui watch" to print lines instead`,
			);
		const {openAlerting} = await import('./alerting.js');
		const openAlerts = (complain: (text: string) => void) => openAlerting(flags, complain);
		const replayApp = (request: Replayable, from: number) =>
			showReplay(request, {...flags, from}, openAlerts);
		const request = toReplayRequest(flags, program, onlyOne(named, flags));
		if (request) {
			finishSoon(await replayApp(request, flags.from ?? 0));
			return;
		}
		if (isHistory(flags)) {
			const history = {flags, named, forMs: Infinity};
			finishSoon(await withHistory(history, replayApp));
			return;
		}
		const {runApp} = await import('../commands/app.js');
		finishSoon(
			await runApp(flags, screenMarkets(named, flags), {
				process,
				console,
				clock: systemClock,
				version,
				openAlerts,
				openFor,
				openRelayed,
			}),
		);
	});
