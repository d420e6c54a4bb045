import {describeResync} from '../session/describe-resync.js';
import type {Session} from '../session/session.js';
import type {BookKey} from '../store/market-view.js';

/** Asks for books anew, and says in one go what the screen does not show of what came of it. */
export const createResyncs = (
	now: () => readonly Pick<Session, 'store' | 'resync'>[],
	notify: (text: string) => void,
) => {
	let said: string[] = [];
	const flush = () => {
		const text = said.join('; ');
		said = [];
		notify(text);
	};
	return (key: BookKey): void => {
		const found = now().flatMap(session => {
			const book = session.store.getView().books.find(one => one.key === key);
			return book ? [describeResync(session.resync(key), book.title)] : [];
		});
		const text = found.find(said => said !== null) ?? null;
		if (text === null) return;
		if (said.length === 0) queueMicrotask(flush);
		said.push(text);
	};
};
