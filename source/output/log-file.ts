import type {Writable} from 'node:stream';
import {openAppend} from '../files/open-append.js';
import {toSafeLines} from '../safe-text.js';
import type {BookStore} from '../store/book-store.js';
import type {BookFacts, BookStatus} from '../store/market-view.js';
import {describeStatus} from '../session/status-text.js';

/** A line as the log has it; `now`: epoch milliseconds. */
export const toLogLine = (now: number, text: string): string =>
	`${new Date(now).toISOString()} ${text}\n`;

/** Where lines go; a test hands in its own. */
export type LogOutput = {write(line: string): void; end(onDone?: () => void): void};

/** Characters that may wait for whoever takes them: hours of a log. */
const maxWaiting = 1024 * 1024;

/** Appends to a file, which a terminal may be shown. A file that cannot be written is complained of once, and costs nothing else. */
export const openLog = (
	path: string,
	complain: (text: string) => void,
	open: (path: string) => Writable = openAppend,
): LogOutput => {
	let stream: Writable | null = null;
	const fail = ({code, message}: NodeJS.ErrnoException) => {
		if (isFailed) return;
		isFailed = true;
		const why = code === 'ENXIO' ? 'it is a pipe that nobody reads' : message;
		complain(`the log cannot be written: ${why}`);
	};
	let isFailed = false;
	try {
		stream = open(path);
		stream.on('error', fail);
	} catch (error) {
		fail(error as NodeJS.ErrnoException);
	}
	return {
		write(line) {
			if (isFailed) return;
			if (stream && stream.writableLength > maxWaiting)
				fail(new Error('who reads it, or the disk, is too slow'));
			else stream?.write(toSafeLines(line));
		},
		end(onDone) {
			if (stream && !isFailed) stream.end(onDone);
			else onDone?.();
		},
	};
};

type LoggedStore = Pick<BookStore, 'getView' | 'subscribe' | 'followStatus'>;

/** Writes a line each time a book's status changed or it was audited. Returns stop. */
export const followLog = (
	store: LoggedStore,
	output: LogOutput,
	/** Epoch milliseconds of a moment by the store's clock. @default this one */
	wall: (at?: number) => number,
): (() => void) => {
	const statuses = new Map<string, string>();
	const audits = new Map<string, number>();
	const lookAtStatus = (book: BookFacts & BookStatus) => {
		const text = describeStatus(book);
		if (statuses.get(book.key) === text) return;
		statuses.set(book.key, text);
		output.write(toLogLine(wall(), text));
	};
	const lookAtAudits = () => {
		for (const {key, title, market, health} of store.getView().books) {
			const {lastAudit} = health;
			if (!lastAudit || audits.get(key) === lastAudit.at) continue;
			audits.set(key, lastAudit.at);
			const text = `${title} ${market} audited: ${lastAudit.differences} differences`;
			output.write(toLogLine(wall(lastAudit.at), text));
		}
	};
	store.getView().books.forEach(lookAtStatus);
	lookAtAudits();
	const stops = [store.followStatus(lookAtStatus), store.subscribe(lookAtAudits)];
	return () => {
		for (const stop of stops) stop();
		output.end();
	};
};

/** A log that follows one store after the other; of no file, nothing. */
export const openBookLog = (
	path: string | undefined,
	complain: (text: string) => void,
	wall: (at?: number) => number,
	open: typeof openLog = openLog,
) => {
	let stop = () => {};
	let output: LogOutput | null = null;
	let followed: LoggedStore | null = null;
	return {
		/** From now on this one, and not the one before. */
		follow(store: LoggedStore) {
			if (path === undefined || store === followed) return;
			followed = store;
			stop();
			output = open(path, complain);
			stop = followLog(store, output, wall);
		},
		/** A line besides; `at`: epoch milliseconds. */
		line(text: string, at: number) {
			output?.write(toLogLine(at, text));
		},
		stop: () => stop(),
	};
};
