import {Option, type Command} from 'commander';
import {systemClock} from '../clock.js';
import {growLess} from '../commands/engine-flags.js';
import type {ExportFlags} from '../commands/export.js';
import type {FormatName, RowType} from '../datasets/formats.js';
import type {WantedMarket} from '../market-name.js';
import {
	parseChoice,
	parseDuration,
	parseMarket,
	parsePath,
	parseSource,
	UsageError,
	type ChosenExchange,
} from '../options/options.js';
import {parsePlace, parsePosition} from '../options/replay-options.js';
import {kindOf} from '../export/is-cast.js';
import {untilStopped} from '../output/console.js';
import {checked} from './flags.js';
import {console, finish} from './run.js';

type DataFlags = {
	readonly as?: FormatName;
	readonly types?: readonly RowType[];
	readonly levels?: number;
	readonly market?: WantedMarket;
	readonly exchange?: readonly ChosenExchange[];
	readonly json?: true;
};

type Flags = ExportFlags & DataFlags;

/** As commander reads them. */
type GivenFlags = Omit<Flags, 'from'> & {readonly from?: string};

export const formats = [
	'tardis',
	'hftbacktest',
	'parquet',
] as const satisfies readonly FormatName[];
export const rowTypes = [
	'book',
	'trades',
	'quotes',
	'snapshots',
] as const satisfies readonly RowType[];

const forScreens = ['svg', 'text', 'at', 'animate', 'idle', 'from', 'to', 'title'];
const forData = ['types', 'levels', 'market', 'exchange', 'json'];

const parseTypes = (text: string): readonly RowType[] => {
	const types = text.split(',').map(word => word.trim().toLowerCase());
	return [...new Set(types.map(parseChoice('a type of rows', rowTypes)))];
};

/** Options that were given, and are for what the other kind of file becomes. */
const refuse = (command: Command, names: readonly string[], why: string): void => {
	const given = names.find(name => command.getOptionValueSourceWithGlobals(name) === 'cli');
	if (given !== undefined) throw new UsageError(`--${given} ${why}`);
};

/** What of a capture is to be written, and where. */
const toRequest = async (paths: readonly string[], format: FormatName, flags: Flags) => {
	const {typesOf, usualLevels, usualTypes, mostSnapshotLevels} =
		await import('../datasets/formats.js');
	const {types = usualTypes, output, levels = usualLevels} = flags;
	if (output === undefined) throw new UsageError('--as needs -o DIR: the folder for its files');
	if (output === '-') throw new UsageError('--as writes files into a folder: "-o -" is stdout');
	const foreign = types.find(type => !typesOf(format).includes(type));
	if (foreign !== undefined)
		throw new UsageError(
			`--as ${format} has no ${foreign}: choose from ${typesOf(format).join(', ')}`,
		);
	if (flags.levels !== undefined && !types.includes('snapshots'))
		throw new UsageError(
			'--levels is for snapshots of the best levels: it needs --types snapshots',
		);
	if (levels > mostSnapshotLevels)
		throw new UsageError(`--levels is ${levels}: a book has ${mostSnapshotLevels} a side at most`);
	return {
		...{paths, format, types, folder: output, levels},
		...{market: flags.market, exchanges: flags.exchange},
		...{isForced: flags.force === true, isJson: flags.json === true},
	};
};

const runData = async (files: readonly string[], format: FormatName, command: Command) => {
	refuse(command, forScreens, 'is for recorded screens: --as is for captures');
	for (const file of files)
		if ((await kindOf(file)) === 'cast')
			throw new UsageError(`${file} is a recorded screen: leave out --as, which is for captures`);
	// At once, as it starts beside all that is loaded.
	const {startRowThread} = await import('../datasets/row-thread.js');
	const thread = startRowThread(files);
	const wanted = await toRequest(files, format, command.optsWithGlobals<Flags>());
	const request = {...wanted, thread};
	const {exportData} = await import('../commands/export-data.js');
	// Nothing long lives but books: a capture of any length is to take little memory.
	growLess();
	const code = await exportData(request, {
		console,
		output: {isTTY: process.stderr.isTTY && !process.stdout.isTTY, write: console.tell},
		clock: systemClock,
		// Nothing is to be left of what is not whole: also where nobody reads any more what is told of files.
		stopped: Promise.race([untilStopped(process, systemClock, undefined), console.untilGone()]),
	});
	finish(code);
};

const runScreen = async (files: readonly string[], command: Command) => {
	refuse(command, forData, 'is for captures: it needs --as');
	const [file = '', ...others] = files;
	for (const path of files)
		if ((await kindOf(path)) === 'capture')
			throw new UsageError(
				`${path} is a capture: add --as ${formats.slice(0, -1).join(', --as ')} or --as ${formats.at(-1) ?? ''}, and -o DIR`,
			);
	if (others.length > 0)
		throw new UsageError('one recorded screen is exported at a time: several files need --as');
	const {exportCast} = await import('../commands/export.js');
	const {from, ...flags} = command.optsWithGlobals<GivenFlags>();
	const own: Flags = from === undefined ? flags : {...flags, from: parsePlace(from)};
	finish(await exportCast(file, own, console));
};

const addDataOptions = (command: Command): Command =>
	command
		.option(
			'--as <format>',
			`what a capture is written as: ${formats.join(', ')}`,
			checked(parseChoice('a format', formats)),
		)
		.option(
			'--types <list>',
			`the rows of a capture: ${rowTypes.join(', ')}, separated by commas (default: book,trades)`,
			checked(parseTypes),
		)
		.option('--market <market>', 'of a capture this market alone', checked(parseMarket))
		.option('--json', 'one JSON object a file that is written');

export const addExport = (program: Command): void => {
	const command = program
		.command('export')
		.summary('make a page or a picture of a recorded screen, or tables of a capture')
		.description(
			'Of a recorded screen it makes one HTML page that plays without a network, a still with --svg or --text, or a moving picture with --svg --animate. Of captures it makes tables with --as: proven books and trades, in a folder.',
		)
		.argument(
			'<files...>',
			'a .cast of version 2 or 3; or, with --as, the files of a capture, or folders of them',
			(path: string, paths: readonly string[] = []) => [...paths, checked(parseSource)(path)],
		)
		.option(
			'-o, --output <path>',
			'the file to write; - is stdout (default: beside the cast); with --as the folder',
			checked(parsePath),
		);
	addDataOptions(command)
		.option('--svg', 'make a picture: a still, or a moving one with --animate')
		.option('--text', 'make a still as text')
		.option(
			'--at <mm:ss>',
			'the moment of the still: 1:30, or 90 for seconds (default: the end)',
			checked(parsePosition),
		)
		.option('--animate', 'let the picture of --svg move; it needs no script')
		.addOption(
			new Option('--idle <duration>', 'the longest pause in a moving picture')
				.argParser(checked(parseDuration))
				.default(2000, '2s'),
		)
		.option(
			'--to <mm:ss>',
			'where the moving picture ends: 1:30, 90 for seconds, or the label of a marker; --from is where it begins',
			checked(parsePlace),
		)
		.option('--title <text>', "the title, in place of the cast's own")
		.option('-f, --force', 'replace a file that is there')
		.action(async (files: readonly string[], _options, self: Command) => {
			const {as} = self.opts<DataFlags>();
			await (as === undefined ? runScreen(files, self) : runData(files, as, self));
		});
};
