import type {BookFacts, BookKey} from '../store/market-view.js';
import type {StoreWrite} from '../store/store-writes.js';
import type {BusMessage} from '../transport/bus.js';
import {readBatch, type Batch, type PlacedState, type Word} from './messages.js';
import {createPartJoiner, placeOf} from './parts.js';
import {createPastProof, type PastProof} from './past-book.js';
import type {BookState} from './state.js';
import {orUnreadable} from './reading.js';
import {breaksTape} from './told-fills.js';
import {toMoved} from './past-writes.js';
import {movedStatus} from './writes.js';

/** Where the log is read up to: the batch that was taken last. */
type Place = {
	readonly run: string;
	readonly epoch: number;
	readonly n: number;
};

/** Number of a batch by the words that its parts have: `desk-1~k3f9a2 7 412`; null for one of another owner. */
const numberOfPart = (of: string, {run, epoch}: PlacedState): number | null => {
	const n = Number(of.split(' ').at(-1));
	return of === `${run} ${epoch} ${n}` ? n : null;
};

/** Whether a batch comes right after a place. */
const follows = ({run, epoch, n}: Place, batch: Batch): boolean =>
	batch.open
		? batch.epoch > epoch
		: batch.run === run && batch.epoch === epoch && batch.n === n + 1;

/** The writes that make a book what a state says, by the wall clock. */
const toWrites = (
	key: BookKey,
	{facts, image, receivedAt, trades}: BookState,
	at: number,
	aheadMs: number,
): readonly StoreWrite[] => {
	const changedAt = receivedAt === null ? at : receivedAt + aheadMs;
	return [
		{name: 'setFacts', args: [key, facts]},
		{name: 'restore', args: [key, image, changedAt]},
		{name: 'addTrades', args: [key, trades, changedAt]},
	];
};

/** Makes the book what a state says, and of its tape what follows that of before. */
const restore = (
	book: PastProof['book'],
	key: BookKey,
	state: BookState,
	at: number,
	aheadMs: number,
) => {
	if (book.mayMiss(state)) book.write(at, {name: 'breakTape', args: [key]});
	for (const write of toWrites(key, state, at, aheadMs)) book.write(at, write);
};

/** A clock that was not seen to be right for so long may have been set, in milliseconds. */
const clockMs = 120_000;

/** What is told right after it was read is as of a moment no further back, in milliseconds. */
const soonMs = 1000;

/**
 * How far the wall clock of a run is ahead of the clock by which it tells moments. What it tells is as of the last
 * moment up to which it had surely read: after a pause that is long ago.
 */
const createWallAhead = () => {
	const runs = new Map<string, {ms: number; seenAt: number}>();
	return ({run, at, asOf}: Pick<Batch, 'run' | 'at' | 'asOf'>): number => {
		const now = at - asOf;
		const known = runs.get(run) ?? {ms: now, seenAt: at};
		const isSoon = now - known.ms <= soonMs;
		const wasSet = at - known.seenAt > clockMs;
		const ms = wasSet ? now : Math.min(known.ms, now);
		runs.set(run, {ms, seenAt: isSoon || wasSet ? at : known.seenAt});
		return ms;
	};
};

/** Writes a batch to the book. Returns whether that is the owner's after it. */
const takeBatch = (proof: PastProof, key: BookKey, batch: Batch, aheadMs: number): boolean => {
	const {book, say, prove, silence, settle} = proof;
	const {at, asOf, open, sum, run} = batch;
	const readUpTo = Math.min(at, asOf + aheadMs);
	const moved = toMoved(batch, aheadMs);
	const first = moved.find(({write}) => write.name === 'apply');
	let isBehindFirst = false;
	const {state = null} = open ?? {};
	// What one owner had read, the book before was right up to; and between two, where none changed it.
	if (!open) prove(first?.sureUpTo ?? readUpTo, run);
	else if (!state && !first) prove(at, run);
	silence(first?.madeAt ?? at);
	if (state) restore(book, key, state, at, aheadMs);
	let differences = 0;
	for (const one of moved) {
		const {write, madeAt, sureUpTo} = one;
		if (isBehindFirst && sureUpTo !== null) {
			prove(sureUpTo, run);
			silence(madeAt);
		}
		isBehindFirst ||= one === first;
		if (breaksTape(write)) book.write(madeAt, {name: 'breakTape', args: [key]});
		differences += book.write(madeAt, write);
	}
	if (open) say(at, movedStatus(open.status, aheadMs));
	prove(readUpTo, run);
	settle(at);
	return differences === 0 && book.isSum(sum);
};

