import type {BookEvent} from './book-events.js';
import type {BookRun} from './book-run.js';
import type {createDefects, DefectCode} from './defects.js';
import {createPairs} from './pairs.js';
import {createBookTally, type BookTally} from './tallies.js';

/** The longest time without any sign on a connection, and since when. */
export type Silence = {
	/** How long. */
	readonly ms: number;
	/** Milliseconds since the start of the capture. */
	readonly at: number;
};

/** Books that are counted one by one: more than are followed; what comes after that many is counted together. */
const maxTallies = 10_000;

/** Milliseconds in which a new connection may still be without a book. */
const patienceMs = 10_000;

const placeOf = ({exchange, symbol}: BookTally) => `${exchange} ${symbol}`;

const toDiffering = (levels: number) =>
	levels === 1 ? '1 level differs' : `${levels} levels differ`;

/** Counts what happened to a book; `add` notes a defect. */
const count = (
	tally: BookTally,
	event: BookEvent,
	now: number,
	add: (code: DefectCode, detail: string) => void,
): void => {
	switch (event.type) {
		case 'gap':
			tally.gaps++;
			add('gap', `updates were missed: ${event.detail}`);
			break;
		case 'crossed':
			tally.crossed++;
			add('crossed', `the book is crossed, ${event.detail}`);
			break;
		case 'unreadable':
			tally.unreadable++;
			add('unreadable-message', event.detail);
			break;
		case 'unlinked':
		case 'outdated':
			tally.unlinked++;
			break;
		case 'repeated':
			break;
		case 'changes':
			tally.changesAlone ??= {count: 0, since: now};
			tally.changesAlone.count++;
			break;
		case 'resync':
			tally.resyncs++;
			break;
		case 'snapshot':
			tally.snapshots++;
			break;
		case 'audit':
			tally.audits++;
			tally.differences += event.differences;
			if (event.differences > 0)
				add('different', `${toDiffering(event.differences)} from a snapshot`);
	}
};

/** Notes on which connections, and in which files, books are. */
const createPlaces = () => {
	/** The file in which a book was on a connection last. */
	const filesOf = new Map<BookTally, string>();
	/** Those that begin anew, whatever became of their connections. */
	const anew = new Set<BookTally>();
	return {
		/** A connection is open for the book, the first or one after another has ended. */
		onConnection(tally: BookTally, file: string) {
			const isAgain = filesOf.get(tally) === file && !tally.isLeft;
			if (isAgain && !anew.has(tally)) tally.reconnects++;
			anew.delete(tally);
			tally.isLeft = false;
			filesOf.set(tally, file);
		},
		/** No book of before goes on: what opens next need not be in place of a connection that was lost. */
		beginAnew() {
			for (const tally of filesOf.keys()) anew.add(tally);
		},
		/** Its connection goes on in another file. */
		goOn(tally: BookTally, file: string) {
			filesOf.set(tally, file);
		},
		/** The recording of a file goes over to another market: its books end here, unless they are heard of again. */
		leave(file: string) {
			for (const [tally, last] of filesOf) if (last === file) tally.isLeft = true;
		},
	};
};

/** How long a connection that had the book was silent at the most. */
const noteSilence = (tally: BookTally, {ms, at}: Silence): void => {
	if (ms <= tally.longestSilenceMs) return;
	tally.longestSilenceMs = ms;
	tally.longestSilenceAt = at;
};

/** What became of each book over all its connections. `now` is the capture's time. */
export const createBookLedger = (
	defects: Pick<ReturnType<typeof createDefects>, 'add'>,
	now: () => number,
) => {
	const tallies: BookTally[] = [];
	const known = createPairs<BookTally>();
	/** Books out of sync on a connection that is open: what no snapshot was found for. */
	const lacks = new Map<BookTally, string>();

	return {
		...createPlaces(),
		tallyOf(exchange: string, symbol: string): BookTally {
			const name = tallies.length < maxTallies || known.get(exchange, symbol) ? symbol : 'others';
			const before = known.get(exchange, name);
			if (before) return before;
			const tally = createBookTally(exchange, name);
			known.set(exchange, name, tally);
			tallies.push(tally);
			return tally;
		},
		onMessage(tally: BookTally) {
			tally.messages++;
			tally.isLeft = false;
		},
		onEvent(tally: BookTally, event: BookEvent) {
			const add = (code: DefectCode, detail: string) => {
				defects.add(code, placeOf(tally), detail, now());
			};
			count(tally, event, now(), add);
		},
		/** Its connection is over, or the capture is: then `openMs` tells for how long it was open. */
		settle(tally: BookTally, run: BookRun, openMs: number | null) {
			tally.isInSync = openMs !== null && run.isInSync();
			const lack = openMs === null ? null : run.lack();
			if (lack !== null && (lack !== '' || Number(openMs) > patienceMs)) lacks.set(tally, lack);
			else lacks.delete(tally);
			const {sequence, bids, asks} = run.book;
			if (sequence === null) return;
			tally.sequence = sequence;
			tally.levels = {bids: bids.length, asks: asks.length};
		},
		onSilence: noteSilence,
		all: (): readonly BookTally[] => tallies,
		/** To be called once, after the last event. */
		finish(): readonly BookTally[] {
			for (const tally of tallies) {
				const lack = tally.isInSync ? undefined : lacks.get(tally);
				if (tally.isLeft || tally.messages === 0) continue;
				if (tally.snapshots > 0 && lack === undefined) continue;
				const detail = lack ? `, ${lack}` : '';
				defects.add('no-book', placeOf(tally), `no snapshot links to its updates${detail}`, now());
			}
			return tallies;
		},
	};
};
