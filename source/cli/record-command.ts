import {mkdir} from 'node:fs/promises';
import {dirname} from 'node:path';
import type {Command} from 'commander';
import {systemClock} from '../clock.js';
import {defaultMarket} from '../exchanges/index.js';
import {createOpenFile, type OpenFile} from '../files/file-system.js';
import {holdName} from '../files/hold-name.js';
import {openStream} from '../files/stream-file.js';
import {parseMarketChoice, type MarketChoice} from '../options/market-choice.js';
import {parsePath, parseSource} from '../options/options.js';
import {exitCodes, untilStopped, type OwnSignals} from '../output/console.js';
import type {PartsPlan, StartedCapture} from '../commands/record-parts.js';
import type {RecordContext} from '../commands/record.js';
import type {Service} from '../service/service.js';
import type {NatsAddress} from '../transport/nats-address.js';
import {checked, readFlags} from './flags.js';
import {addPartOptions, checkFlags, isStream, type RecordFlags} from './record-flags.js';
import {isNamed, readChoices, toMarkets, toPartNames} from './record-markets.js';
import {progressOutput} from './progress-output.js';
import {console, finish, finishSoon, openFor, version} from './run.js';
import {openMarkedAlerting} from './alerting.js';
import {addServiceOptions, serveHealth} from './service-flags.js';

/** How long a reader of a capture may take nothing at the end. */
const patienceMs = {signalled: 300, done: 2000};

const toPlan = async (
	choices: readonly MarketChoice[],
	flags: RecordFlags,
): Promise<PartsPlan | null> => {
	const {rotate, keep = null, onRotate, output} = flags;
	if (!rotate) return null;
	const {isFolder, nextPart} = await import('../commands/record.js');
	// The last folder alone: of a disk that is not there none is made in its place.
	if (isFolder(output)) await mkdir(output).catch(() => undefined);
	const {createRunHook} = await import('../commands/run-hook.js');
	return {
		rotation: rotate,
		isFolder: isFolder(output),
		namedBy: toPartNames(choices, flags),
		firstNumber: await nextPart(output),
		keep,
		runHook: onRotate === undefined ? null : createRunHook(onRotate, process.env),
	};
};

type End = Pick<RecordContext, 'stopped'> & Pick<Required<RecordContext>, 'isTold'>;

/** What ends it, and what begins a new part: it runs for weeks where there are parts. */
const listen = (flags: RecordFlags, rotate: () => void): End => {
	const own: OwnSignals = flags.rotate ? {SIGTERM: exitCodes.done, SIGHUP: rotate} : {};
	let isTold = false;
	if (flags.rotate) process.once('SIGTERM', () => void (isTold = true));
	// Of history, it is how much of it is wanted.
	const forMs = flags.since === null ? flags.for : undefined;
	return {stopped: untilStopped(process, systemClock, forMs, own), isTold: () => isTold};
};

type Running = {
	readonly service: Service | null;
	readonly onStart: (capture: StartedCapture) => void;
};

const runRecord = async (named: readonly MarketChoice[], flags: RecordFlags): Promise<void> => {
	checkFlags(flags);
	const choices = readChoices(named, flags);
	const {isTaken, isFolder} = await import('../commands/record.js');
	if (!flags.force && !isStream(flags) && !flags.rotate && isTaken(flags.output)) {
		console.complain(`${flags.output} is there already: -f writes over it`);
		finish(exitCodes.failed);
		return;
	}
	let capture: StartedCapture | null = null;
	const end = listen(flags, () => capture?.rotate());
	const isInto = flags.rotate && isFolder(flags.output);
	const folder = isInto ? flags.output : dirname(flags.output);
	const recording = {folder, status: () => capture?.status() ?? null};
	const service = await serveHealth(flags, recording);
	if (service === 'failed') {
		finish(exitCodes.failed);
		return;
	}
	const onStart = (started: StartedCapture) => void (capture = started);
	const code = flags.nats
		? await overBus(choices, flags, flags.nats, {...end, onStart, service})
		: await recordFrom(choices, flags, end, {service, onStart});
	await service?.stop();
	finishSoon(code);
};

/** How the file is opened: whether it may be there, and what holds it at the end. */
const toOpen = (flags: RecordFlags, stopped: Promise<number>): OpenFile => {
	const ended = stopped.then(code => (code > 128 ? patienceMs.signalled : patienceMs.done));
	const over = flags.force ? 'any' : flags.rotate ? 'none' : 'empty';
	return isStream(flags)
		? openStream(console.bytes, {clock: systemClock, ended})
		: createOpenFile({over, isFile: flags.rotate !== undefined});
};

const overBus = async (
	choices: readonly MarketChoice[],
	flags: RecordFlags,
	nats: NatsAddress,
	{stopped, ...running}: End & Running,
): Promise<number> => {
	const {recordOverBus} = await import('./record-over-bus.js');
	const way = {...running, stopped, hold: holdName, open: toOpen(flags, stopped)};
	return recordOverBus(choices, flags, nats, {...way, plan: await toPlan(choices, flags)});
};

/** Returns the exit code. */
const recordFrom = async (
	choices: readonly MarketChoice[],
	flags: RecordFlags,
	{stopped, isTold}: End,
	{service, onStart}: Running,
): Promise<number> => {
	const {record} = await import('../commands/record.js');
	const source = await openFor(flags, ...choices.filter(isNamed));
	const markets = await toMarkets(choices, flags, source, stopped);
	if (typeof markets === 'number') {
		await source.close();
		return markets;
	}
	const followAlerts = await openMarkedAlerting(flags);
	const code = await record(
		{
			markets,
			path: isStream(flags) ? 'stdout' : flags.output,
			plan: await toPlan(choices, flags),
			appVersion: version,
		},
		{
			...{source, clock: systemClock, random: Math.random, service, onStart, followAlerts},
			...{stopped, isTold, restShare: flags.config.restShare, hold: holdName},
			output: progressOutput(isStream(flags)),
			open: toOpen(flags, stopped),
			complain: console.complain,
		},
	);
	await source.close();
	return code;
};

export const addRecord = (program: Command): void => {
	const command = program
		.command('record')
		.summary('capture what the exchanges send, without a screen')
		.description(
			'Writes all that is received and sent into a file, until --for is over or Ctrl-C. --replay plays the file, and verify checks it.',
		)
		.argument(
			'[markets...]',
			`such as STEEM/BTC or steembtc, or all like 'STEEM/*' (default: ${defaultMarket}, or the config file's)`,
			(text: string, before: readonly MarketChoice[] = []) => [
				...before,
				checked(parseMarketChoice)(text),
			],
		)
		.requiredOption(
			'-o, --output <file>',
			'the file: .jsonl, or .jsonl.gz to pack it; - is stdout, unpacked; with --rotate also a folder, DIR/',
			checked(parsePath),
		)
		.option(
			'--markets-from <file>',
			"also the markets, and patterns such as 'STEEM/*', in this file: one a line, # begins a comment",
			checked(parseSource),
		);
	addPartOptions(command);
	command.option('-f, --force', 'replace a file that is there');
	addServiceOptions(command).action(
		async (markets: readonly MarketChoice[] = [], _options, own: Command) => {
			await runRecord(markets, readFlags<RecordFlags>(own));
		},
	);
};
