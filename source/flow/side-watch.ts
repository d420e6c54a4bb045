import {topOf} from '../book/block-view.js';
import {compareDecimals, powers, zero, type Decimal} from '../book/fixed-point.js';
import type {SideName, SideView} from '../book/side-view.js';
import {newPast, resized, withTrade, type LevelPast} from './level-past.js';
import {
	keyAt,
	keyOf,
	pastAt,
	pastOfLevel,
	sizeAt,
	toSidePasts,
	type Seen,
	type SidePasts,
	type WatchedSide,
} from './watched-side.js';

/** Levels of a side that are watched, the best ones. */
const watchedLevels = 300;
/** Prices of a side whose past is kept, those without a level included. */
const mostPasts = 2 * watchedLevels;

/** Finer prices than before: all keys are made anew. */
const refine = (side: WatchedSide, decimals: number) => {
	if (decimals <= side.decimals) return;
	const factor = powers[decimals - side.decimals] ?? NaN;
	side.pasts = new Map(Array.from(side.pasts, ([key, past]) => [key * factor, past]));
	if (side.seen) side.seen = {...side.seen, edge: side.seen.edge * factor};
	side.decimals = decimals;
};

/** The levels that are there now. Prices that are no exact number as a key are not watched. */
const readSeen = (side: WatchedSide, view: SideView, vouched: Decimal | null): Seen => {
	const levels = topOf(view, watchedLevels);
	refine(side, levels.priceDecimals);
	const keyIn = (at: number) => keyAt(side, levels, at);
	let {length} = levels;
	const from = new Float64Array(length);
	const isExact = length === 0 || [0, length - 1].every(at => Number.isSafeInteger(keyIn(at)));
	if (!isExact) return {levels, length: 0, from, edge: -Infinity};
	const limit = vouched ? keyOf(side, vouched) : Infinity;
	while (length > 0 && keyIn(length - 1) > limit) length--;
	const isCut = view.length > length && length > 0;
	return {levels, length, from, edge: isCut ? Math.min(keyIn(length - 1), limit) : limit};
};

const isSameSize = ({levels: a}: Seen, at: number, {levels: b}: Seen, to: number): boolean =>
	a.wide || b.wide || a.sizeDecimals !== b.sizeDecimals
		? compareDecimals(sizeAt(a, at), sizeAt(b, to)) === 0
		: a.pairs[2 * at + 1] === b.pairs[2 * to + 1];

const note = ({pasts}: WatchedSide, key: number, past: LevelPast) => {
	pasts.delete(key);
	pasts.set(key, past);
};

/** Forgets what is out of sight, and of the prices without a level those where nothing has happened for longest. */
const forget = ({pasts}: WatchedSide, edge: number) => {
	if (edge < Infinity) for (const key of pasts.keys()) if (key > edge) pasts.delete(key);
	if (pasts.size <= mostPasts) return;
	for (const [key, {standing}] of pasts) {
		if (pasts.size <= mostPasts) return;
		if (!standing) pasts.delete(key);
	}
};

/** A level that is not among those of before. */
const come = (side: WatchedSide, key: number, old: Seen, next: Seen, to: number, now: number) => {
	const isNew = key <= old.edge;
	next.from[to] = isNew ? now : -now;
	if (!isNew) side.pasts.delete(key);
	else
		note(
			side,
			key,
			resized(side.pasts.get(key) ?? newPast(now), zero, sizeAt(next.levels, to), now),
		);
};

/** A level of before: `size` it has now, zero for none. */
const resize = (
	side: WatchedSide,
	key: number,
	old: Seen,
	at: number,
	size: Decimal,
	now: number,
) => {
	const before = sizeAt(old.levels, at);
	const past = side.pasts.get(key) ?? pastOfLevel(old.from[at] ?? 0, before);
	note(side, key, resized(past, before, size, now));
};

/** Goes through the levels of before and those of now at once, from the best price on. */
const compare = (side: WatchedSide, old: Seen, next: Seen, now: number) => {
	let at = 0;
	let to = 0;
	while (at < old.length || to < next.length) {
		const before = at < old.length ? keyAt(side, old.levels, at) : Infinity;
		const after = to < next.length ? keyAt(side, next.levels, to) : Infinity;
		if (after < before) come(side, after, old, next, to++, now);
		else if (before < after) {
			if (before > next.edge) side.pasts.delete(before);
			else resize(side, before, old, at, zero, now);
			at++;
		} else {
			next.from[to] = old.from[at] ?? 0;
			if (!isSameSize(old, at, next, to))
				resize(side, before, old, at, sizeAt(next.levels, to), now);
			at++;
			to++;
		}
	}
};

export type SideWatch = ReturnType<typeof createSideWatch>;

/**
 * Watches the best levels of one side, as they are told from view to view. A price that is out of sight for a moment
 * begins anew: what happened there meanwhile is not known.
 */
export const createSideWatch = (name: SideName) => {
	const side: WatchedSide = {
		pasts: new Map(),
		decimals: 0,
		seen: null,
		sign: name === 'asks' ? 1 : -1,
	};
	return {
		/** `vouched`: the worst price that is known whole; null where all are. */
		update(view: SideView, vouched: Decimal | null, now: number) {
			const next = readSeen(side, view, vouched);
			if (side.seen) compare(side, side.seen, next, now);
			else next.from.fill(-now);
			side.seen = next;
			forget(side, next.edge);
		},
		/** A fill at a price of this side. */
		trade(price: Decimal, size: Decimal, now: number) {
			refine(side, price.decimals);
			const key = keyOf(side, price);
			if (!side.seen || key > side.seen.edge) return;
			note(side, key, withTrade(pastAt(side, key) ?? newPast(now), size, now));
		},
		/** As it is at the time of asking. */
		pasts: toSidePasts(side),
		/** As it is now. */
		copy: (): SidePasts => toSidePasts({...side, pasts: new Map(side.pasts)}),
	};
};
