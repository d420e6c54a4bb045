import type {CaptureHeader, CaptureHole} from '../capture/capture-format.js';
import {toCoverageJson} from './coverage-text.js';
import type {Coverage} from './coverage.js';
import type {Defect} from './defects.js';
import type {BookTally, ChannelTally} from './tallies.js';

/** What a capture holds. Times are milliseconds since its start. */
export type Report = {
	readonly header: CaptureHeader | null;
	/** Of all kinds, markers included. */
	readonly events: number;
	/** Received over websockets. */
	readonly messages: number;
	/** Of messages and answers, as they came over the wire; of answers as they are unpacked. */
	readonly bytes: number;
	readonly markers: number;
	/** Sockets that were opened. */
	readonly connections: number;
	/** When the first event was; null where there is none. */
	readonly first: number | null;
	/** When the last event was; null where there is none. */
	readonly last: number | null;
	readonly channels: readonly ChannelTally[];
	readonly books: readonly BookTally[];
	/** Each kind once, in the order they were found. */
	readonly defects: readonly Defect[];
	/** Times of which the recorder itself says that it has nothing. */
	readonly notedHoles: readonly CaptureHole[];
	/** What is worth saying and no defect, in sentences. */
	readonly notices: readonly string[];
};

/** Epoch milliseconds as ISO text; null where the capture does not know when it was. */
const toTime = ({header}: Report, t: number | null): string | null =>
	t === null || !header || header.startedAt === 0
		? null
		: new Date(header.startedAt + t).toISOString();

/** Times to the microsecond, without what binary fractions add. */
const round = (_: string, value: unknown) =>
	typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;

/** With when the book was proven, in place of what counts that. */
const toBook = ({proof, changesAlone, ...tally}: BookTally) => ({
	...tally,
	...(changesAlone ? {changesAlone: changesAlone.count} : {}),
	provenMs: proof.ms(),
	proven: proof.stretches.map(({from, to}) => [from, to]),
});

/** One object, on one line. */
export const toReportJson = (
	files: readonly string[],
	report: Report,
	coverage?: Coverage,
): string => {
	const {header, first, last, channels, books, defects, notedHoles, notices, ...counts} = report;
	const object = {
		files,
		market: header?.market ?? null,
		...(header?.markets ? {markets: header.markets} : {}),
		exchanges: header?.exchanges ?? [],
		first: toTime(report, first),
		last: toTime(report, last),
		durationMs: first === null || last === null ? 0 : last - first,
		...counts,
		channels,
		books: books.map(toBook),
		...(coverage ? toCoverageJson(coverage) : {}),
		defects,
		...(notedHoles.length > 0 ? {notedHoles} : {}),
		notices,
		isWhole: defects.length === 0,
	};
	return JSON.stringify(object, round);
};
