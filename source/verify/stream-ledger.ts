import type {createBookLedger} from './book-ledger.js';
import {maxBooks, type BookStreamsOptions} from './book-streams.js';
import type {createDefects} from './defects.js';

type Options = {
	readonly books: ReturnType<typeof createBookLedger>;
	readonly defects: Pick<ReturnType<typeof createDefects>, 'add'>;
	/** Milliseconds since the start of the capture. */
	readonly now: () => number;
	/** The file that is being read. */
	readonly file: () => string;
};

/** Writes down what the books' streams tell. */
export const toLedger = ({books, defects, now, file}: Options): BookStreamsOptions['listener'] => ({
	onEvent(exchange, symbol, event) {
		books.onEvent(books.tallyOf(exchange, symbol), event);
	},
	onOpen(exchange, symbol) {
		books.onConnection(books.tallyOf(exchange, symbol), file());
	},
	onEnd(exchange, symbol, run) {
		books.settle(books.tallyOf(exchange, symbol), run, null);
	},
	onProof(exchange, symbol, isProven) {
		books.tallyOf(exchange, symbol).proof.set(isProven, now());
	},
	onTooMany(exchange, symbol) {
		const detail = `${exchange} ${symbol} and what comes after it are not followed`;
		defects.add('too-many-books', `more than ${maxBooks} books`, detail, now());
	},
	onUnfed(exchange, symbol, connection, by) {
		const detail = `connection ${connection} brings nothing any more while connection ${by} does`;
		defects.add('unfed', `${exchange} ${symbol}`, detail, now());
	},
	onLacking(exchange, symbol, topic, by) {
		const detail = `"${topic}" brings nothing any more while "${by}" does`;
		defects.add('unfed', `${exchange} ${symbol}`, detail, now());
	},
	onStopped(exchange, symbol, at, sequence) {
		const detail = `updates ended at ${at}, a snapshot is at ${sequence}`;
		defects.add('stopped', `${exchange} ${symbol}`, detail, now());
	},
});
