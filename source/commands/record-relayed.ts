import type {Clock} from '../clock.js';
import type {Exchange} from '../exchanges/exchange.js';
import type {OpenFile} from '../files/file-system.js';
import {formatPair, formatWanted, isWanted, type WantedMarket} from '../market-name.js';
import {matches, type MarketChoice} from '../options/market-choice.js';
import {exitCodes} from '../output/console.js';
import {showProgress, type ProgressOutput} from '../output/progress.js';
import {listOffered} from '../relay/offered-books.js';
import type {BookName} from '../relay/subjects.js';
import type {Bus} from '../transport/bus.js';
import {tellFiles} from './record.js';
import {startCapture, type PartsPlan} from './record-parts.js';
import {readHistory} from './wire-history.js';
import {createWireTap} from './wire-tap.js';

export type RecordRelayedOptions = {
	readonly choices: readonly MarketChoice[];
	readonly exchanges: readonly (Exchange & {readonly wanted?: WantedMarket | undefined})[];
	readonly path: string;
	/** Null for one file. */
	readonly plan: PartsPlan | null;
	readonly appVersion: string;
	/** A stretch of history, in epoch milliseconds; null for what comes from now on. */
	readonly stretch: {readonly from: number; readonly to: number} | null;
};

export type RecordRelayedContext = {
	readonly bus: Bus;
	readonly clock: Clock;
	readonly output: ProgressOutput;
	readonly complain: (text: string) => void;
	readonly stopped: Promise<number>;
	readonly open: OpenFile;
};

const isMeant = (choice: MarketChoice, book: BookName): boolean =>
	choice.type === 'pattern' ? matches(choice, book) : isWanted(choice, book);

/** Of the books that relays have those that are meant. */
const chooseOffered = (
	offered: readonly BookName[],
	{choices, exchanges}: RecordRelayedOptions,
): readonly BookName[] =>
	exchanges.flatMap(({id, wanted}) =>
		offered.filter(
			book =>
				book.exchange === id && (wanted ? [wanted] : choices).some(choice => isMeant(choice, book)),
		),
	);

const describe = (choice: MarketChoice): string =>
	choice.type === 'pattern' ? choice.text : formatWanted(choice);

/** Writes what relays keep of the wire into files, as if it had been recorded here. Returns the exit code. */
export const recordRelayed = async (
	options: RecordRelayedOptions,
	context: RecordRelayedContext,
): Promise<number> => {
	const {bus, clock, output, complain, stopped, open} = context;
	const {path, plan, appVersion, stretch, choices} = options;
	const books = chooseOffered(await listOffered(bus), options);
	if (books.length === 0) {
		complain(`no relay has ${choices.map(describe).join(', ')}`);
		return exitCodes.failed;
	}
	const names = [...new Set(books.map(formatPair))];
	const header = {
		...{market: names[0] ?? '', exchanges: [...new Set(books.map(({exchange}) => exchange))]},
		...(names.length > 1 ? {markets: names} : {}),
		app: appVersion,
	};
	if (stretch) return readHistory({...{path, header, books, stretch}}, {...context, tellFiles});
	const tap = createWireTap({bus, clock, books, say: complain});
	const capture = await startCapture({
		...{plan, path, header, clock, tap, open, say: complain},
		// Each part of a file begins with one of the wire.
		refresh: () => undefined,
	});
	const endProgress = showProgress(output, clock, () => {
		const {isBehind, elapsedMs, messages, bytes} = capture.state();
		return {elapsedMs, messages, bytes, notes: isBehind ? ['the output is slow'] : []};
	});
	const end = await Promise.race([stopped, capture.failed]);
	const files = await capture.stop();
	endProgress();
	tellFiles(files, output);
	if (typeof end === 'number') return end;
	complain(end);
	return exitCodes.failed;
};
