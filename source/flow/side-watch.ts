import {topOf} from '../book/block-view.js';
import {compareDecimals, powers, zero, type Decimal} from '../book/fixed-point.js';
import type {LevelColumns} from '../book/level-columns.js';
import type {SideName, SideView} from '../book/side-view.js';
import {addTrade, changeSize, changeUnits, newRecord, type LevelRecord} from './level-record.js';
import {
	copySide,
	factorOf,
	findLevel,
	keyAt,
	keyOf,
	sizeAt,
	toSidePasts,
	type Seen,
	type SidePasts,
	type WatchedSide,
} from './watched-side.js';

/** Levels of a side that are watched, the best ones. */
const watchedLevels = 300;
/** Prices without a level whose past is kept. */
const mostGone = watchedLevels;

/** Finer prices than before: all keys are made anew. */
const refine = (side: WatchedSide, decimals: number) => {
	if (decimals <= side.decimals) return;
	const factor = powers[decimals - side.decimals] ?? NaN;
	side.gone = new Map(Array.from(side.gone, ([key, record]) => [key * factor, record]));
	side.decimals = decimals;
	const {seen} = side;
	if (!seen) return;
	const edge = seen.edge * factor;
	side.seen = {...seen, edge, factor: factorOf(side, seen.levels.priceDecimals)};
};

/** What is known of the levels of a view, in room that is used again for the one after the next. */
type Room = Pick<Seen, 'from' | 'records'>;

const createRoom = (): Room => ({from: new Float64Array(watchedLevels), records: []});

/** The levels of a view as they were told, before anybody has asked what became of them. */
type Told = {
	readonly levels: LevelColumns;
	/** Of the view, which may have more. */
	readonly length: number;
	/** See `update`. */
	readonly vouched: Decimal | null;
	readonly now: number;
};

/** The levels that are there now. Prices that are no exact number as a key are not watched. */
const readSeen = (
	side: WatchedSide,
	{levels, length: there, vouched}: Told,
	{from, records}: Room,
): Seen => {
	refine(side, levels.priceDecimals);
	records.length = levels.length;
	const factor = factorOf(side, levels.priceDecimals);
	const all = {levels, length: levels.length, edge: Infinity, factor, from, records};
	let {length} = levels;
	const isExact = [0, length - 1].every(
		at => length === 0 || Number.isSafeInteger(keyAt(all, side, at)),
	);
	if (!isExact) return {...all, length: 0, edge: -Infinity};
	const limit = vouched ? keyOf(side, vouched) : Infinity;
	while (length > 0 && keyAt(all, side, length - 1) > limit) length--;
	const isCut = there > length && length > 0;
	return {...all, length, edge: isCut ? Math.min(keyAt(all, side, length - 1), limit) : limit};
};

/** A level that is not among those of before: it came, or was out of sight. */
const come = (side: WatchedSide, key: number, old: Seen, next: Seen, to: number, now: number) => {
	const record = side.gone.get(key);
	if (record) side.gone.delete(key);
	const isNew = key <= old.edge;
	next.from[to] = isNew ? now : -now;
	next.records[to] = undefined;
	if (!isNew) return;
	const size = sizeAt(next.levels, to);
	const known = record ?? newRecord(0, zero, now);
	changeSize(known, zero, size, now);
	next.records[to] = known;
};

const recordOf = ({records, from, levels}: Seen, at: number): LevelRecord =>
	records[at] ?? newRecord(from[at] ?? 0, sizeAt(levels, at), 0);

/** A level that is not there any more, or out of sight. */
const go = (side: WatchedSide, key: number, old: Seen, at: number, next: Seen, now: number) => {
	if (key > next.edge) return;
	const record = recordOf(old, at);
	changeSize(record, sizeAt(old.levels, at), zero, now);
	side.gone.set(key, record);
};

const stay = (old: Seen, at: number, next: Seen, to: number, now: number) => {
	next.from[to] = old.from[at] ?? 0;
	next.records[to] = old.records[at];
	const a = old.levels;
	const b = next.levels;
	if (a.wide || b.wide || a.sizeDecimals !== b.sizeDecimals) {
		const [before, after] = [sizeAt(a, at), sizeAt(b, to)];
		if (compareDecimals(before, after) === 0) return;
		changeSize((next.records[to] = recordOf(old, at)), before, after, now);
		return;
	}
	const before = a.pairs[2 * at + 1] ?? 0;
	const after = b.pairs[2 * to + 1] ?? 0;
	if (before === after) return;
	const record = (next.records[to] = recordOf(old, at));
	changeUnits(record, before, after, b.sizeDecimals, now);
};

