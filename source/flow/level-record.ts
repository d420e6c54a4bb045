import {
	addDecimals,
	compareDecimals,
	fromUnits,
	subtractDecimals,
	zero,
	type Decimal,
} from '../book/fixed-point.js';
import {
	bucketOf,
	firstBucket,
	mostChanges,
	type LevelChange,
	type LevelPast,
} from './level-past.js';

/** As a decimal, but with zeros at its end: made for each change, and put into its normal form only when it is told. */
export type Raw = Decimal;

/** So much, in units of so many decimals. */
type Change = {
	at: number;
	type: LevelChange['type'];
	units: Raw['units'];
	decimals: number;
};

/**
 * What happened at a price. Written to at each change of a level, so nothing but what it takes is done then: units of
 * the size are added up as whole numbers, and become decimals now and then.
 */
export type LevelRecord = {
	/** Epoch milliseconds. */
	readonly since: number;
	added: Decimal;
	removed: Decimal;
	traded: Decimal;
	/** Added less taken away, in buckets that have ended, oldest first. */
	recent: {readonly bucket: number; readonly net: Decimal}[];
	/** Of the sums below: decimals of their units, and the bucket that the last one is of. */
	decimals: number;
	bucket: number;
	plus: number;
	minus: number;
	net: number;
	/** A ring of the last changes, which are written over, and the place of the next one. */
	readonly changes: Change[];
	place: number;
	/** When the level came, as `Seen` has it; zero while there is none. */
	from: number;
	least: Raw;
};

/** A price of which nothing is known but its level, with the time it came; zero where it has none. */
export const newRecord = (from: number, size: Raw, now: number): LevelRecord => ({
	since: from === 0 ? now : Math.abs(from),
	...{added: zero, removed: zero, traded: zero, recent: []},
	...{decimals: 0, bucket: 0, plus: 0, minus: 0, net: 0},
	...{changes: [], place: 0},
	from,
	least: size,
});

/** Makes decimals of the sums, in which those of other units, or of another bucket, have no place. */
const settle = (record: LevelRecord, decimals: number, bucket: number) => {
	const {plus, minus, net} = record;
	if (plus > 0) record.added = addDecimals(record.added, fromUnits(plus, record.decimals));
	if (minus > 0) record.removed = addDecimals(record.removed, fromUnits(minus, record.decimals));
	if (net !== 0) pushRecent(record, fromUnits(net, record.decimals));
	record.plus = record.minus = record.net = 0;
	record.decimals = decimals;
	record.bucket = bucket;
};

const pushRecent = (record: LevelRecord, net: Decimal) => {
	const {recent, bucket} = record;
	const last = recent.at(-1);
	if (last?.bucket === bucket)
		recent[recent.length - 1] = {bucket, net: addDecimals(last.net, net)};
	else recent.push({bucket, net});
	if (recent.length > firstLength) record.recent = recent.slice(1);
};

/** Buckets that the window has at the most. */
const firstLength = bucketOf(0) - firstBucket(0) + 1;

const remember = (
	record: LevelRecord,
	at: number,
	type: Change['type'],
	units: Raw['units'],
	decimals: number,
) => {
	const {changes, place} = record;
	record.place = (place + 1) % mostChanges;
	const last = changes[place];
	if (!last) {
		changes[place] = {at, type, units, decimals};
		return;
	}
	last.at = at;
	last.type = type;
	last.units = units;
	last.decimals = decimals;
};

/** What changes of whole units do to the sums. */
const addUnits = (record: LevelRecord, by: number, decimals: number, now: number) => {
	const bucket = bucketOf(now);
	const units = by > 0 ? by : -by;
	const isFull = record.plus + units > mostUnits || record.minus + units > mostUnits;
	if (record.decimals !== decimals || record.bucket !== bucket || isFull)
		settle(record, decimals, bucket);
	if (by > 0) record.plus += units;
	else record.minus += units;
	record.net += by;
	remember(record, now, by > 0 ? 'added' : 'removed', units, decimals);
};

const mostUnits = Number.MAX_SAFE_INTEGER;

const addExact = (record: LevelRecord, before: Raw, after: Raw, now: number) => {
	settle(record, before.decimals, bucketOf(now));
	const net = subtractDecimals(after, before);
	const isMore = net.units > 0;
	const by = isMore ? net : subtractDecimals(before, after);
	if (isMore) record.added = addDecimals(record.added, by);
	else record.removed = addDecimals(record.removed, by);
	pushRecent(record, net);
	remember(record, now, isMore ? 'added' : 'removed', by.units, by.decimals);
};

/** A level that stays has become of another size, neither of which is zero; both in units of so many decimals. */
export const changeUnits = (
	record: LevelRecord,
	from: number,
	to: number,
	decimals: number,
	now: number,
): void => {
	addUnits(record, to - from, decimals, now);
	const {least} = record;
	const isMore = least.decimals === decimals && least.units <= to;
	if (!isMore) keepLeast(record, {units: to, decimals});
};

/** The size has changed, zero where there is no level. */
export const changeSize = (record: LevelRecord, before: Raw, after: Raw, now: number): void => {
	const {units: from, decimals} = before;
	const {units: to} = after;
	const isPlain =
		typeof from === 'number' &&
		typeof to === 'number' &&
		(after.decimals === decimals || to === 0 || from === 0);
	if (isPlain) addUnits(record, to - from, to === 0 ? decimals : after.decimals, now);
	else addExact(record, before, after, now);
	if (to === 0) record.from = 0;
	else if (record.from === 0) {
		record.from = now;
		record.least = after;
	} else keepLeast(record, after);
};

const keepLeast = (record: LevelRecord, size: Raw) => {
	if (isLess(size, record.least)) record.least = size;
};

const isLess = (a: Raw, b: Raw): boolean =>
	a.decimals === b.decimals ? a.units < b.units : compareDecimals(a, b) < 0;

export const addTrade = (record: LevelRecord, by: Decimal, now: number): void => {
	record.traded = addDecimals(record.traded, by);
	remember(record, now, 'traded', by.units, by.decimals);
};

const told = ({units, decimals}: Raw): Decimal => fromUnits(units, decimals);

/** As it is now. */
export const toPast = (record: LevelRecord): LevelPast => {
	settle(record, record.decimals, record.bucket);
	const {since, added, removed, traded, changes, place, from, least} = record;
	const inOrder = [...changes.slice(place), ...changes.slice(0, place)];
	return {
		...{since, added, removed, traded},
		changes: inOrder.map(({at, type, units, decimals}) => ({
			...{at, type},
			by: fromUnits(units, decimals),
		})),
		standing: from === 0 ? null : {since: Math.abs(from), isOlder: from < 0, least: told(least)},
	};
};

/** Added less taken away within the window. */
export const netOf = (record: LevelRecord, now: number): Decimal => {
	const first = firstBucket(now);
	const {recent, bucket, net, decimals} = record;
	const open = bucket < first ? zero : fromUnits(net, decimals);
	return recent.reduce(
		(sum, ended) => (ended.bucket < first ? sum : addDecimals(sum, ended.net)),
		open,
	);
};
