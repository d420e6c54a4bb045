import type {BookView} from '../store/market-view.js';
import type {StoreWrite} from '../store/store-writes.js';
import type {Bus} from '../transport/bus.js';
import {createAppender, type AppenderOptions} from './appender.js';
import {toLogEnd, type LogEnd} from './claim.js';
import {createKeptWrites, toHeld, toKept, type Kept, type KeptWrites} from './kept-writes.js';
import {packBatch, type Batch, type PlacedState, type Word} from './messages.js';
import {createOutgoing, type WaitingWrites} from './outgoing.js';
import type {Pace} from './pace.js';
import {toState} from './state.js';
import {leaseMs} from './subjects.js';
import {packStatus} from './writes.js';
import {createTerm, viewOf, type OwnBook, type Term, type TermOptions} from './term.js';

/**
 * How long a book that is not as far as the log yet is given to come up: as long as an owner is believed. Taken over by
 * a relay that its machine holds up, books would be begun anew, and begun anew once more with who is ahead.
 */
const behindMs = leaseMs;

export type LogEvent =
	| {readonly type: 'owner'; readonly epoch: number; readonly isContiguous: boolean}
	/** It was the owner and is no more. */
	| {readonly type: 'lost'; readonly epoch: number; readonly reason: string};

export type BookLogOptions = OwnBook &
	Pick<AppenderOptions, 'onTrouble' | 'onAnswer'> & {
		readonly bus: Pick<Bus, 'append' | 'newest' | 'maxBytes'>;
		/** Of the log. */
		readonly subject: string;
		/** Whether the sequences of one relay's connection are those of another's. */
		readonly isComparable: boolean;
		/** Of the messages of all books. */
		readonly pace: Pace;
		/** What waits to be sent of all books. */
		readonly waiting: WaitingWrites;
		readonly onEvent: (event: LogEvent) => void;
	};

/** What the log tells; the rest is this relay's own affair. */
const isLogged = ({name}: StoreWrite): boolean =>
	['apply', 'audit', 'addTrades', 'setStatus', 'setFacts'].includes(name);

/** The first message of an epoch: with what is missing in the log, or where that is not sure, with the whole book. */
const toOpen = (options: OwnBook, shown: BookView, epoch: number, rest: readonly Kept[] | null) => {
	const {key, run, clock, attention, store} = options;
	const batch: Batch = {
		...{epoch, run, n: 0, asOf: attention.readUpTo(), at: clock.wall()},
		...{q: shown.sequence, sum: store.sumOf(key)},
		writes: rest?.map(({write}) => write) ?? [],
		held: toHeld(rest ?? []),
		open: {
			status: packStatus(shown),
			state: rest ? null : toState(shown, store.rangeOf(key)),
		},
	};
	return {id: batch, bytes: packBatch(batch)};
};

/** How long what its owner has not sent yet is waited for, where our book has just begun after the end of the log. */
const aheadMs = 250;

/** Tells for how long the log and our book have been apart: the one that is behind may come up yet. */
const createPatience = ({clock, isComparable}: BookLogOptions, kept: KeptWrites) => {
	let since: number | null = null;
	return ({q}: LogEnd, {sequence}: BookView): boolean => {
		const isBehind = isComparable && q !== null && (sequence ?? 0) < q;
		const isAhead = isComparable && q !== null && kept.beginsAfter(q);
		since = isBehind || isAhead ? (since ?? clock.now()) : null;
		return since !== null && clock.now() - since < (isBehind ? behindMs : aheadMs);
	};
};

type Port = {
	readonly kept: KeptWrites;
	/** A turn's writes are complete. */
	endTurn(): void;
	isStopped(): boolean;
	begin(term: Omit<TermOptions, keyof OwnBook | 'pace' | 'onEnd'>, isContiguous: boolean): void;
};

