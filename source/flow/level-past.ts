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

/** What happened in a bucket of time. */
type Recent = {
	/** Epoch milliseconds ÷ `bucketMs`. */
	readonly bucket: number;
	/** Added less taken away. */
	readonly net: Decimal;
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
	/** Oldest first. */
	readonly recent: readonly Recent[];
	/** Null while there is no level. */
	readonly standing: Standing | null;
};

const mostChanges = 8;

/** How far back the columns of the depth table look. */
export const windowMs = 300_000;
export const bucketMs = 15_000;

export const bucketOf = (time: number): number => Math.floor(time / bucketMs);

/** The first bucket that is within the window. */
export const firstBucket = (now: number): number => bucketOf(now - windowMs) + 1;

export const newPast = (since: number, standing: Standing | null = null): LevelPast => ({
	...{since, added: zero, removed: zero, traded: zero},
	...{changes: [], recent: [], standing},
});

const withRecent = (recent: readonly Recent[], at: number, by: Decimal): readonly Recent[] => {
	const bucket = bucketOf(at);
	const last = recent.at(-1);
	if (last?.bucket === bucket)
		return [...recent.slice(0, -1), {bucket, net: addDecimals(last.net, by)}];
	const from = firstBucket(at);
	return [...recent.filter(other => other.bucket >= from), {bucket, net: by}];
};

const withChange = ({changes}: LevelPast, change: LevelChange): readonly LevelChange[] => [
	...changes.slice(1 - mostChanges),
	change,
];

/** The level has become of another size; zero for none. */
export const resized = (past: LevelPast, from: Decimal, to: Decimal, at: number): LevelPast => {
	const net = subtractDecimals(to, from);
	const isMore = net.units > 0;
	const by = isMore ? net : subtractDecimals(from, to);
	const {standing} = past;
	const least = !standing || compareDecimals(to, standing.least) < 0 ? to : standing.least;
	return {
		...past,
		added: isMore ? addDecimals(past.added, by) : past.added,
		removed: isMore ? past.removed : addDecimals(past.removed, by),
		changes: withChange(past, {at, type: isMore ? 'added' : 'removed', by}),
		recent: withRecent(past.recent, at, net),
		standing: to.units === 0 ? null : {...(standing ?? {since: at, isOlder: false}), least},
	};
};

export const withTrade = (past: LevelPast, by: Decimal, at: number): LevelPast => ({
	...past,
	traded: addDecimals(past.traded, by),
	changes: withChange(past, {at, type: 'traded', by}),
});

/** Added less taken away within the window. */
export const netOf = ({recent}: LevelPast, now: number): Decimal => {
	const from = firstBucket(now);
	return recent.reduce((sum, {bucket, net}) => (bucket < from ? sum : addDecimals(sum, net)), zero);
};

/** What was taken away without having been traded, as far as the trades tell. */
export const cutOf = ({removed, traded}: LevelPast): Decimal =>
	compareDecimals(removed, traded) > 0 ? subtractDecimals(removed, traded) : zero;

/** What happened at several prices, of which a group is made. */
export const joinPasts = (pasts: readonly LevelPast[]): LevelPast | null => {
	const [first] = pasts;
	if (pasts.length < 2) return first ?? null;
	const sum = (read: (past: LevelPast) => Decimal) =>
		pasts.reduce((all, past) => addDecimals(all, read(past)), zero);
	const standings = pasts.flatMap(({standing}) => standing ?? []);
	const oldest = standings.toSorted((a, b) => a.since - b.since)[0];
	return {
		since: Math.min(...pasts.map(({since}) => since)),
		added: sum(({added}) => added),
		removed: sum(({removed}) => removed),
		traded: sum(({traded}) => traded),
		changes: pasts
			.flatMap(({changes}) => changes)
			.toSorted((a, b) => a.at - b.at)
			.slice(-mostChanges),
		recent: [],
		standing: oldest
			? {
					...oldest,
					least: standings.reduce((all, {least}) => addDecimals(all, least), zero),
				}
			: null,
	};
};
