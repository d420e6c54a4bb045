import type {Clock} from '../clock.js';
import type {OpenFile} from '../files/file-system.js';
import type {Bus} from '../transport/bus.js';
import {chooseWires, describeNone, headerOf, type WireChoice} from './offered-wires.js';
import type {Stretch} from './wire-events.js';
import {writeHistory} from './wire-history.js';

export type RelayedHistoryOptions = Omit<WireChoice, 'isPast'> & {
	/** Of a file that is not there yet. */
	readonly path: string;
	readonly stretch: Stretch;
	readonly appVersion: string;
	/** Whether only a book of that very moment will do, not one of soon after. */
	readonly isExact: boolean;
};

export type RelayedHistoryContext = {
	readonly bus: Bus;
	readonly clock: Clock;
	readonly open: OpenFile;
	/** For people. */
	readonly tell: (text: string) => void;
	readonly isStopped: () => boolean;
};

export type RelayedHistory =
	| {
			readonly type: 'ready';
			/** Milliseconds from its start to the moment that was asked for. */
			readonly from: number;
	  }
	/** In a sentence. */
	| {readonly type: 'failed'; readonly reason: string};

/** Of the file: a day of a busy market. */
const maxBytes = 2 ** 30;

/** What came just before now may not be stored yet, in milliseconds. */
const soonMs = 5000;

/** `2026-11-28 12:30:05`, in UTC. */
const timeOf = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

type Written = {readonly startedAt: number; readonly lastAt: number};

/** Why a moment is not in what was kept, in a sentence; null where it is. */
const whyNot = (from: number, {startedAt, lastAt}: Written, isExact: boolean): string | null => {
	if (from - lastAt > soonMs)
		return `nothing is kept of that time: what relays keep ends at ${timeOf(lastAt)} UTC`;
	if (isExact && from < startedAt)
		return `nothing is kept of that time: what relays keep begins at ${timeOf(startedAt)} UTC`;
	return null;
};

/** Writes what relays keep of the wire into a file that can be replayed from a moment on. Rejects with a `BusError`. */
export const fetchHistory = async (
	{choices, exchanges, path, stretch, appVersion, isExact}: RelayedHistoryOptions,
	{bus, clock, open, tell, isStopped}: RelayedHistoryContext,
): Promise<RelayedHistory> => {
	const books = await chooseWires(bus, {choices, exchanges, isPast: true});
	if (books.length === 0) return {type: 'failed', reason: describeNone(choices)};
	const history = await writeHistory(
		{path, header: headerOf(books, appVersion), books, stretch, maxBytes},
		{bus, clock, open, isStopped},
	);
	if (history.type === 'failed') return history;
	const {startedAt, lastAt, isCut} = history;
	const reason = whyNot(stretch.from, history, isExact);
	if (reason !== null) return {type: 'failed', reason};
	if (stretch.from < startedAt)
		tell(`what relays keep begins at ${timeOf(startedAt)} UTC: it is shown from there`);
	if (!isExact)
		tell(`the history ends at ${timeOf(lastAt)} UTC${isCut ? ': more is too much at once' : ''}`);
	// Of a moment whose last second is still on its way, what came last is the newest that there is.
	return {type: 'ready', from: Math.max(0, Math.min(stretch.from, lastAt) - startedAt)};
};