/** Takes the log over, one try at a time; `meanwhile` is what is written while one is under way. */
const createClaims = (options: BookLogOptions, {kept, endTurn, isStopped, begin}: Port) => {
	const {subject, key, isComparable} = options;
	const appender = createAppender({...options, subject});
	const isPatient = createPatience(options, kept);
	let isClaiming = false;
	let meanwhile: ReturnType<typeof createOutgoing> | null = null;
	/** The highest that was seen: a log that lost its tail may end before it. */
	let knownEpoch = 0;

	const open = async (logEnd: LogEnd, shown: BookView): Promise<void> => {
		const rest = isComparable ? kept.since(logEnd) : null;
		const epoch = knownEpoch + 1;
		const frozen = toOpen(options, shown, epoch, rest);
		const outgoing = createOutgoing(options.waiting);
		meanwhile = outgoing;
		const sent = await appender.send(frozen, logEnd.position, isStopped);
		meanwhile = null;
		knownEpoch = epoch;
		if (sent.type !== 'stored') {
			for (const item of outgoing.drain()) kept.add(item);
			return;
		}
		// Nobody follows the book any more, for which nothing may vouch then.
		if (isStopped()) {
			outgoing.end();
			return;
		}
		const {position} = sent;
		begin({appender, epoch, position, q: shown.sequence, outgoing}, rest !== null);
	};

	const tryOnce = async (): Promise<void> => {
		const newest = await appender.newest(isStopped);
		if (newest === undefined) return;
		endTurn();
		const shown = viewOf(options);
		const logEnd = toLogEnd(newest, key);
		knownEpoch = Math.max(knownEpoch, logEnd.epoch);
		if (shown?.status === 'live' && !isPatient(logEnd, shown)) await open(logEnd, shown);
	};

	return {
		meanwhile: () => meanwhile,
		async claim(): Promise<void> {
			if (isClaiming) return;
			isClaiming = true;
			try {
				await tryOnce();
			} finally {
				isClaiming = false;
			}
		},
	};
};

/** The log of one book, as the relay that follows it writes it: as its owner, or ready to become so. */
export const createBookLog = (options: BookLogOptions) => {
	const {key, attention, store, isComparable, onEvent} = options;
	const kept = createKeptWrites();
	let term: Term | null = null;
	let isStopped = false;
	let isInTurn = false;

	/** What is written in one turn goes together: a change, and what is made of it. */
	const endTurn = () => {
		if (!isInTurn) return;
		isInTurn = false;
		if (term) void term.pump();
		else if (isComparable && !claims.meanwhile()) kept.sum(store.sumOf(key));
	};

	const begin: Port['begin'] = (given, isContiguous) => {
		const begun = createTerm({
			...{...options, ...given},
			onEnd(reason) {
				term = null;
				if (!isStopped) onEvent({type: 'lost', epoch: given.epoch, reason});
			},
		});
		term = begun;
		kept.forget();
		onEvent({type: 'owner', epoch: given.epoch, isContiguous});
		if (given.outgoing.isTooMuch()) begun.end('more was written than is kept');
		else void begun.pump();
	};

	const claims = createClaims(options, {kept, endTurn, isStopped: () => isStopped, begin});

	return {
		/** What was written to the session's store. */
		write(write: StoreWrite) {
			if (isStopped || !isLogged(write)) return;
			(term ?? claims.meanwhile() ?? kept).add(toKept(write, attention.readUpTo()));
			if (!isInTurn) queueMicrotask(endTurn);
			isInTurn = true;
		},
		isOwner: () => term !== null,
		/** 0 where it is not the owner. */
		epoch: () => term?.epoch ?? 0,
		/** Takes the log over if the book is in sync: from there on whoever had it is refused. */
		claim: async (): Promise<void> => (term || isStopped ? undefined : claims.claim()),
		/** Another relay says that it has the log: it is not waited until that is found out by a refusal. */
		giveWay(epoch: number) {
			if (term && epoch > term.epoch) term.end('another relay has it');
		},
		/** What can be vouched for now; null where it is not the owner. */
		word: (): Word | null => term?.word() ?? null,
		/** Hands over the book as it is now, once its position is known; never where it is not the owner by then. */
		capture: (take: (placed: PlacedState) => void): void => term?.capture(take),
		stop() {
			isStopped = true;
			term?.end('stopped');
		},
	};
};

export type BookLog = ReturnType<typeof createBookLog>;
