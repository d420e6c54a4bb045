import type {Clock} from '../clock.js';
import type {OpenFile} from '../files/file-system.js';
import type {BookName} from '../relay/subjects.js';
import type {Bus} from '../transport/bus.js';
import {chooseWires, describeNone, headerOf, type WireChoice} from './offered-wires.js';
import {openPast, type RelayedPast} from './relayed-past.js';
import type {Stretch} from './wire-events.js';
import {writeHistory} from './wire-history.js';

export type RelayedHistoryOptions = Omit<WireChoice, 'isPast'> & {
	/** Of a file that is not there yet. */
	readonly path: string;
	/** Epoch milliseconds; `to` is infinite where it goes on with what comes. */
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
	/** A capture was written, of what relays keep of the wire. */
	| {
			readonly type: 'written';
			/** Milliseconds from its start to the moment that was asked for. */
			readonly from: number;
	  }
	/** It is read from the books' log as it is wanted; the bus is needed until it is stopped. */
	| {readonly type: 'log'; readonly past: RelayedPast; readonly from: number}
	/** In a sentence. */
	| {readonly type: 'failed'; readonly reason: string};

/** Of the file: a day of a busy market. */
const maxBytes = 2 ** 30;

/** Read on after a moment of which a book is wanted, in milliseconds. */
const afterMs = 60_000;

/** What came just before now may not be stored yet, in milliseconds. */
const soonMs = 5000;

/** `2026-11-28 12:30:05`, in UTC. */
const timeOf = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

const tellStart = (from: number, startedAt: number, tell: (text: string) => void) => {
	if (from < startedAt)
		tell(`what relays keep begins at ${timeOf(startedAt)} UTC: it is shown from there`);
};

const describeBegin = (startedAt: number): string =>
	`nothing is kept of that time: what relays keep begins at ${timeOf(startedAt)} UTC`;

type Written = {readonly startedAt: number; readonly lastAt: number};

/** Why a moment is not in what was kept, in a sentence; null where it is. */
const whyNot = (from: number, {startedAt, lastAt}: Written, isExact: boolean): string | null => {
	if (from - lastAt > soonMs)
		return `nothing is kept of that time: what relays keep ends at ${timeOf(lastAt)} UTC`;
	if (isExact && from < startedAt) return describeBegin(startedAt);
	return null;
};

/** What relays keep of the wire, in a file that can be replayed from a moment on. */
const writeWire = async (
	books: readonly BookName[],
	{path, stretch, appVersion, isExact}: RelayedHistoryOptions,
	{bus, clock, open, tell, isStopped}: RelayedHistoryContext,
): Promise<RelayedHistory> => {
	const to = Math.min(stretch.to, clock.wall());
	const history = await writeHistory(
		{
			...{path, header: headerOf(books, appVersion), books, maxBytes},
			stretch: {from: stretch.from, to: isExact ? Math.min(to, stretch.from + afterMs) : to},
		},
		{bus, clock, open, isStopped},
	);
	if (history.type === 'failed') return history;
	const {startedAt, lastAt, isCut} = history;
	const reason = whyNot(stretch.from, history, isExact);
	if (reason !== null) return {type: 'failed', reason};
	tellStart(stretch.from, startedAt, tell);
	if (!isExact)
		tell(`the history ends at ${timeOf(lastAt)} UTC${isCut ? ': more is too much at once' : ''}`);
	// Of a moment whose last second is still on its way, what came last is the newest that there is.
	return {type: 'written', from: Math.max(0, Math.min(stretch.from, lastAt) - startedAt)};
};

/** One of each exchange: a word may be several markets. */
const oneEach = (books: readonly BookName[]): readonly BookName[] =>
	[...new Map(books.toReversed().map(book => [book.exchange, book])).values()].toReversed();

/**
 * What relays keep from a moment on: by the books' log, of which only what is wanted is read, and where that does not
 * reach so far back, by the wire. Rejects with a `BusError`.
 */
export const openHistory = async (
	options: RelayedHistoryOptions,
	context: RelayedHistoryContext,
): Promise<RelayedHistory> => {
	const {choices, exchanges, stretch, isExact} = options;
	const {bus, clock, tell} = context;
	const {from} = stretch;
	const books = oneEach(await chooseWires(bus, {choices, exchanges, isPast: true}));
	if (books.length === 0) return {type: 'failed', reason: describeNone(choices)};
	const past = await openPast(bus, clock, {books, exchanges, ...stretch});
	if (past && past.startedAt <= from) return {type: 'log', past, from: from - past.startedAt};
	const written = await writeWire(books, options, context);
	if (written.type !== 'failed' || !past || isExact) return written;
	// What is shown from there is no part of what was asked for.
	if (past.startedAt > stretch.to) return {type: 'failed', reason: describeBegin(past.startedAt)};
	tellStart(from, past.startedAt, tell);
	return {type: 'log', past, from: 0};
};
