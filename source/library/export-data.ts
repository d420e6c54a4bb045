import {exportCaptures} from '../datasets/export-captures.js';
import {
	formatNames,
	mostSnapshotLevels,
	rowTypes,
	typesOf,
	usualLevels,
	usualTypes,
} from '../datasets/formats.js';
import type {Written} from '../datasets/day-files.js';
import {parseChoice, parseMarket} from '../options/options.js';
import {toFeedError, toFiles} from './capture-files.js';
import type {ExportedFile, ExportOptions} from './capture-types.js';
import {FeedError} from './feed-error.js';
import {isOfMarket} from './is-of-market.js';
import {
	asOption,
	checkFlag,
	checkFunction,
	checkNames,
	checkNumber,
	checkSignal,
	readExchanges,
	readText,
	readTexts,
	show,
} from './option-checks.js';

const optionNames = [
	...['as', 'to', 'types', 'levels', 'market', 'exchanges', 'overwrite', 'onNote', 'signal'],
];

const readTypes = (
	format: (typeof formatNames)[number],
	types: ExportOptions['types'] = usualTypes,
) => {
	const chosen = readTexts('types', types).map(parseChoice('a type of rows', rowTypes));
	const foreign = chosen.find(type => !typesOf(format).includes(type));
	if (foreign === undefined) return [...new Set(chosen)];
	const allowed = typesOf(format).join(', ');
	throw new FeedError('bad-option', `${format} has no ${foreign}: choose from ${allowed}`);
};

const readOptions = (options: ExportOptions) =>
	asOption(() => {
		checkNames('exportCapture', options, optionNames);
		checkSignal(options.signal);
		checkFunction('onNote', options.onNote);
		const {levels = usualLevels, market, exchanges, overwrite = false} = options;
		checkFlag('overwrite', overwrite);
		const format = parseChoice('a format', formatNames)(show(options.as));
		const folder = readText('to', options.to);
		const wanted = market === undefined ? undefined : parseMarket(readText('market', market));
		const chosen = exchanges === undefined ? undefined : readExchanges(exchanges);
		return {
			...{format, folder, isForced: overwrite, types: readTypes(format, options.types)},
			levels: checkNumber('levels', levels, {least: 1, most: mostSnapshotLevels, isWhole: true}),
			isWanted(exchange: string, symbol: string) {
				const own = chosen?.find(({id}) => id === exchange);
				const asked = own?.wanted ?? wanted;
				return (!chosen || own !== undefined) && (!asked || isOfMarket(asked, exchange, symbol));
			},
		};
	});

/**
 * Writes what is proven of a capture into files that other programs read, as `steem-tui export --as` does. A file is
 * there only when it is whole. Resolves with those that were written. Throws `FeedError`, or the signal's reason.
 */
export const exportCapture = async (
	files: string | readonly string[],
	options: ExportOptions,
): Promise<readonly ExportedFile[]> => {
	const request = readOptions(options);
	const {signal, onNote = () => undefined} = options;
	signal?.throwIfAborted();
	const written: Written[] = [];
	try {
		const exported = await exportCaptures(
			{...request, files: await toFiles(files)},
			{
				...{onNote, onRead: () => undefined, onCapture: () => undefined},
				onWritten: file => void written.push(file),
				onKept(path) {
					onNote(`${path} is there already and is kept`);
				},
				isStopped: () => signal?.aborted === true,
			},
		);
		if (!exported) signal?.throwIfAborted();
		if (exported?.length === 0) throw new FeedError('capture', 'no book was found');
		return written;
	} catch (error) {
		throw toFeedError(error);
	}
};
