import type {BookChange, OrderBook} from '../book/order-book.js';
import type {BookEvent} from '../verify/book-events.js';
import type {Standing, StreamWatch} from '../verify/book-watch.js';
import type {SideRows} from './book-rows.js';
import {cutLevels, differences, sentLevels, viewsOf} from './changed-levels.js';

/** What an event tells of why a book is not proven; null where that is nothing. */
const toReason = (event: BookEvent): string | null => {
	switch (event.type) {
		case 'gap':
			return `updates were missed: ${event.detail}`;
		case 'crossed':
			return `the book was crossed: ${event.detail}`;
		case 'unreadable':
			return `a message could not be read: ${event.detail}`;
		case 'outdated':
			return `the snapshot was older than the updates after it: ${event.detail}`;
		case 'changes':
			return 'changes came that nothing links';
		case 'audit':
			return event.differences > 0 ? `${event.differences} levels differed from a snapshot` : null;
		case 'unlinked':
		case 'resync':
		case 'snapshot':
		case 'repeated':
			return null;
	}
};

const reasons = {
	closed: 'the connection was closed',
	silent: 'the connection was silent for too long',
	hole: 'nothing was recorded',
	shallow: 'too few levels were known whole',
	unsynced: 'the book was out of sync',
};

/** Notes changes of a book, a message at a time. */
const createNotes = (isLead: () => boolean) => {
	/** The next rows must be the whole book. */
	let isWhole = true;
	let sides: SideRows[] = [];
	let exchangeTime: number | null = null;
	const isNoted = () => !isWhole && isLead();

	return {
		isNoted,
		add(rows: readonly SideRows[]) {
			if (isNoted()) sides.push(...rows);
		},
		/** By the exchange's clock. */
		at(time: number | null) {
			exchangeTime = time ?? exchangeTime;
		},
		/** What was noted is of another book. */
		begin() {
			isWhole = true;
			sides = [];
		},
		/** What was noted is not to be told: whatever comes next begins with the whole book. */
		drop() {
			isWhole = true;
			sides = [];
			exchangeTime = null;
		},
		/** What was noted since the last time. */
		take() {
			const taken = {isWhole, sides, exchangeTime};
			isWhole = false;
			sides = [];
			exchangeTime = null;
			return taken;
		},
	};
};

/** Notes what becomes of one book on one channel; `isLead`: whether the rows come from it. */
export const createStreamLog = (isLead: () => boolean) => {
	const notes = createNotes(isLead);
	let before: ReturnType<typeof viewsOf> | null = null;
	let told: string | null = null;
	let book: OrderBook | null = null;

	const watch = {
		onEvent(event: BookEvent) {
			told = toReason(event) ?? told;
			if (event.type === 'snapshot') notes.begin();
		},
		changing(change: BookChange, changing: OrderBook) {
			const isCompared = change.type === 'snapshot' || change.maxLevels !== undefined;
			before = notes.isNoted() && isCompared ? viewsOf(changing) : null;
			if (notes.isNoted() && change.type === 'update') notes.add(sentLevels(change));
		},
		changed(change: BookChange, changed: OrderBook) {
			notes.at(change.exchangeTime);
			if (before === null) return;
			const after = viewsOf(changed);
			const isPush = change.type === 'snapshot';
			notes.add(isPush ? differences(before, after) : cutLevels(change, before, after));
			before = null;
		},
		replaced(replaced: OrderBook, by: OrderBook) {
			if (notes.isNoted()) notes.add(differences(viewsOf(replaced), viewsOf(by)));
		},
	} satisfies Partial<StreamWatch>;

	return {
		watch,
		/** The book, while it is proven. */
		book: () => book,
		settled(standing: Standing) {
			book = standing.isProven ? standing.book : null;
			if (standing.isProven) told = null;
		},
		/** Why it is not proven. */
		reason: (why: keyof typeof reasons): string =>
			(why === 'unsynced' ? told : null) ?? reasons[why],
		drop: notes.drop,
		take: notes.take,
	};
};

export type StreamLog = ReturnType<typeof createStreamLog>;
