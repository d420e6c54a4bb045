import {compareDecimals, type Decimal} from '../book/fixed-point.js';
import type {SideName} from '../book/side-view.js';
import type {Role} from '../screen/theme.js';
import type {LadderRow} from './depth/ladder.js';

const stepMs = 200;
const steps = 3;
const roles = {
	asks: ['askGrown0', 'askGrown1', 'askGrown2'],
	bids: ['bidGrown0', 'bidGrown1', 'bidGrown2'],
	shrunk: ['shrunk0', 'shrunk1', 'shrunk2'],
} as const;

type Level = Extract<LadderRow, {type: 'level'}>;
type Flash = {readonly kind: keyof typeof roles; readonly at: number};

/** A level as it was shown last. */
type Seen = {readonly price: Decimal; readonly size: Decimal; readonly flash: Flash | null};

/** Remembers which levels changed, to show them bright at first and then fading. */
export type Flashes = {
	/** Compares new rows with the last ones, from the top, where prices are highest. A new `context` (other rows wanted) compares nothing. */
	update(rows: readonly LadderRow[], context: string, now: number): void;
	roleOf(row: Level, now: number): Role | null;
	/** When something fades next, null while nothing does. */
	nextFade(now: number): number | null;
};

const isEqual = (a: Decimal, b: Decimal) => a.units === b.units && a.decimals === b.decimals;

/** What lay beyond the worst price shown was out of sight, not new. */
const isBeyond = (side: SideName, price: Decimal, worst: Decimal | undefined): boolean => {
	if (!worst) return true;
	const order = compareDecimals(price, worst);
	return side === 'asks' ? order > 0 : order < 0;
};

/** How a level of this size flashes that was shown before. */
const flashAfter = (side: SideName, before: Seen, size: Decimal, now: number): Flash | null => {
	const {flash} = before;
	if (isEqual(before.size, size)) return flash && now - flash.at < steps * stepMs ? flash : null;
	const hasShrunk = compareDecimals(size, before.size) < 0;
	return {kind: hasShrunk ? 'shrunk' : side, at: now};
};

/** The levels of one side as they were shown last, highest price first. */
const createSeenSide = (side: SideName) => {
	let seen: Seen[] = [];
	/** Where the one was that was looked for last: they are asked for in their order. */
	let at = 0;

	const find = (price: Decimal): Seen | null => {
		for (let tried = 0; tried < seen.length; tried++) {
			at = at >= seen.length ? 0 : at;
			const level = seen[at++];
			if (level && isEqual(level.price, price)) return level;
		}
		return null;
	};

	return {
		update(rows: readonly LadderRow[], isComparable: boolean, now: number) {
			const next: Seen[] = [];
			const worst = side === 'asks' ? seen[0] : seen.at(-1);
			let from = 0;
			for (const row of rows) {
				if (row.type !== 'level' || row.side !== side) continue;
				const {price, size} = row.level;
				let before: Seen | null = null;
				for (let old = seen[from]; isComparable && old; old = seen[from]) {
					const isSame = isEqual(old.price, price);
					if (!isSame && compareDecimals(old.price, price) < 0) break;
					from++;
					if (!isSame) continue;
					before = old;
					break;
				}
				let flash: Flash | null = null;
				if (before) flash = flashAfter(side, before, size, now);
				else if (isComparable && !isBeyond(side, price, worst?.price))
					flash = {kind: side, at: now};
				next.push({price, size, flash});
			}
			seen = next;
			at = 0;
		},
		flashOf: (price: Decimal) => find(price)?.flash ?? null,
		nextFade(now: number): number {
			let next = Infinity;
			for (const {flash} of seen) {
				if (!flash) continue;
				const faded = Math.floor((now - flash.at) / stepMs) + 1;
				if (faded <= steps) next = Math.min(next, flash.at + faded * stepMs);
			}
			return next;
		},
	};
};

export const createFlashes = (): Flashes => {
	const sides = {asks: createSeenSide('asks'), bids: createSeenSide('bids')};
	let context: string | null = null;

	return {
		update(rows, newContext, now) {
			const isComparable = newContext === context;
			context = newContext;
			sides.asks.update(rows, isComparable, now);
			sides.bids.update(rows, isComparable, now);
		},
		roleOf({side, level}, now) {
			const flash = sides[side].flashOf(level.price);
			return flash ? (roles[flash.kind][Math.floor((now - flash.at) / stepMs)] ?? null) : null;
		},
		nextFade(now) {
			const next = Math.min(sides.asks.nextFade(now), sides.bids.nextFade(now));
			return next === Infinity ? null : next;
		},
	};
};
