import {Command} from 'commander';
import {systemClock} from '../clock.js';
import {lacksScreen} from '../terminal/screen-guard.js';
import {parseFault, type PlannedFault} from '../options/planned-fault.js';
import type {ReplayFlags} from '../options/replay-flags.js';
import {maxSpeed, parsePlace, parseSpeed} from '../options/replay-options.js';
import {exchanges} from '../exchanges/index.js';
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
import {checked, marketArgument, readFlags, toReplayRequest, type SharedFlags} from './flags.js';
import {console, finishSoon, openFor, runPlain, version} from './run.js';

/** The program itself: the full screen, and the options that all commands share. */
export const program = new Command('steem-tui')
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
		(path: string, paths: readonly string[] = []) => [...paths, checked(parseSource)(path)],
	)
	.option('--speed <n>', 'of the replay: 0.25 to 64; max with watch', checked(parseSpeed))
	.option('--from <mm:ss>', 'where the replay begins, or at which second', checked(parsePlace))
	.option(
		'--exchange <ids>',
		`which exchanges, separated by commas (default: ${exchanges.map(({id}) => id).join(',')})`,
		checked(parseExchanges(exchanges)),
	)
	.option(
		'--levels <n>',
		'levels a side (default: 20; on the screen all that fit)',
		checked(parseCount('a count', 1)),
	)
	.option(
		'--proxy <url>',
		'connect through http://, https://, socks5:// or socks5h://HOST:PORT (also by HTTPS_PROXY, ALL_PROXY; NO_PROXY excepts hosts)',
		checked(parseProxy),
	)
	.option(
		'--for <duration>',
		'stop after 10s, 5m or 1h; a number alone is seconds',
		checked(parseDuration),
	)
	.option(
		'--theme <name>',
		`colours: ${themeNames.join(', ')}, or auto, by the terminal's background (default: auto)`,
		checked(parseChoice('a theme', themeChoices)),
	)
	.option('--ascii', 'draw with ASCII characters alone')
	.option('--no-ascii', 'draw with all signs, whatever TERM and the locale say')
	.option('--log <file>', 'append to this file what happens to the books', checked(parsePath))
	.option(
		'--record [dir]',
		'record screen and wire from the start, into a folder in this one',
		checked(parsePath),
	)
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
	.option(
		'--config <file>',
		'settings from this file; "steem-tui config" shows them',
		checked(parsePath),
	)
	.configureHelp({showGlobalOptions: true})
	.configureOutput({
		writeOut: text => void console.write(text),
		writeErr: text => void console.tell(text),
	})
	.showSuggestionAfterError()
	.exitOverride()
	.action(async (wanted: WantedMarket | undefined) => {
		const flags = readFlags<SharedFlags & ReplayFlags>(program, wanted);
		if (flags.config.screenReader && flags.replay)
			throw new UsageError('a capture is read out by "steem-tui watch --replay FILE"');
		if (flags.config.screenReader) {
			const {greeting, narrate} = await import('../output/narrate.js');
			console.write(greeting(formatWanted(flags.config.market)));
			finishSoon(
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
		if (lacksScreen(process))
			throw new UsageError(
				`the terminal says (TERM=${process.env['TERM'] ?? ''}) that it cannot draw a full screen: use "steem-tui watch" to print lines instead`,
			);
		const request = toReplayRequest(flags, program, wanted);
		if (request) {
			const {runReplayApp} = await import('../commands/replay-app.js');
			const {config, speed, from = 0, for: forMs} = flags;
			const options = {config, speed: speed === 'max' ? maxSpeed : (speed ?? 1), from, forMs};
			finishSoon(await runReplayApp(request, options, {process, console, clock: systemClock}));
			return;
		}
		const {runApp} = await import('../commands/app.js');
		finishSoon(
			await runApp(flags, flags.config.market, {
				process,
				console,
				clock: systemClock,
				version,
				openFor,
			}),
		);
	});