/** Goes through the levels of before and those of now at once, from the best price on. */
const compare = (side: WatchedSide, old: Seen, next: Seen, now: number) => {
	let at = 0;
	let to = 0;
	while (at < old.length || to < next.length) {
		const before = at < old.length ? keyAt(old, side, at) : Infinity;
		const after = to < next.length ? keyAt(next, side, to) : Infinity;
		if (after < before) come(side, after, old, next, to++, now);
		else if (before < after) go(side, before, old, at++, next, now);
		else stay(old, at++, next, to++, now);
	}
};

/** Forgets prices that are out of sight, and those that have had no level for longest. */
const forget = ({gone}: WatchedSide, edge: number) => {
	if (edge < Infinity) for (const key of gone.keys()) if (key > edge) gone.delete(key);
	for (const key of gone.keys()) {
		if (gone.size <= mostGone) return;
		gone.delete(key);
	}
};

/** What is noted of a price, from now on where nothing is. */
const takeRecord = (side: WatchedSide, seen: Seen, key: number, now: number): LevelRecord => {
	const at = findLevel(side, seen, key);
	if (at >= 0) return (seen.records[at] = recordOf(seen, at));
	const record = side.gone.get(key) ?? newRecord(0, zero, now);
	side.gone.set(key, record);
	return record;
};

/** Views that may wait to be compared: a second of them, after which the same records are written to at once. */
const mostWaiting = 10;

/** The newest views, in arrays that are used again once so many others have come. */
const createToldViews = () => {
	const rooms: Float64Array[] = [];
	let next = 0;
	let waiting: Told[] = [];
	return {
		isFull: () => waiting.length >= mostWaiting,
		add(view: SideView, vouched: Decimal | null, now: number) {
			// One more than may wait: the last one that was taken is still looked at.
			const room = (rooms[next] ??= new Float64Array(2 * watchedLevels));
			next = (next + 1) % (mostWaiting + 1);
			const levels = topOf(view, watchedLevels, room);
			waiting.push({levels, length: view.length, vouched, now});
		},
		/** All of them, oldest first. */
		take(): readonly Told[] {
			const taken = waiting;
			if (taken.length > 0) waiting = [];
			return taken;
		},
	};
};

/**
 * Watches the best levels of one side, as they are told from view to view. A price that is out of sight for a moment
 * begins anew: what happened there meanwhile is not known.
 *
 * Views are only copied as they come, and compared when somebody asks or some have gathered: records of levels are
 * spread over the memory, and to fetch them takes longer than to write to them.
 */
export const createSideWatch = (name: SideName) => {
	const side: WatchedSide = {
		gone: new Map(),
		decimals: 0,
		seen: null,
		sign: name === 'asks' ? 1 : -1,
	};
	const views = createToldViews();
	let rooms: readonly [last: Room, next: Room] = [createRoom(), createRoom()];
	let last: SideView | null = null;

	/** Compares all that was told. */
	const settle = (): WatchedSide => {
		for (const told of views.take()) {
			rooms = [rooms[1], rooms[0]];
			const next = readSeen(side, told, rooms[1]);
			if (side.seen) compare(side, side.seen, next, told.now);
			else next.from.fill(-told.now);
			side.seen = next;
			forget(side, next.edge);
		}
		return side;
	};

	return {
		/** `vouched`: the worst price that is known whole; null where all are. */
		update(view: SideView, vouched: Decimal | null, now: number) {
			if (view === last) return;
			last = view;
			views.add(view, vouched, now);
			if (views.isFull()) settle();
		},
		/** A fill at a price of this side. */
		trade(price: Decimal, size: Decimal, now: number) {
			settle();
			refine(side, price.decimals);
			const {seen} = side;
			const key = keyOf(side, price);
			if (!seen || key > seen.edge) return;
			addTrade(takeRecord(side, seen, key, now), size, now);
		},
		/** As it is at the time of asking. */
		pasts: toSidePasts(settle),
		/** As it is now. */
		copy(): SidePasts {
			const copy = copySide(settle());
			return toSidePasts(() => copy);
		},
	};
};
