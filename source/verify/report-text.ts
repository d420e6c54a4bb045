import {padEndCells, padStartCells, widthOf} from '../screen/cells.js';
import {cleanText} from '../screen/clean-text.js';
import {toBytes} from '../screen/format.js';
import type {Defect} from './defects.js';
import type {Report} from './report.js';
import type {BookTally, ChannelTally} from './tallies.js';

type Row = readonly string[];

/** Columns as wide as their widest cell, the first `leftColumns` of them flush left. */
const toTable = (rows: readonly Row[], leftColumns: number): string => {
	const widths: number[] = [];
	for (const row of rows)
		for (const [index, cell] of row.entries())
			widths[index] = Math.max(widths[index] ?? 0, widthOf(cell));
	return rows
		.map(row =>
			row
				.map((cell, index) =>
					(index < leftColumns ? padEndCells : padStartCells)(cell, widths[index] ?? 0),
				)
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
};

const toSeconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** `12:34.567` since the start. */
export const toPlace = (ms: number): string => {
	const minutes = Math.floor(ms / 60_000);
	return `${minutes}:${((ms - minutes * 60_000) / 1000).toFixed(3).padStart(6, '0')}`;
};

const toSpan = ({header, first, last}: Report): string => {
	if (first === null || last === null) return 'no events';
	const length = toSeconds(last - first);
	if (!header || header.startedAt === 0) return `${length}, at an unknown time`;
	const time = (t: number) => new Date(header.startedAt + t).toISOString().replace('T', ' ');
	return `${time(first)} to ${time(last)} (${length})`;
};

const toChannelRow = (tally: ChannelTally): Row => [
	tally.exchange,
	cleanText(tally.channel),
	String(tally.messages),
	toBytes(tally.bytes),
	toSeconds(tally.longestSilenceMs),
];

const toEnd = ({isInSync, isLeft, levels}: BookTally) => {
	if (isInSync) return `${levels.bids} × ${levels.asks}`;
	return isLeft ? 'left for another' : 'not in sync';
};

/** Of the capture's time; cut off, since all but a moment is not all. */
const toProven = ({proof}: BookTally, {first, last}: Report) => {
	const whole = (last ?? 0) - (first ?? 0);
	const share = whole > 0 ? Math.min(1, proof.ms() / whole) : 0;
	return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
};

const toBookRow = (tally: BookTally, report: Report): Row => [
	tally.exchange,
	cleanText(tally.symbol),
	...[tally.gaps, tally.resyncs, tally.reconnects, tally.crossed].map(String),
	`${tally.audits}${tally.differences > 0 ? ` (${tally.differences} differ)` : ''}`,
	toSeconds(tally.longestSilenceMs),
	toProven(tally, report),
	toEnd(tally),
];

const toDefectLine = ({count, detail, t}: Defect): string =>
	`${toPlace(t).padStart(11)}  ${cleanText(detail)}${count > 1 ? `; ${count} such in all` : ''}`;

const channelHeads: Row = ['exchange', 'channel', 'messages', 'bytes', 'longest pause'];
const bookHeads: Row = [
	'exchange',
	'market',
	'gaps',
	'resyncs',
	'reconnects',
	'crossed',
	'audits',
	'longest silence',
	'proven',
	'book at the end',
];

/** The report for people. */
export const toReportText = (report: Report): string => {
	const {messages, bytes, connections, markers, channels, books, defects, notices} = report;
	const parts = [
		`${toSpan(report)}\n${messages} messages, ${toBytes(bytes)}, ${connections} connections, ${markers} markers`,
	];
	if (channels.length > 0) parts.push(toTable([channelHeads, ...channels.map(toChannelRow)], 2));
	if (books.length > 0)
		parts.push(toTable([bookHeads, ...books.map(tally => toBookRow(tally, report))], 2));
	parts.push(
		defects.length === 0
			? 'No defects.'
			: ['Defects, each by its first time:', ...defects.map(toDefectLine)].join('\n'),
	);
	for (const notice of notices) parts.push(`Note: ${cleanText(notice)}.`);
	return parts.join('\n\n');
};
