import {cleanText} from '../screen/clean-text.js';
import type {Coverage} from './coverage.js';
import type {CoverageDay, Hole, StretchKind} from './coverage-days.js';
import {toPlace, toTable} from './table-text.js';

const dayMs = 86_400_000;

const toDate = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** In percent to the thousandth, downwards: 100 is all of it. */
const percent = (ms: number, of: number): number =>
	of > 0 ? Math.floor((ms * 1e5) / of) / 1000 : 0;

const sum = ({ms}: CoverageDay, ...kinds: readonly StretchKind[]): number =>
	kinds.reduce((total, kind) => total + ms[kind], 0);

/** A day's time, by what it was like. */
const toShares = (day: CoverageDay) => {
	const whole = day.to - day.from;
	// What was added up of many stretches is not more than all of it.
	const share = (...kinds: readonly StretchKind[]) =>
		Math.min(100, percent(sum(day, ...kinds), whole));
	return {
		verifiedPercent: share('clean', 'doubted'),
		cleanPercent: share('clean'),
		unverifiablePercent: share('unverifiable'),
		brokenPercent: share('broken'),
		missingPercent: share('missing'),
	};
};

/** `12 s`, `3 min 4 s`, `2 h 5 min`. */
const toLength = (ms: number): string => {
	if (ms < 60_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
	const seconds = Math.floor(ms / 1000);
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
	return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

const cut = (value: number): string => `${(Math.floor(value * 10) / 10).toFixed(1)} %`;

const heads = [
	...['exchange', 'market', 'day (UTC)', 'recorded', 'verified', 'clean', 'unverifiable', 'broken'],
	...['missing', 'holes', 'longest hole'],
];

const toRow = (day: CoverageDay): readonly string[] => {
	const shares = toShares(day);
	return [
		day.exchange,
		cleanText(day.symbol),
		day.day === null ? 'unknown' : toDate(day.day),
		toLength(day.to - day.from),
		...[shares.verifiedPercent, shares.cleanPercent, shares.unverifiablePercent].map(cut),
		...[shares.brokenPercent, shares.missingPercent].map(cut),
		String(day.holes),
		day.holes > 0 ? toLength(day.longestHoleMs) : '',
	];
};

/** `2023-11-14 22:13:20.000Z`, or the time since the start where that is unknown. */
const toMoment = (startedAt: number, t: number): string =>
	startedAt === 0 ? toPlace(t) : new Date(startedAt + t).toISOString().replace('T', ' ');

const toHoleRow =
	(startedAt: number) =>
	({exchange, symbol, from, to, kind, reason}: Hole): readonly string[] => [
		`${exchange} ${cleanText(symbol)}`,
		toMoment(startedAt, from),
		toLength(to - from),
		`${kind}: ${cleanText(reason)}`,
	];

/** For people: a row a market and day, and the worst holes. Empty where no book was found. */
export const toCoverageText = ({startedAt, days, isCut, holes}: Coverage): readonly string[] => [
	...(days.length > 0 ? [toTable([heads, ...days.map(toRow)], 3)] : []),
	...(isCut
		? [`There are more days than these ${days.length}: verify fewer markets at once.`]
		: []),
	...(holes.length > 0 ? [`Worst holes:\n${toTable(holes.map(toHoleRow(startedAt)), 4)}`] : []),
];

/** Epoch milliseconds as ISO text; null where nobody knows when it was. */
const toTime = (startedAt: number, t: number): string | null =>
	startedAt === 0 ? null : new Date(startedAt + t).toISOString();

/** What is added to the object of the report. */
export const toCoverageJson = ({startedAt, days, isCut, holes}: Coverage) => ({
	...(isCut ? {coverageIsCut: true} : {}),
	coverage: days.map(day => ({
		...{exchange: day.exchange, symbol: day.symbol},
		day: day.day === null ? null : toDate(day.day),
		...{from: toTime(startedAt, day.from), to: toTime(startedAt, day.to)},
		...{recordedMs: day.to - day.from, verifiedMs: sum(day, 'clean', 'doubted')},
		...{cleanMs: day.ms.clean, unverifiableMs: day.ms.unverifiable},
		...{brokenMs: day.ms.broken, missingMs: day.ms.missing},
		...toShares(day),
		...{gaps: day.holes, longestGapMs: day.longestHoleMs},
	})),
	worstGaps: holes.map(({exchange, symbol, from, to, kind, reason}) => ({
		...{exchange, symbol, from: toTime(startedAt, from), to: toTime(startedAt, to)},
		...{t: from, ms: to - from, kind, reason},
	})),
});
