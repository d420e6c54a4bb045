import {Option, type Command} from 'commander';
import {systemClock} from '../clock.js';
import {untilStopped} from '../output/console.js';
import {parseHost} from '../options/listen.js';
import {parseCount, parseSource, UsageError} from '../options/options.js';
import {parsePosition, type ReplaySpeed} from '../options/replay-options.js';
import {checked} from './flags.js';
import {console, finish, finishSoon} from './run.js';

type Flags = {
	readonly port: number;
	readonly host: string;
	readonly loop?: true;
	readonly speed?: ReplaySpeed;
	readonly from?: string;
};

const maxPort = 65_535;

const parsePort = (text: string): number => {
	const port = parseCount('a port', 0)(text);
	if (port > maxPort) throw new UsageError(`${port} is not a port: write 0 to ${maxPort}`);
	return port;
};

/** The words behind `--`. */
const commandIn = (words: readonly string[]): readonly string[] => {
	const at = words.indexOf('--');
	return at < 0 ? [] : words.slice(at + 1);
};

const run = async (words: readonly string[], flags: Flags): Promise<void> => {
	const {port, host, loop = false, speed = 1} = flags;
	const from = flags.from === undefined ? 0 : parsePosition(flags.from);
	const command = commandIn(process.argv);
	const paths = words.slice(0, words.length - command.length).map(parseSource);
	if (paths.length === 0)
		throw new UsageError('serve needs a capture: steem-tui serve FILE -- COMMAND');
	const {serve} = await import('../commands/serve.js');
	const code = await serve(
		{
			...{paths, port, host, fromMs: from, isLooped: loop, command},
			speed: speed === 'max' ? Infinity : speed,
		},
		{process, console, clock: systemClock, stopped: untilStopped(process, systemClock, undefined)},
	);
	if (command.length > 0) finishSoon(code);
	else finish(code);
};

export const addServe = (program: Command): void => {
	program
		.command('serve')
		.summary('serve a capture as its exchanges do, on local sockets')
		.description(
			'Serves captures on local sockets that speak the protocols of their exchanges, for any client of those. It prints the variables that lead this program there, one a line; the capture is played from when the first client connects. Behind -- stands a command that is run with the variables set.',
		)
		.argument('<files...>', 'the files of one capture, or folders of them; then -- COMMAND')
		.addOption(
			new Option('--port <n>', 'the port')
				.argParser(checked(parsePort))
				.default(0, 'any that is free'),
		)
		.addOption(
			new Option('--host <address>', 'where to listen')
				.argParser(checked(parseHost))
				.default('127.0.0.1', '127.0.0.1, this machine alone'),
		)
		.option('--loop', 'begin anew at the end')
		.action(async (words: readonly string[], _options, self: Command) => {
			await run(words, self.optsWithGlobals<Flags>());
		});
};
