import {compareDecimals, type Decimal} from '../book/fixed-point.js';
import type {Role} from '../screen/theme.js';
import type {LadderRow} from './depth/ladder.js';

const stepMs = 200;
const roles = {
	asks: ['askGrown0', 'askGrown1', 'askGrown2'],
	bids: ['bidGrown0', 'bidGrown1', 'bidGrown2'],
	shrunk: ['shrunk0', 'shrunk1', 'shrunk2'],
} as const;

type Level = Extract<LadderRow, {type: 'level'}>;
type Flash = {readonly kind: keyof typeof roles; readonly at: number};

/** Remembers which levels changed, to show them bright at first and then fading. */
export type Flashes = {
	/** Compares new rows with the last ones. A new `context` (other rows wanted) compares nothing. */
	update(rows: readonly LadderRow[], context: string, now: number): void;
	roleOf(row: Level, now: number): Role | null;
	/** When something fades next, null while nothing does. */
	nextFade(now: number): number | null;
};

const keyOf = ({side, level: {price}}: Level) => `${side}${price.units}e${price.decimals}`;

const isEqual = (a: Decimal, b: Decimal) => a.units === b.units && a.decimals === b.decimals;

const levelsOf = (rows: readonly LadderRow[]) =>
	rows.filter((row): row is Level => row.type === 'level');

export const createFlashes = (): Flashes => {
	let sizes = new Map<string, Decimal>();
	let context: string | null = null;
	/** Worst price shown of each side: what lies beyond it was out of sight, not new. */
	let worst: Partial<Record<Level['side'], Decimal>> = {};
	const flashes = new Map<string, Flash>();

	const isBeyond = ({side, level}: Level): boolean => {
		const edge = worst[side];
		if (!edge) return true;
		const order = compareDecimals(level.price, edge);
		return side === 'asks' ? order > 0 : order < 0;
	};

	const compare = (row: Level, key: string, now: number) => {
		const before = sizes.get(key);
		if (before && isEqual(before, row.level.size)) return;
		if (!before && isBeyond(row)) return;
		const hasShrunk = before && compareDecimals(row.level.size, before) < 0;
		flashes.set(key, {kind: hasShrunk ? 'shrunk' : row.side, at: now});
	};

	return {
		update(rows, newContext, now) {
			const isComparable = newContext === context;
			if (!isComparable) flashes.clear();
			context = newContext;
			const next = new Map<string, Decimal>();
			const nextWorst: typeof worst = {};
			for (const row of levelsOf(rows)) {
				const key = keyOf(row);
				if (isComparable) compare(row, key, now);
				next.set(key, row.level.size);
				if (row.side === 'bids' || !nextWorst.asks) nextWorst[row.side] = row.level.price;
			}
			sizes = next;
			worst = nextWorst;
			for (const [key, {at}] of flashes)
				if (!next.has(key) || now - at >= 3 * stepMs) flashes.delete(key);
		},
		roleOf(row, now) {
			if (flashes.size === 0) return null;
			const flash = flashes.get(keyOf(row));
			return flash ? (roles[flash.kind][Math.floor((now - flash.at) / stepMs)] ?? null) : null;
		},
		nextFade(now) {
			let next = Infinity;
			for (const {at} of flashes.values()) {
				const steps = Math.floor((now - at) / stepMs) + 1;
				if (steps <= 3) next = Math.min(next, at + steps * stepMs);
			}
			return next === Infinity ? null : next;
		},
	};
};