/** Takes a batch that follows a place. Returns its own; null where it does not, or the book after it is another: nothing of it is told. */
const takeNext = (
	proof: PastProof,
	key: BookKey,
	before: Place,
	batch: Batch,
	aheadOf: ReturnType<typeof createWallAhead>,
): Place | null => {
	const known = proof.book.count();
	const until = proof.provenUntil();
	if (follows(before, batch) && takeBatch(proof, key, batch, aheadOf(batch))) return batch;
	proof.book.dropAfter(known);
	proof.breakOff(until);
	return null;
};

/** The place of a state by the message after which it was made: what comes next has to follow it. Null where that is none. */
const placeOfState = (
	key: BookKey,
	placed: PlacedState,
	message: BusMessage,
	isSum: (sum: number | null) => boolean,
): Place | null => {
	const {run, epoch, position} = placed;
	if (message.sequence !== position) return null;
	const part = placeOf(message.headers);
	const number = part && numberOfPart(part.of, placed);
	if (part) return number === null ? null : {run, epoch, n: number};
	const {n, sum, ...batch} = readBatch(message.bytes, key);
	return batch.epoch === epoch && batch.run === run && isSum(sum) ? {run, epoch, n} : null;
};

/** Reads the messages of a log, each of which has to follow the one before. */
const createPastReading = (key: BookKey, proof: PastProof) => {
	const {book} = proof;
	const joiner = createPartJoiner();
	const aheadOf = createWallAhead();
	let place: Place | null = null;
	/** Where it begins, until its message was read. */
	let begun: PlacedState | null = null;
	/** Of the newest message that was read. */
	let position = 0;

	const breakOff = () => {
		place = null;
		joiner.forget();
		proof.breakOff(proof.provenUntil());
	};

	const readBegun = (placed: PlacedState, message: BusMessage) => {
		place = placeOfState(key, placed, message, book.isSum);
		if (!place) breakOff();
	};

	const readMessage = (message: BusMessage) => {
		const {sequence} = message;
		if (begun) {
			const state = begun;
			begun = null;
			readBegun(state, message);
		} else if (place && sequence !== null && sequence > position) {
			position = sequence;
			const whole = joiner.add(message);
			if (whole) place = takeNext(proof, key, place, readBatch(whole, key), aheadOf);
		}
	};

	return {
		position: () => position,
		aheadOf,
		isOf: ({run, epoch, position: at}: Word): boolean =>
			at === position && place?.epoch === epoch && place.run === run,
		begin(placed: PlacedState) {
			[begun, place] = [placed, null];
			({position} = placed);
			joiner.forget();
		},
		read(message: BusMessage) {
			if (!proof.isBroken()) orUnreadable(() => readMessage(message), breakOff);
		},
	};
};

/**
 * The book log of one book, read from a state of it on. A book is told as live only where what is kept proves it:
 * each message follows the one before, the book after it has the owner's checksum, and the owner was there. Two
 * messages of one owner prove what lies between; behind the last of an owner nothing does for longer than a word.
 */
export const createPastLog = (facts: BookFacts) => {
	const {key} = facts;
	const proof = createPastProof(facts);
	const reading = createPastReading(key, proof);
	const {book} = proof;
	return {
		/** Goes on from a state; what was before does not count. */
		begin(placed: PlacedState) {
			const {at, asOf, run, state} = placed;
			const aheadMs = reading.aheadOf(placed);
			reading.begin(placed);
			proof.begin(Math.min(at, asOf + aheadMs), run);
			restore(book, key, state, at, aheadMs);
			proof.say(at, movedStatus(state.status, aheadMs));
			proof.settle(at);
		},
		/** The next message of the log, from that of the state on; those that were read already are left out. */
		read: reading.read,
		/** Nothing more is to be understood of it before another state. */
		isBroken: proof.isBroken,
		/** Of the newest message that was read, or of that of the state. */
		position: reading.position,
		provenUntil: proof.provenUntil,
		last: book.last,
		/** The owner's word, after all was read that is stored. Returns whether it vouches for the book. */
		vouch(word: Word): boolean {
			const {run, live, at, up, asOf, sum} = word;
			if (!reading.isOf(word) || !book.isSum(sum)) return false;
			if (live !== (book.said().status === 'live')) return false;
			proof.prove(at - up + asOf, run);
			proof.settle(proof.provenUntil());
			book.pass(proof.provenUntil());
			return true;
		},
		/** Nobody vouches for it: up to that moment there is nothing. */
		endAt(to: number) {
			proof.silence(to);
			book.pass(to);
		},
		take: book.take,
	};
};

export type PastLog = ReturnType<typeof createPastLog>;
