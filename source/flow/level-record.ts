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
	/** A ring of the last changes, and the place of the next one. */
	readonly changes: {at: number; type: LevelChange['type']; by: Raw}[];
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

const remember = (record: LevelRecord, at: number, type: LevelChange['type'], by: Raw) => {
	record.changes[record.place] = {at, type, by};
	record.place = (record.place + 1) % mostChanges;
};

/** The size has changed, zero where there is no level. */
export const changeSize = (record: LevelRecord, before: Raw, after: Raw, now: number): void => {
	const bucket = bucketOf(now);
	const {units: from, decimals} = before;
	const {units: to} = after;
	const isPlain =
		typeof from === 'number' &&
		typeof to === 'number' &&
		(after.decimals === decimals || to === 0 || from === 0);
	if (isPlain) {
		const common = to === 0 ? decimals : after.decimals;
		const by = to - from;
		const isFull = Math.max(record.plus, record.minus) + Math.abs(by) > Number.MAX_SAFE_INTEGER;
		if (record.decimals !== common || record.bucket !== bucket || isFull)
			settle(record, common, bucket);
		if (by > 0) record.plus += by;
		else record.minus -= by;
		record.net += by;
		const units = by > 0 ? by : -by;
		remember(record, now, by > 0 ? 'added' : 'removed', {units, decimals: common});
	} else {
		settle(record, decimals, bucket);
		const net = subtractDecimals(after, before);
		const isMore = net.units > 0;
		const by = isMore ? net : subtractDecimals(before, after);
		if (isMore) record.added = addDecimals(record.added, by);
		else record.removed = addDecimals(record.removed, by);
		pushRecent(record, net);
		remember(record, now, isMore ? 'added' : 'removed', by);
	}
	if (to === 0) record.from = 0;
	else if (record.from === 0) {
		record.from = now;
		record.least = after;
	} else if (isLess(after, record.least)) record.least = after;
};

const isLess = (a: Raw, b: Raw): boolean =>
	a.decimals === b.decimals ? a.units < b.units : compareDecimals(a, b) < 0;

export const addTrade = (record: LevelRecord, by: Decimal, now: number): void => {
	record.traded = addDecimals(record.traded, by);
	remember(record, now, 'traded', by);
};

const told = ({units, decimals}: Raw): Decimal => fromUnits(units, decimals);

/** As it is now. */
export const toPast = (record: LevelRecord): LevelPast => {
	settle(record, record.decimals, record.bucket);
	const {since, added, removed, traded, changes, place, from, least} = record;
	const inOrder = [...changes.slice(place), ...changes.slice(0, place)];
	return {
		...{since, added, removed, traded},
		changes: inOrder.map(({at, type, by}) => ({at, type, by: told(by)})),
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
