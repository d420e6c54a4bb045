import {CaptureError} from '../capture/capture-item.js';
import type {Clock} from '../clock.js';
import type {Written} from '../datasets/day-files.js';
import {exportCaptures} from '../datasets/export-captures.js';
import type {FormatName, RowType} from '../datasets/formats.js';
import type {RowThread} from '../datasets/row-thread.js';
import {FileError} from '../files/file-error.js';
import {filesIn} from '../files/files-in.js';
import {removeOwnParts} from '../files/open-beside.js';
import {isOfMarket} from '../library/is-of-market.js';
import {formatWanted, type WantedMarket} from '../market-name.js';
import type {ChosenExchange} from '../options/options.js';
import {exitCodes, type Console} from '../output/console.js';
import type {ProgressOutput} from '../output/progress.js';
import {createCaptureMeter} from './capture-meter.js';
import {inlineLess} from './engine-flags.js';

export type DataRequest = {
	/** Files of captures, and folders of them. */
	readonly paths: readonly string[];
	readonly format: FormatName;
	readonly folder: string;
	readonly types: readonly RowType[];
	/** A side, in snapshots of the best levels. */
	readonly levels: number;
	/** Undefined: all. */
	readonly market?: WantedMarket | undefined;
	/** Undefined: all. */
	readonly exchanges?: readonly ChosenExchange[] | undefined;
	readonly isForced: boolean;
	readonly isJson: boolean;
	/** One that was started before. */
	readonly thread?: RowThread | null | undefined;
};

export type DataContext = {
	readonly console: Pick<Console, 'write' | 'complain'>;
	/** The progress. */
	readonly output: ProgressOutput;
	readonly clock: Clock;
	/** Resolves with the exit code when it is time to stop. */
	readonly stopped: Promise<number>;
};

/** Whether a market is one of those asked for. */
const isWantedBy =
	({market, exchanges: chosen}: DataRequest) =>
	(exchange: string, symbol: string): boolean => {
		const own = chosen?.find(({id}) => id === exchange);
		if (chosen && !own) return false;
		const wanted = own?.wanted ?? market;
		return !wanted || isOfMarket(wanted, exchange, symbol);
	};

/** What is told of a file: a line for people, or an object. */
const toLine = (written: Written, isJson: boolean): string =>
	isJson
		? JSON.stringify(written)
		: `${written.path}  ${written.rows} rows  ${written.verifiedPercent} % verified  ${written.gaps} gaps`;

/** Milliseconds for which what is being read is waited for once it is to stop: through a pipe nothing may ever come. */
const patienceMs = 2000;

/** Resolves with null where the export does not end although it is to stop; nothing of it is left then. */
const givenUp = async (
	{folder}: DataRequest,
	{clock, stopped}: Pick<DataContext, 'clock' | 'stopped'>,
): Promise<null> => {
	await stopped;
	await new Promise<void>(resolve => void clock.after(patienceMs, resolve));
	await removeOwnParts(folder);
	return null;
};

const run = async (request: DataRequest, context: DataContext): Promise<number> => {
	const {isJson} = request;
	const {console} = context;
	const files = await filesIn(request.paths);
	if (files.length === 0)
		throw new CaptureError(`${request.paths.join(', ')}: no capture is there`);
	let code: number | null = null;
	void context.stopped.then(stopCode => {
		code = stopCode;
	});
	let written = 0;
	const meter = createCaptureMeter(files, context);
	const exporting = exportCaptures(
		{...request, files, isWanted: isWantedBy(request)},
		{
			onWritten(facts) {
				written++;
				console.write(`${toLine(facts, isJson)}\n`);
			},
			onKept: path => console.complain(`${path} is there already and is kept: -f writes over it`),
			onNote: console.complain,
			onRead(bytes, messages) {
				meter.onRead(bytes);
				meter.add(messages);
			},
			onCapture: meter.next,
			isStopped: () => code !== null,
		},
	);
	const ended = Promise.race([exporting, givenUp(request, context)]);
	const markets = await ended.finally(meter.stop);
	if (!markets) {
		// Who has gone away knows.
		if (code !== exitCodes.done)
			console.complain(
				'the export was stopped before its end: of what was not whole nothing is left',
			);
		return code ?? exitCodes.failed;
	}
	if (markets.length === 0) {
		const name = request.market ? ` of ${formatWanted(request.market)}` : '';
		throw new CaptureError(`${request.paths.join(', ')}: no book${name} was found`);
	}
	if (written === 0) console.complain('no file of rows was written');
	return exitCodes.done;
};

/** Writes the proven books and the trades of captures in a format of others. Returns the exit code. */
export const exportData = async (request: DataRequest, context: DataContext): Promise<number> => {
	inlineLess();
	try {
		return await run(request, context);
	} catch (error) {
		if (!(error instanceof CaptureError || error instanceof FileError)) throw error;
		context.console.complain(error.message);
		return exitCodes.failed;
	}
};
