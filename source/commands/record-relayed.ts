import type {Clock} from '../clock.js';
import type {Exchange} from '../exchanges/exchange.js';
import type {OpenFile} from '../files/file-system.js';
import {formatPair, type WantedMarket} from '../market-name.js';
import type {MarketChoice} from '../options/market-choice.js';
import {exitCodes} from '../output/console.js';
import {showProgress, type ProgressOutput} from '../output/progress.js';
import type {BookName} from '../relay/subjects.js';
import type {Service} from '../service/service.js';
import {shareTicks} from '../session/shared-ticks.js';
import type {Bus} from '../transport/bus.js';
import {startRelayedSession} from '../relayed/relayed-session.js';
import {untilRefused} from '../relayed/until-connected.js';
import {chooseWires, describeNone, headerOf} from './offered-wires.js';
import {toFailure} from './record.js';
import {tellFiles, tellLosses} from './tell-recorded.js';
import {
	startCapture,
	type PartsPlan,
	type StartCaptureOptions,
	type StartedCapture,
} from './record-parts.js';
import {writeHistory, type WireHistoryOptions} from './wire-history.js';
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
	/** See `StartCaptureOptions`. */
	readonly hold?: StartCaptureOptions['hold'];
	/** Is handed what is recorded once it is. */
	readonly onStart?: (capture: StartedCapture) => void;
	/** Tells others how the books are, where anybody may ask. */
	readonly service?: Pick<Service, 'follow'> | null;
	readonly random: () => number;
};

/** Writes a stretch of the past into one file. Returns the exit code. */
const recordPast = async (
	{path, appVersion}: RecordRelayedOptions,
	{bus, clock, output, complain, stopped, open}: RecordRelayedContext,
	{books, stretch}: Pick<WireHistoryOptions, 'books' | 'stretch'>,
): Promise<number> => {
	let end: number | null = null;
	void stopped.then(code => (end = code));
	const history = await writeHistory(
		{path, header: headerOf(books, appVersion), books, stretch, maxBytes: Infinity},
		{bus, clock, open, isStopped: () => end !== null},
	);
	if (history.type === 'failed') {
		complain(history.reason);
		return exitCodes.failed;
	}
	tellFiles([{path: history.path, bytes: history.bytes}], output);
	return end ?? exitCodes.done;
};

/** Follows the books beside their wire, for who asks how they are. Returns stop. */
const followBooks = (
	books: readonly BookName[],
	{exchanges}: RecordRelayedOptions,
	{bus, clock, random, service}: RecordRelayedContext,
): (() => void) => {
	if (!service) return () => undefined;
	const own = shareTicks(clock);
	const sessions = [...new Set(books.map(formatPair))].map(name => {
		const pair = books.filter(book => formatPair(book) === name);
		const {base = '', quote = ''} = pair[0] ?? {};
		return startRelayedSession({
			...{bus, clock: own, random, wanted: {type: 'pair', base, quote}},
			exchanges: exchanges.filter(({id}) => pair.some(({exchange}) => exchange === id)),
		});
	});
	service.follow(() => sessions.flatMap(({store}) => store.getView().books));
	return () => {
		for (const session of sessions) session.stop();
	};
};

/** Writes what relays keep of the wire into files, as if it had been recorded here. Returns the exit code. */
export const recordRelayed = async (
	options: RecordRelayedOptions,
	context: RecordRelayedContext,
): Promise<number> => {
	const {bus, clock, output, complain, stopped, open, hold, onStart} = context;
	const {path, plan, appVersion, stretch, choices, exchanges} = options;
	const books = await chooseWires(bus, {choices, exchanges, isPast: stretch !== null});
	if (books.length === 0) {
		complain(describeNone(choices));
		return exitCodes.failed;
	}
	if (stretch) return recordPast(options, context, {books, stretch});
	const header = headerOf(books, appVersion);
	const tap = createWireTap({bus, clock, books, say: complain});
	const capture = await startCapture({
		...{plan, path, header, clock, tap, open, hold, say: complain},
		// Each part of a file begins with one of the wire.
		refresh: () => undefined,
	}).catch(toFailure);
	if (typeof capture === 'string') {
		complain(capture);
		return exitCodes.failed;
	}
	onStart?.(capture);
	const endProgress = showProgress(output, clock, () => {
		const {isBehind, elapsedMs, messages, bytes} = capture.state();
		return {elapsedMs, messages, bytes, notes: isBehind ? ['the output is slow'] : []};
	});
	const endBooks = followBooks(books, options, context);
	const end = await Promise.race([stopped, capture.failed, untilRefused(bus)]);
	endBooks();
	const files = await capture.stop();
	endProgress();
	tellFiles(files, output);
	if (typeof end === 'number') {
		tellLosses(capture.status(), complain);
		return end;
	}
	complain(end);
	return exitCodes.failed;
};
