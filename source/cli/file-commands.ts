import type {Command} from 'commander';
import {systemClock} from '../clock.js';
import type {ProgressOutput} from '../output/progress.js';
import {parseRotation} from '../options/rotation.js';
import {exitCodes, untilStopped} from '../output/console.js';
import {defaultMarket} from '../exchanges/index.js';
import {withoutRepeats, type WantedMarket} from '../market-name.js';
import {parseMarket, parsePath, parseSource, UsageError} from '../options/options.js';
import {createOpenFile} from '../files/file-system.js';
import {openStream} from '../files/stream-file.js';
import type {Rotation} from '../recording/capture-parts.js';
import {addExport} from './export-command.js';
import {checked, readFlags, type SharedFlags} from './flags.js';
import {console, finish, finishSoon, openFor, version} from './run.js';

type RecordFlags = SharedFlags & {
	readonly output: string;
	readonly rotate?: Rotation;
	readonly force?: true;
};

/** Where the progress goes; among lines on a terminal, none is written over. */
const progressOutput = (isStream: boolean): ProgressOutput => ({
	isTTY: process.stderr.isTTY && !(isStream && process.stdout.isTTY),
	write: console.tell,
});

/** How long a reader of a capture may take nothing at the end. */
const patienceMs = {signalled: 300, done: 2000};

const runRecord = async (markets: readonly WantedMarket[], flags: RecordFlags): Promise<void> => {
	const wanted = markets.length > 0 ? withoutRepeats(markets) : [flags.config.market];
	const {isTaken, nextPart, record} = await import('../commands/record.js');
	const rotation = flags.rotate ?? null;
	const isStream = flags.output === '-';
	const isForced = flags.force === true;
	if (isStream && rotation)
		throw new UsageError('--rotate needs files: "-o -" is one stream to stdout');
	if (isForced && rotation)
		throw new UsageError(
			'--rotate writes over no file: leave out -f, and it goes on after the last part',
		);
	if (!isForced && !isStream && !rotation && isTaken(flags.output)) {
		console.complain(`${flags.output} is there already: -f writes over it`);
		finish(exitCodes.failed);
		return;
	}
	const source = await openFor(flags, ...wanted);
	const stopped = untilStopped(process, systemClock, flags.for);
	const ended = stopped.then(code => (code > 128 ? patienceMs.signalled : patienceMs.done));
	const code = await record(
		{
			markets: wanted,
			path: isStream ? 'stdout' : flags.output,
			rotation,
			firstNumber: rotation ? await nextPart(flags.output) : 1,
			appVersion: version,
		},
		{
			source,
			clock: systemClock,
			random: Math.random,
			restShare: flags.config.restShare,
			output: progressOutput(isStream),
			open: isStream
				? openStream(console.bytes, {clock: systemClock, ended})
				: createOpenFile({over: isForced ? 'any' : rotation ? 'none' : 'empty'}),
			complain: console.complain,
			stopped,
		},
	);
	await source.close();
	// What was to be handed over has been, or was given up.
	finishSoon(code);
};

const addRecord = (program: Command): void => {
	program
		.command('record')
		.summary('capture what the exchanges send, without a screen')
		.description(
			'Writes all that is received and sent into a file, until --for is over or Ctrl-C. --replay plays the file, and verify checks it.',
		)
		.argument(
			'[markets...]',
			`such as STEEM/BTC or steembtc (default: ${defaultMarket}, or the config file's)`,
			(text: string, before: readonly WantedMarket[] = []) => [
				...before,
				checked(parseMarket)(text),
			],
		)
		.requiredOption(
			'-o, --output <file>',
			'the file: .jsonl, or .jsonl.gz to pack it; - is stdout, unpacked',
			checked(parsePath),
		)
		.option(
			'--rotate <limit>',
			'begin a new file after each 1h, 30m or 500MB: FILE-0001, FILE-0002, …',
			checked(parseRotation),
		)
		.option('-f, --force', 'replace a file that is there')
		.action(async (markets: readonly WantedMarket[] = [], _options, command: Command) => {
			await runRecord(markets, readFlags<RecordFlags>(command));
		});
};

const addVerify = (program: Command): void => {
	program
		.command('verify')
		.summary('check a capture: what it holds, and what is missing')
		.description(
			'Plays a capture and prints what it holds: messages, gaps, resyncs, crossed moments, and how much of each day is proven. Exit code 4 means that it has defects.',
		)
		.argument(
			'<files...>',
			'the files of one capture, .jsonl or .jsonl.gz, or folders of them: days or weeks are read as one',
			(path: string, paths: readonly string[] = []) => [...paths, checked(parseSource)(path)],
		)
		.option('--json', 'one JSON object')
		.action(async (files: readonly string[], options: {readonly json?: true}) => {
			const {verify} = await import('../commands/verify.js');
			finish(
				await verify(files, console, {
					isJson: options.json === true,
					progress: {clock: systemClock, output: progressOutput(true)},
				}),
			);
		});
};

/** The commands that write captures and read recordings. */
export const addFileCommands = (program: Command): void => {
	addRecord(program);
	addVerify(program);
	addExport(program);
};
