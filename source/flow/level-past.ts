import {
	addDecimals,
	compareDecimals,
	subtractDecimals,
	zero,
	type Decimal,
} from '../book/fixed-point.js';

/** What was last added or taken away at a price, or traded there. */
export type LevelChange = {
	/** Epoch milliseconds by our clock. */
	readonly at: number;
	readonly type: 'added' | 'removed' | 'traded';
	/** Above zero. */
	readonly by: Decimal;
};

/** The level that is at a price now. */
export type Standing = {
	/** Epoch milliseconds since which there has been one without a break. */
	readonly since: number;
	/** Whether it was there already when the price was first seen. */
	readonly isOlder: boolean;
	/** So much of it was there all that time. */
	readonly least: Decimal;
};

/** What happened at a price since it was first seen, as far as it was proven. Sizes are net of what came and went within a view. */
export type LevelPast = {
	/** Epoch milliseconds. */
	readonly since: number;
	readonly added: Decimal;
	readonly removed: Decimal;
	/** By the trades that were told. */
	readonly traded: Decimal;
	/** Oldest first. */
	readonly changes: readonly LevelChange[];
	/** Null while there is no level. */
	readonly standing: Standing | null;
};

export const mostChanges = 8;

/** How far back the columns of the depth table look. */
export const windowMs = 300_000;
const bucketMs = 15_000;

export const bucketOf = (time: number): number => Math.floor(time / bucketMs);

/** The first bucket that is within the window. */
export const firstBucket = (now: number): number => bucketOf(now - windowMs) + 1;

/** What was taken away without having been traded, as far as the trades tell. */
export const cutOf = ({removed, traded}: LevelPast): Decimal =>
	compareDecimals(removed, traded) > 0 ? subtractDecimals(removed, traded) : zero;

/** What happened at several prices, of which a group is made. */
export const joinPasts = (pasts: readonly LevelPast[]): LevelPast | null => {
	const [first] = pasts;
	if (pasts.length < 2) return first ?? null;
	const sum = (amounts: readonly Decimal[]) => amounts.reduce(addDecimals, zero);
	const standings = pasts.flatMap(({standing}) => standing ?? []);
	const [oldest] = standings.toSorted((a, b) => a.since - b.since);
	return {
		since: Math.min(...pasts.map(({since}) => since)),
		added: sum(pasts.map(({added}) => added)),
		removed: sum(pasts.map(({removed}) => removed)),
		traded: sum(pasts.map(({traded}) => traded)),
		changes: pasts
			.flatMap(({changes}) => changes)
			.toSorted((a, b) => a.at - b.at)
			.slice(-mostChanges),
		standing: oldest ? {...oldest, least: sum(standings.map(({least}) => least))} : null,
	};
};
