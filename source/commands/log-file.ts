import {createWriteStream} from 'node:fs';
import type {BookStore} from '../store/book-store.js';
import type {BookView} from '../store/market-view.js';

/** What is worth a line: where the book stands, and what its newest audit found. */
const describe = ({title, market, status, reason}: BookView): string =>
	`${title} ${market} ${status}${reason === null ? '' : `: ${reason}`}`;

const toLine = (now: number, text: string): string => `${new Date(now).toISOString()} ${text}\n`;

/** Where lines go; a test hands in its own. */
export type LogOutput = {write(line: string): void; end(onDone?: () => void): void};

/** Appends to a file. A file that cannot be written is complained of once, and costs nothing else. */
export const openLog = (path: string, complain: (text: string) => void): LogOutput => {
	const stream = createWriteStream(path, {flags: 'a'});
	stream.once('error', error => {
		complain(`the log cannot be written: ${error.message}`);
	});
	stream.on('error', () => undefined);
	return {
		write: line => void stream.write(line),
		end: onDone => void stream.end(onDone),
	};
};

/** Writes a line each time a book's status changed or it was audited. Returns stop. */
export const followLog = (
	store: Pick<BookStore, 'getView' | 'subscribe'>,
	output: LogOutput,
	now: () => number,
): (() => void) => {
	const before = new Map<string, BookView>();
	const look = () => {
		for (const book of store.getView().books) {
			const last = before.get(book.key);
			before.set(book.key, book);
			if (last?.status !== book.status || last.reason !== book.reason)
				output.write(toLine(now(), describe(book)));
			const audit = book.health.lastAudit;
			if (audit && audit.at !== last?.health.lastAudit?.at)
				output.write(
					toLine(
						audit.at,
						`${book.title} ${book.market} audited: ${audit.differences} differences`,
					),
				);
		}
	};
	look();
	const unsubscribe = store.subscribe(look);
	return () => {
		unsubscribe();
		output.end();
	};
};
