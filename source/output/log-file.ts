import {createWriteStream} from 'node:fs';
import {toSafeLines} from '../safe-text.js';
import type {BookStore} from '../store/book-store.js';
import type {BookFacts, BookStatus} from '../store/market-view.js';
import {describeStatus} from '../session/status-text.js';

const toLine = (now: number, text: string): string => `${new Date(now).toISOString()} ${text}\n`;

/** Where lines go; a test hands in its own. */
export type LogOutput = {write(line: string): void; end(onDone?: () => void): void};

/** Appends to a file, which a terminal may be shown. A file that cannot be written is complained of once, and costs nothing else. */
export const openLog = (path: string, complain: (text: string) => void): LogOutput => {
	const stream = createWriteStream(path, {flags: 'a', mode: 0o600});
	stream.once('error', error => {
		complain(`the log cannot be written: ${error.message}`);
	});
	stream.on('error', () => undefined);
	return {
		write: line => void stream.write(toSafeLines(line)),
		end: onDone => void stream.end(onDone),
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
		output.write(toLine(wall(), text));
	};
	const lookAtAudits = () => {
		for (const {key, title, market, health} of store.getView().books) {
			const {lastAudit} = health;
			if (!lastAudit || audits.get(key) === lastAudit.at) continue;
			audits.set(key, lastAudit.at);
			const text = `${title} ${market} audited: ${lastAudit.differences} differences`;
			output.write(toLine(wall(lastAudit.at), text));
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
) => {
	let stop = () => {};
	return {
		/** From now on this one, and not the one before. */
		follow(store: LoggedStore) {
			stop();
			if (path !== undefined) stop = followLog(store, openLog(path, complain), wall);
		},
		stop: () => stop(),
	};
};
