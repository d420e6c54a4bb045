import {keepChange} from '../../book/order-book.js';
import type {Snapshot} from '../increment.js';
import {toName, toNames} from '../json-names.js';
import {JsonScan} from '../json-scan.js';
import {parseTime} from '../parse.js';
import {SideScan} from '../side-scan.js';
import type {HuobiMessage} from './messages.js';

const wrapping = toNames('ch', 'ts', 'tick');
const allWrapping = 0b111;
const replyWrapping = toNames('id', 'status', 'ts', 'rep', 'data');
const allReplyWrapping = 0b1_1111;
const ok = toName('ok');
const fields = toNames('seqNum', 'prevSeqNum', 'version', 'ts', 'bids', 'asks');

/** Those of a tick that were there, as bits. */
const seqNum = 1;
const prevSeqNum = 2;
const version = 4;
const ts = 8;
const sides = 16 + 32;

type Push = Extract<HuobiMessage, {readonly type: 'increment' | 'book'}>;
type Reply = Extract<HuobiMessage, {readonly type: 'reply'}>;

/** Reads what a push or a reply tells of the book. `time`: of the message, as it is written. */
const createTickScan = (scan: JsonScan) => {
	const bids = new SideScan(scan);
	const asks = new SideScan(scan);
	const numbers = {seqNum: 0, prevSeqNum: 0, version: 0, ts: 0};
	let seen = 0;

	const readField = (field: number): boolean => {
		switch (field) {
			case 0:
				return (numbers.seqNum = scan.whole()) >= 0;
			case 1:
				return (numbers.prevSeqNum = scan.whole()) >= 0;
			case 2:
				return (numbers.version = scan.whole()) >= 0;
			case 3:
				return (numbers.ts = scan.whole()) >= 0;
			case 4:
				return bids.take(false);
			default:
				return asks.take(false);
		}
	};

	const toBook = (time: number): Snapshot | null => {
		const hasId = (seen & (seqNum | version)) !== 0;
		if (!hasId || (seen & sides) !== sides || bids.hasZeroSize() || asks.hasZeroSize()) return null;
		const to = (seen & seqNum) === 0 ? numbers.version : numbers.seqNum;
		const own = (seen & ts) === 0 ? null : parseTime(numbers.ts);
		return {to, time: own ?? parseTime(time), bids: bids.columns(), asks: asks.columns()};
	};

	return {
		take(): boolean {
			bids.clear();
			asks.clear();
			seen = scan.object(fields, readField);
			return seen >= 0;
		},
		/** What was taken of a reply, whatever it follows. */
		toBook,
		/** What was taken of a push. */
		toPush(time: number): Push | null {
			if ((seen & prevSeqNum) === 0) {
				const book = toBook(time);
				return book && {type: 'book', book};
			}
			if ((seen & seqNum) === 0) return null;
			const {prevSeqNum: from, seqNum: to} = numbers;
			return {
				type: 'increment',
				increment: {from, to, time: parseTime(time), bids: bids.columns(), asks: asks.columns()},
			};
		},
	};
};

/** Reads the reply to a request for a book. */
const createReplyScan = (
	scan: JsonScan,
	channel: Buffer,
	tick: ReturnType<typeof createTickScan>,
) => {
	let id = '';
	let time = 0;

	const readId = (): boolean => {
		const from = scan.at + 1;
		if (!scan.anyText()) return false;
		id = scan.bytes.toString('latin1', from, scan.at - 1);
		return true;
	};

	const readField = (field: number): boolean => {
		switch (field) {
			case 0:
				return readId();
			case 1:
				return scan.word(ok);
			case 2:
				return (time = scan.whole()) >= 0;
			case 3:
				return scan.word(channel);
			default:
				return tick.take();
		}
	};

	return (): Reply | null => {
		if (scan.message(replyWrapping, readField) !== allReplyWrapping) return null;
		const book = tick.toBook(time);
		// It may have to wait for what it links to.
		return book && {type: 'reply', book: keepChange(book), id};
	};
};

/**
 * Makes a reader of one topic's pushes, increments or whole books, and of replies that hold one. Null: it is something
 * else, or not written as it always is. Levels of pushes are to be read, or copied, before the next message is.
 */
export const createPushScan = (topic: string) => {
	const scan = new JsonScan();
	const tick = createTickScan(scan);
	const channel = toName(topic);
	const takeReply = createReplyScan(scan, channel, tick);
	let time = 0;

	const readField = (field: number): boolean => {
		switch (field) {
			case 0:
				return scan.word(channel);
			case 1:
				return (time = scan.whole()) >= 0;
			default:
				return tick.take();
		}
	};

	return (message: string | Buffer): Push | Reply | null => {
		if (!scan.begin(message)) return null;
		if (scan.message(wrapping, readField) === allWrapping) return tick.toPush(time);
		return takeReply();
	};
};
