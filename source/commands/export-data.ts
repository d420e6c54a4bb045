import {CaptureError} from '../capture/capture-item.js';
import {isTimed, readCapture} from '../capture/read-capture.js';
import type {CaptureHeader} from '../capture/capture-format.js';
import type {Clock} from '../clock.js';
import {createDayFiles, type Written} from '../datasets/day-files.js';
import {exportCapture} from '../datasets/export-capture.js';
import {openFormat, type FormatName, type RowType} from '../datasets/formats.js';
import {exchanges} from '../exchanges/index.js';
import {FileError} from '../files/file-error.js';
import {filesIn} from '../files/files-in.js';
import {formatWanted, toWord, type WantedMarket} from '../market-name.js';
import type {ChosenExchange} from '../options/options.js';
import {exitCodes, type Console} from '../output/console.js';
import type {ProgressOutput} from '../output/progress.js';
import type {Report} from '../verify/report.js';
import {createCaptureMeter} from './capture-meter.js';

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
};

export type DataContext = {
	readonly console: Pick<Console, 'write' | 'complain'>;
	/** The progress. */
	readonly output: ProgressOutput;
	readonly clock: Clock;
	/** Resolves with the exit code when it is time to stop. */
	readonly stopped: Promise<number>;
};

const isMarket = (wanted: WantedMarket, exchange: string, symbol: string): boolean => {
	const own = exchanges.find(({id}) => id === exchange);
	if (wanted.type === 'pair' && own)
		return own.toSymbol(wanted.base, wanted.quote).toUpperCase() === symbol.toUpperCase();
	return toWord(wanted) === symbol.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
};

/** Whether a market is one of those asked for. */
const isWantedBy =
	({market, exchanges: chosen}: DataRequest) =>
	(exchange: string, symbol: string): boolean => {
		const own = chosen?.find(({id}) => id === exchange);
		if (chosen && !own) return false;
		const wanted = own?.wanted ?? market;
		return !wanted || isMarket(wanted, exchange, symbol);
	};

const readHeader = async (path: string): Promise<CaptureHeader> => {
	for await (const item of readCapture(path)) if (item.type === 'header') return item.header;
	throw new Error('a capture always begins with its header');
};

/** Files of one time are one capture; where they have none in common, each is one. */
const toCaptures = async (paths: readonly string[]): Promise<readonly (readonly string[])[]> => {
	if (paths.length < 2) return [paths];
	const headers: CaptureHeader[] = [];
	for (const path of paths) headers.push(await readHeader(path));
	return isTimed(headers) ? [paths] : paths.map(path => [path]);
};

/** What is told of a file: a line for people, or an object. */
const toLine = (written: Written, isJson: boolean): string =>
	isJson
		? JSON.stringify(written)
		: `${written.path}  ${written.rows} rows  ${written.verifiedPercent} % verified  ${written.gaps} gaps`;

/** What is worth saying of a capture that was exported. */
const captureNotes = ({header, defects}: Report): readonly string[] => [
	...(header?.startedAt === 0
		? ['when it was recorded is not known, so its times count from 1970']
		: []),
	...(defects.length > 0
		? [
				'the capture has defects, which "steem-tui verify" lists; what could not be proven is left out',
			]
		: []),
];

/** Of exported markets, by exchange and symbol: which exchanges' books are written in part, and why. */
const partNotes = (markets: readonly string[]): readonly string[] =>
	exchanges.flatMap(({id, title, channels}) => {
		if (!markets.some(market => market.startsWith(`${id} `))) return [];
		const seen = channels.flatMap(({loss}) => (loss.type === 'checksum' ? [loss.levels] : []));
		return seen.map(
			levels =>
				`${title}: of each book the best ${levels} levels a side are written; nothing vouches for those beyond`,
		);
	});

const run = async (request: DataRequest, context: DataContext): Promise<number> => {
	const {format, folder, types, levels, isForced, isJson} = request;
	const {console} = context;
	const paths = await filesIn(request.paths);
	if (paths.length === 0)
		throw new CaptureError(`${request.paths.join(', ')}: no capture is there`);
	let code: number | null = null;
	void context.stopped.then(stopCode => {
		code = stopCode;
	});
	let files = 0;
	const markets: string[] = [];
	const days = createDayFiles({
		...{folder, isForced},
		createSheet: await openFormat(format, types, levels),
		onWritten(written) {
			files++;
			console.write(`${toLine(written, isJson)}\n`);
		},
		onKept: path => console.complain(`${path} is there already and is kept: -f writes over it`),
	});
	const meter = createCaptureMeter(paths, context);
	try {
		for (const capture of await toCaptures(paths)) {
			const exported = await exportCapture(
				capture,
				{days, isWanted: isWantedBy(request)},
				{onRead: meter.onRead, isStopped: () => code !== null},
			);
			if (!exported) return code ?? exitCodes.failed;
			const {report} = exported;
			meter.add(report.messages);
			meter.next();
			markets.push(...exported.markets);
			for (const note of captureNotes(report)) console.complain(`${capture.join(', ')}: ${note}`);
		}
	} finally {
		meter.stop();
	}
	if (markets.length === 0) {
		const name = request.market ? ` of ${formatWanted(request.market)}` : '';
		throw new CaptureError(`${request.paths.join(', ')}: no book${name} was found`);
	}
	for (const note of partNotes(markets)) console.complain(note);
	if (files === 0) console.complain('no file of rows was written');
	return exitCodes.done;
};

/** Writes the proven books and the trades of captures in a format of others. Returns the exit code. */
export const exportData = async (request: DataRequest, context: DataContext): Promise<number> => {
	try {
		return await run(request, context);
	} catch (error) {
		if (!(error instanceof CaptureError || error instanceof FileError)) throw error;
		context.console.complain(error.message);
		return exitCodes.failed;
	}
};
