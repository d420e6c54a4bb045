import type {Decimal} from '../book/fixed-point.js';
import type {LevelColumns} from '../book/level-columns.js';
import type {BookChange, OrderBook} from '../book/order-book.js';
import type {SideName} from '../book/side-view.js';
import type {BookEvent} from '../verify/book-events.js';
import type {Standing, StreamWatch} from '../verify/book-watch.js';
import {standingReasons, toLossReason} from '../verify/loss-reason.js';
import type {SideRows} from './book-rows.js';
import {differences, goneLevels, sentLevels, viewsOf} from './changed-levels.js';

/** Numbers that an array for levels has at the least, and arrays that are kept for the next time. */
const minPairs = 128;
const maxArrays = 16;

/** Keeps levels until they are told, in arrays that are used again: few messages come before the next is told. */
const createLevelRoom = () => {
	const arrays: Float64Array[] = [];
	let used = 0;
	return {
		keep(levels: LevelColumns): LevelColumns {
			if (levels.wide) return levels;
			const most = 2 * levels.length;
			let pairs = arrays[used];
			if (!pairs || pairs.length < most) {
				pairs = new Float64Array(Math.max(minPairs, most));
				arrays[used] = pairs;
			}
			used++;
			for (let at = 0; at < most; at++) pairs[at] = levels.pairs[at] ?? 0;
			return {...levels, pairs};
		},
		/** What was kept is not needed any more. */
		clear() {
			arrays.length = Math.min(arrays.length, maxArrays);
			used = 0;
		},
	};
};

/** Notes changes of a book, a message at a time. */
const createNotes = (isLead: () => boolean) => {
	const room = createLevelRoom();
	/** The next rows must be the whole book. */
	let isWhole = true;
	let sides: SideRows[] = [];
	let exchangeTime: number | null = null;
	const isNoted = () => !isWhole && isLead();

	return {
		isNoted,
		isWhole: () => isWhole,
		add(rows: readonly SideRows[]) {
			if (isNoted()) sides.push(...rows);
		},
		/** Levels of an update, as they were sent; they may be scratch. */
		addSent(change: BookChange) {
			if (!isNoted()) return;
			// What was taken was told.
			if (sides.length === 0) room.clear();
			for (const {side, levels} of sentLevels(change))
				sides.push({side, levels: room.keep(levels)});
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

/** Notes prices that a book of limited depth cuts while a change is applied to it. */
const createCut = () => {
	let cut: Record<SideName, Decimal[]> = {bids: [], asks: []};
	let isEmpty = true;
	const note = (side: SideName, price: Decimal) => {
		cut[side].push(price);
		isEmpty = false;
	};
	return {
		watch(book: OrderBook) {
			book.onCut = note;
		},
		take(book: OrderBook): readonly SideRows[] {
			book.onCut = null;
			if (isEmpty) return [];
			const gone = goneLevels(cut);
			cut = {bids: [], asks: []};
			isEmpty = true;
			return gone;
		},
	};
};

/** Whether rows are what differs before and after: of a whole book, or where a loss is seen in some levels alone. */
const isDiffered = ({type, seenLevels}: BookChange): boolean =>
	type === 'snapshot' || seenLevels !== undefined;

/**
 * Notes what becomes of one book on one channel; `place`: that of the channel among those of the exchange; `isLead`:
 * whether the rows come from it.
 */
export const createStreamLog = (place: number, isLead: () => boolean) => {
	const notes = createNotes(isLead);
	let before: ReturnType<typeof viewsOf> | null = null;
	const cut = createCut();
	let told: string | null = null;
	let book: OrderBook | null = null;

	const watch = {
		onEvent(event: BookEvent) {
			told = toLossReason(event) ?? told;
			if (event.type === 'snapshot') notes.begin();
		},
		changing(change: BookChange, changing: OrderBook) {
			if (isDiffered(change)) {
				before = notes.isNoted() ? viewsOf(changing) : null;
				return;
			}
			notes.addSent(change);
			if (notes.isNoted()) cut.watch(changing);
		},
		changed(change: BookChange, changed: OrderBook) {
			notes.at(change.exchangeTime);
			if (before) notes.add(differences(before, viewsOf(changed)));
			before = null;
			notes.add(cut.take(changed));
		},
		replaced(replaced: OrderBook, by: OrderBook) {
			if (notes.isNoted()) notes.add(differences(viewsOf(replaced), viewsOf(by)));
		},
	} satisfies Partial<StreamWatch>;

	return {
		...{place, watch},
		/** The book, while it is proven. */
		book: () => book,
		settled(standing: Standing) {
			book = standing.isProven ? standing.book : null;
			if (standing.isProven) told = null;
		},
		/** Why it is not proven. */
		reason: (why: keyof typeof standingReasons): string =>
			(why === 'unsynced' ? told : null) ?? standingReasons[why],
		/** Whether the next rows must be the whole book. */
		isWhole: notes.isWhole,
		drop: notes.drop,
		take: notes.take,
	};
};

export type StreamLog = ReturnType<typeof createStreamLog>;
